package org.seqloc.core.kapture.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.seqloc.core.NpyArray;
import org.seqloc.core.NpyHeader;
import org.seqloc.core.NpzFile;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.kapture.DType;
import org.seqloc.core.kapture.FeatureArray;
import org.seqloc.core.kapture.FeatureConfig;
import org.seqloc.core.kapture.FeatureWriter;
import org.seqloc.core.kapture.KaptureWriter;

/**
 * The features of an OpenSfM project: features/IMAGE.features.npz with {@code points}, rows of x,
 * y, size and angle, and {@code descriptors}, as many rows. Places become pixels of the kapture.
 * Sizes too, but in files of OpenSfM's first version, which knew no versions and did not tell sizes
 * in parts of the larger side: they stay.
 */
final class OpenSfmFeatures {

  static final String EXTENSION = ".features.npz";

  private static final String POINTS = "points";
  private static final String DESCRIPTORS = "descriptors";
  private static final String VERSION = "OPENSFM_FEATURES_VERSION";

  /** What OpenSfM extracts unless config.yaml says otherwise. */
  private static final String DEFAULT_TYPE = "HAHOG";

  /** The columns of points and of most descriptors, when no image has any. */
  private static final int POINT_COLUMNS = 4;

  private static final int DESCRIPTOR_COLUMNS = 128;

  private final Path folder;
  private final SortedMap<String, Camera> cameras;
  private final FeatureConfig keypoints;
  private final FeatureConfig descriptors;
  private final SortedMap<String, Integer> rows;

  private OpenSfmFeatures(
      Path folder,
      SortedMap<String, Camera> cameras,
      FeatureConfig keypoints,
      FeatureConfig descriptors,
      SortedMap<String, Integer> rows) {
    this.folder = folder;
    this.cameras = cameras;
    this.keypoints = keypoints;
    this.descriptors = descriptors;
    this.rows = rows;
  }

  /**
   * Looks at all files, without their numbers; notes what is left out.
   *
   * @param cameras of the images of the kapture, by the images
   * @param tracked images that tracks see
   * @return empty when there are none, or not of all tracked images
   * @throws SeqlocException in one line naming a file that does not fit
   */
  static Optional<OpenSfmFeatures> find(
      Path project,
      SortedMap<String, Camera> cameras,
      Set<String> tracked,
      DatasetCollector collector) {
    Path folder = project.resolve("features");
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    for (String image : tracked) {
      if (!Files.isRegularFile(file(folder, image))) {
        collector.note(
            String.format(
                "the features of %s are left out: tracks see image '%s', whose %s is missing",
                folder, image, file(folder, image).getFileName()));
        return Optional.empty();
      }
    }
    OpenSfmFeatures features = read(project, folder, cameras);
    if (features.rows.isEmpty()) {
      collector.note(
          "the features of "
              + folder
              + " are left out: they are of no image of the reconstruction");
      return Optional.empty();
    }
    collector.note(
        String.format(
            "keypoints '%s' and descriptors '%s' of %d images",
            features.keypoints.type(), features.descriptors.type(), features.rows.size()));
    int others = others(folder, EXTENSION, cameras.keySet());
    if (others > 0) {
      collector.note(
          "the features of " + others + " images that are not reconstructed are left out");
    }
    return Optional.of(features);
  }

  private static OpenSfmFeatures read(
      Path project, Path folder, SortedMap<String, Camera> cameras) {
    SortedMap<String, Integer> rows = new TreeMap<>();
    Columns points = new Columns(POINTS, List.of("float32", "float64"), POINT_COLUMNS);
    Columns descriptors =
        new Columns(DESCRIPTORS, List.of("uint8", "float32", "float64"), DESCRIPTOR_COLUMNS);
    for (String image : cameras.keySet()) {
      Path file = file(folder, image);
      if (Files.isRegularFile(file)) {
        try (NpzFile npz = NpzFile.open(file)) {
          int count = points.add(file, npz.header(POINTS));
          if (descriptors.add(file, npz.header(DESCRIPTORS)) != count) {
            throw new SeqlocException(
                file + ": not as many " + DESCRIPTORS + " as " + POINTS + ", which are " + count);
          }
          rows.put(image, count);
        }
      }
    }
    if (points.count < 2) {
      throw new SeqlocException(folder + ": points without x and y");
    }
    String extractor = extractor(project.resolve("config.yaml"));
    boolean hahog = extractor.equals(DEFAULT_TYPE);
    // As kapture's own converter calls them.
    String type = hahog ? "HessianAffine" : extractor.toLowerCase(Locale.ROOT);
    boolean binary =
        descriptors.type.equals("uint8") && List.of("AKAZE", "ORB").contains(extractor);
    return new OpenSfmFeatures(
        folder,
        cameras,
        FeatureConfig.keypoints(type, points.dtype(), points.count),
        FeatureConfig.descriptors(
            hahog ? "HOG" : type,
            descriptors.dtype(),
            descriptors.count,
            type,
            binary ? "Hamming" : "L2"),
        rows);
  }

  /** The columns of one array, which must be those of all files; without rows it may have any. */
  private static final class Columns {
    private final String array;
    private final List<String> types;
    private String type;
    private int count;
    private boolean known;

    /** The first type and the count are taken when no file has rows. */
    Columns(String array, List<String> types, int count) {
      this.array = array;
      this.types = types;
      this.type = types.get(0);
      this.count = count;
    }

    /** Returns the rows. */
    int add(Path file, Optional<NpyHeader> found) {
      NpyHeader header =
          found.orElseThrow(() -> new SeqlocException(file + " has no array '" + array + "'"));
      if (header.isEmpty()) {
        return 0;
      }
      if (header.shape().size() != 2 || !types.contains(header.type())) {
        throw new SeqlocException(
            String.format(
                "%s, array '%s': shape %s of %s, expected rows and columns of %s",
                file, array, header.shape(), header.type(), String.join(" or ", types)));
      }
      int columns = header.shape().get(1);
      if (known && (columns != count || !header.type().equals(type))) {
        throw new SeqlocException(
            String.format(
                "%s, array '%s': rows of %d %s, but of %d %s in the images before",
                file, array, columns, header.type(), count, type));
      }
      type = header.type();
      count = columns;
      known = true;
      return header.shape().get(0);
    }

    DType dtype() {
      return DType.ofLabel(type).orElseThrow();
    }
  }

  private static String extractor(Path config) {
    if (!Files.isRegularFile(config)) {
      return DEFAULT_TYPE;
    }
    JsonNode type = ImportFiles.yaml(config).path("feature_type");
    String extractor = type.isMissingNode() ? DEFAULT_TYPE : type.asText().toUpperCase(Locale.ROOT);
    if (!extractor.matches("[A-Z0-9_-]{1,64}")) {
      throw new SeqlocException(
          config + ", feature_type: expected HAHOG, SIFT, SURF, AKAZE, ORB or another name");
    }
    return extractor;
  }

  private static Path file(Path folder, String image) {
    return folder.resolve(image + EXTENSION);
  }

  /** Counts the files of images that are not to be taken. */
  static int others(Path folder, String extension, Set<String> taken) {
    try (Stream<Path> files = Files.walk(folder)) {
      return (int)
          files
              .map(file -> folder.relativize(file).toString().replace('\\', '/'))
              .filter(name -> name.endsWith(extension))
              .filter(
                  name -> !taken.contains(name.substring(0, name.length() - extension.length())))
              .count();
    } catch (IOException e) {
      throw ImportFiles.unreadable(folder, e);
    }
  }

  /** The type of the keypoints. */
  String type() {
    return keypoints.type();
  }

  /** The images that have features. */
  Set<String> images() {
    return rows.keySet();
  }

  /** The number of keypoints of an image; empty when it has no file. */
  OptionalInt rows(String image) {
    Integer count = rows.get(image);
    return count == null ? OptionalInt.empty() : OptionalInt.of(count);
  }

  /** Writes all, image by image. */
  void write(KaptureWriter writer, Progress progress) {
    progress.begin("importing features", rows.size());
    try (FeatureWriter keypointsOut = writer.features(keypoints, false);
        FeatureWriter descriptorsOut = writer.features(descriptors, false)) {
      for (Map.Entry<String, Integer> image : rows.entrySet()) {
        Path file = file(folder, image.getKey());
        try (NpzFile npz = NpzFile.open(file)) {
          double[] points = npz.array(POINTS).orElseThrow().toDoubles();
          boolean sizesInParts = npz.header(VERSION).isPresent();
          toPixels(points, cameras.get(image.getKey()), sizesInParts);
          keypointsOut.add(image.getKey(), keypoints(keypoints, points));
          descriptorsOut.add(
              image.getKey(), descriptors(descriptors, npz.array(DESCRIPTORS).orElseThrow()));
        } catch (IllegalArgumentException e) {
          throw new SeqlocException(file + ": " + e.getMessage(), e);
        }
        progress.advance(1);
      }
    }
    progress.end();
  }

  private void toPixels(double[] points, Camera camera, boolean sizesInParts) {
    double side = Math.max(camera.width(), camera.height());
    for (int i = 0; i < points.length; i += keypoints.dsize()) {
      points[i] = points[i] * side + (camera.width() - 1) / 2.0;
      points[i + 1] = points[i + 1] * side + (camera.height() - 1) / 2.0;
      if (sizesInParts && keypoints.dsize() > 2) {
        points[i + 2] *= side;
      }
    }
  }

  private static FeatureArray keypoints(FeatureConfig config, double[] values) {
    if (config.dtype() == DType.FLOAT64) {
      return FeatureArray.ofDoubles(config.dsize(), values);
    }
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return FeatureArray.ofFloats(config.dsize(), floats);
  }

  private static FeatureArray descriptors(FeatureConfig config, NpyArray array) {
    return switch (config.dtype()) {
      case UINT8 -> FeatureArray.ofUnsignedBytes(config.dsize(), array.toBytes());
      case FLOAT32 -> FeatureArray.ofFloats(config.dsize(), array.toFloats());
      default -> FeatureArray.ofDoubles(config.dsize(), array.toDoubles());
    };
  }
}
