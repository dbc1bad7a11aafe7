package org.seqloc.core.kapture.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.kapture.DType;
import org.seqloc.core.kapture.FeatureArray;
import org.seqloc.core.kapture.FeatureConfig;
import org.seqloc.core.kapture.FeatureKind;
import org.seqloc.core.kapture.FeatureWriter;
import org.seqloc.core.kapture.KaptureWriter;

/**
 * The regions of OpenMVG, in a folder with image_describer.json, which says of what kind they are.
 * For each image, named by its file without the extension: STEM.feat, a line of x, y, scale and
 * orientation per feature (pixels, radians), and STEM.desc, a count of 64 bits and then as many
 * descriptors, little endian.
 *
 * <p>They are called as by kapture's own converter: keypoints by the kind of the regions,
 * descriptors by that of the image describer. The files are read when they are written, one by one.
 *
 * @see <a href="https://openmvg.readthedocs.io/en/latest/openMVG/features/features/">OpenMVG:
 *     features</a>
 */
final class OpenMvgRegions {

  private static final String DESCRIBER = "image_describer.json";

  private static final int COLUMNS = 4;

  /** Far beyond any image, and what an array holds. */
  private static final int MAX_FEATURES = 1 << 24;

  /** How descriptors of a kind lie in the file. */
  private record Rows(DType dtype, int dsize, String metric) {}

  private final Path folder;
  private final FeatureConfig keypoints;
  private final Optional<FeatureConfig> descriptors;

  /** Images that have features, and what their files are called. */
  private final SortedMap<String, String> stems = new TreeMap<>();

  private final List<String> notes = new ArrayList<>();
  private Optional<String> flaw = Optional.empty();

  /**
   * @param images names of the images in the kapture
   * @throws SeqlocException when image_describer.json cannot be read
   */
  OpenMvgRegions(Path folder, Collection<String> images) {
    this.folder = folder;
    Path file = folder.resolve(DESCRIBER);
    JsonNode describer = ImportFiles.json(file);
    String kind = name(describer, "regions_type", file);
    stems(new TreeSet<>(images));
    try {
      keypoints =
          new FeatureConfig(FeatureKind.KEYPOINTS, kind, label(kind), DType.FLOAT, COLUMNS, "", "");
      descriptors =
          rows(kind)
              .map(
                  rows ->
                      new FeatureConfig(
                          FeatureKind.DESCRIPTORS,
                          name(describer, "image_describer", file),
                          label(kind),
                          rows.dtype(),
                          rows.dsize(),
                          kind,
                          rows.metric()));
    } catch (IllegalArgumentException e) {
      throw new SeqlocException(file + ": " + e.getMessage(), e);
    }
  }

  /** Where OpenMVG keeps regions: beside an sfm_data.json, or in matches/ there or beside that. */
  static List<Path> folders(Path sfmData) {
    Path beside = sfmData.toAbsolutePath().normalize().getParent();
    return Stream.of(beside, beside.resolve("matches"), beside.resolveSibling("matches"))
        .distinct()
        .filter(folder -> Files.isRegularFile(folder.resolve(DESCRIBER)))
        .toList();
  }

  private static String name(JsonNode describer, String what, Path file) {
    String name = describer.path(what).path("polymorphic_name").asText();
    if (name.isEmpty()) {
      throw new SeqlocException(file + ": " + what + " has no polymorphic_name");
    }
    return name;
  }

  /** What kapture's own converter calls them in the tables. */
  private static String label(String kind) {
    return switch (kind) {
      case "SIFT_Regions" -> "SIFT";
      case "AKAZE_Float_Regions" -> "AKAZE";
      default -> kind;
    };
  }

  private void stems(Collection<String> images) {
    Map<String, String> owners = new HashMap<>();
    int withoutDescriptors = 0;
    for (String image : images) {
      String stem = image.substring(image.lastIndexOf('/') + 1);
      int dot = stem.lastIndexOf('.');
      stem = dot > 0 ? stem.substring(0, dot) : stem;
      if (!Files.isRegularFile(feat(stem))) {
        continue;
      }
      stems.put(image, stem);
      if (!Files.isRegularFile(desc(stem))) {
        withoutDescriptors++;
      }
      String other = owners.put(stem, image);
      if (other != null) {
        flaw = Optional.of(stem + ".feat stands for both " + other + " and " + image);
      }
    }
    if (stems.isEmpty()) {
      flaw = Optional.of("no image has a .feat file");
    } else if (stems.size() < images.size()) {
      notes.add(
          (images.size() - stems.size()) + " images have no features: no .feat file in " + folder);
    }
    if (withoutDescriptors > 0) {
      notes.add(withoutDescriptors + " images have no descriptors: no .desc file in " + folder);
    }
  }

  private Path feat(String stem) {
    return folder.resolve(stem + ".feat");
  }

  private Path desc(String stem) {
    return folder.resolve(stem + ".desc");
  }

  /** The kinds that OpenMVG has, by its types; the file does not tell. */
  private Optional<Rows> rows(String kind) {
    Optional<Rows> rows =
        switch (kind) {
          case "SIFT_Regions" -> Optional.of(new Rows(DType.UINT8, 128, "L2"));
          case "SIFT_Float_Regions" -> Optional.of(new Rows(DType.FLOAT32, 128, "L2"));
          case "AKAZE_Float_Regions" -> Optional.of(new Rows(DType.FLOAT32, 64, "L2"));
          case "AKAZE_Liop_Regions" -> Optional.of(new Rows(DType.UINT8, 144, "L2"));
          case "AKAZE_Binary_Regions" -> Optional.of(new Rows(DType.UINT8, 64, "Hamming"));
          // All binary regions of OpenMVG are bytes; how many differs.
          default ->
              kind.contains("Binary")
                  ? measured().map(bytes -> new Rows(DType.UINT8, bytes, "Hamming"))
                  : Optional.empty();
        };
    if (rows.isEmpty()) {
      notes.add(
          "the descriptors in "
              + folder
              + " are left out: unknown is what a row of "
              + kind
              + " holds");
    }
    return rows;
  }

  /** Bytes of a row in the first file that has one. */
  private Optional<Integer> measured() {
    for (String stem : stems.values()) {
      if (Files.isRegularFile(desc(stem))) {
        try (BinaryInput in = new BinaryInput(desc(stem), "descriptors of OpenMVG")) {
          long count = in.count("descriptors", 1);
          if (count > 0) {
            return Optional.of((int) Math.min(Integer.MAX_VALUE, in.left() / count));
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Why none of this can be taken, if so. */
  Optional<String> flaw() {
    return flaw;
  }

  /** What the user should know. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  String keypointsType() {
    return keypoints.type();
  }

  /** Whether there is a file of features for the image. */
  boolean has(String image) {
    return stems.containsKey(image);
  }

  /** The file of an image's features. */
  Path featuresOf(String image) {
    return feat(stems.get(image));
  }

  /**
   * Writes keypoints and descriptors.
   *
   * @return the number of keypoints of each image
   * @throws SeqlocException when a file does not fit
   */
  Map<String, Integer> write(KaptureWriter writer, Progress progress) {
    Map<String, Integer> counts = new HashMap<>();
    progress.begin("importing keypoints", stems.size());
    try (FeatureWriter out = writer.features(keypoints, false)) {
      stems.forEach(
          (image, stem) -> {
            FeatureArray features = features(feat(stem));
            counts.put(image, features.rows());
            out.add(image, features);
            progress.advance(1);
          });
    }
    progress.end();
    descriptors.ifPresent(config -> descriptors(config, counts, writer, progress));
    return counts;
  }

  private static FeatureArray features(Path file) {
    DoubleStream.Builder values = DoubleStream.builder();
    try (TextLines in = new TextLines(file, "features of OpenMVG")) {
      for (int rows = 0; in.nextRow(); rows++) {
        if (rows == MAX_FEATURES) {
          throw in.fault("more than " + MAX_FEATURES + " features");
        }
        values.add(in.number("x")).add(in.number("y"));
        // Of detectors that have none, what stands here is any float.
        values.add(in.numberOrNaN("scale")).add(in.numberOrNaN("orientation"));
        in.requireEnd("x, y, scale and orientation");
      }
    }
    return FeatureArray.ofDoubles(COLUMNS, values.build().toArray());
  }

  private void descriptors(
      FeatureConfig config, Map<String, Integer> counts, KaptureWriter writer, Progress progress) {
    List<String> images =
        stems.keySet().stream().filter(i -> Files.isRegularFile(desc(stems.get(i)))).toList();
    if (images.isEmpty()) {
      return;
    }
    progress.begin("importing descriptors", images.size());
    try (FeatureWriter out = writer.features(config, false)) {
      for (String image : images) {
        out.add(image, descriptors(config, stems.get(image), counts.get(image)));
        progress.advance(1);
      }
    }
    progress.end();
  }

  private FeatureArray descriptors(FeatureConfig config, String stem, int features) {
    try (BinaryInput in = new BinaryInput(desc(stem), "descriptors of OpenMVG")) {
      long count = in.count("descriptors of " + config.rowBytes() + " bytes", config.rowBytes());
      if (count != features) {
        throw in.fault(
            count + " descriptors, but " + feat(stem) + " has " + features + " features");
      }
      byte[] bytes = in.bytes(count * config.rowBytes());
      in.requireEnd();
      if (config.dtype() == DType.UINT8) {
        return FeatureArray.ofUnsignedBytes(config.dsize(), bytes);
      }
      float[] values = new float[bytes.length / Float.BYTES];
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
      return FeatureArray.ofFloats(config.dsize(), values);
    }
  }
}
