package org.seqloc.core.kapture.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;

/**
 * A location of RobotCar Seasons: its COLMAP model with the images of the reference traversal, or
 * the query images. The cameras left, rear and right sit on the rig "car". Stamps are the
 * nanoseconds of the microseconds in the images' names.
 *
 * <p>In version 2 (robotcar_v2_train.txt) some queries became training images: these and the other
 * two of their moments belong to the map; the rear one has a pose.
 *
 * @see <a href="https://www.visuallocalization.net/datasets/">Long-term visual localization</a>
 */
public final class RobotCarSeasonsImporter {

  private static final String RIG = "car";
  private static final List<String> CAMERAS = List.of("left", "rear", "right");
  private static final int SIZE = 1024;
  private static final Pattern IMAGE =
      Pattern.compile("(.+)/(left|rear|right)/(\\d{1,16})\\.(?:jpg|png)");

  private final Path dir;
  private final int location;
  private final ColmapImporter.Options options;
  private final DatasetCollector collector;

  private RobotCarSeasonsImporter(
      Path dir, int location, ColmapImporter.Options options, DatasetCollector collector) {
    this.dir = dir;
    this.location = location;
    this.options = options;
    this.collector = collector;
  }

  /**
   * @param location its number, from 1
   * @param cornerOrigin whether pixels are moved by half a pixel, to count from the first one's
   *     centre
   * @throws SeqlocException in one line when a file is missing or does not fit
   */
  public static ImportedDataset read(Path dir, int location, Split split, boolean cornerOrigin) {
    ColmapImporter.Options options = ColmapImporter.Options.DEFAULT.withCornerOrigin(cornerOrigin);
    return DatasetCollector.collect(
        dir, c -> new RobotCarSeasonsImporter(dir, location, options, c).read(split));
  }

  private ImportedDataset.Reconstructed read(Split split) {
    for (String camera : CAMERAS) {
      Camera calibration = intrinsics(dir.resolve("intrinsics/" + camera + "_intrinsics.txt"));
      collector.camera(camera, PixelOrigin.shift(calibration, -options.shift()));
      Path extrinsics = dir.resolve("extrinsics/" + camera + "_extrinsics.txt");
      collector.builder().mount(RIG, camera, carFromCamera(extrinsics).inverse());
    }
    SortedMap<String, Pose> training = training();
    Set<String> moments = new HashSet<>();
    training.keySet().forEach(name -> moments.add(moment(name)));
    Set<String> queries = queries();
    if (split == Split.QUERY) {
      queries.stream().filter(q -> !moments.contains(moment(q))).forEach(this::image);
      return ImportedDataset.Reconstructed.NONE;
    }
    for (String query : queries) {
      if (moments.contains(moment(query))) {
        image(query);
        Pose pose = training.get(query);
        if (pose != null) {
          collector.cameraFromWorld(stamp(query), match(query).group(2), pose);
        }
      }
    }
    return reference();
  }

  private ImportedDataset.Reconstructed reference() {
    ColmapModel model = ColmapModel.open(reconstruction());
    SortedMap<Integer, String> names = new TreeMap<>();
    model.images(
        image -> {
          // The models were made from PNG files, the dataset holds JPEG.
          String name = image.name().replaceAll("\\.png$", ".jpg");
          image(name);
          collector.cameraFromWorld(stamp(name), match(name).group(2), image.cameraFromWorld());
          names.put(image.id(), name);
        });
    return new ColmapReconstruction(
        Optional.of(new RenamedModel(model, names)), Optional.empty(), names, options);
  }

  /** A model whose images have other names. */
  private record RenamedModel(ColmapModel model, SortedMap<Integer, String> names)
      implements ColmapModel {
    @Override
    public SortedMap<Integer, Camera> cameras() {
      return model.cameras();
    }

    @Override
    public void images(Consumer<ColmapImage> sink) {
      model.images(
          i ->
              sink.accept(
                  new ColmapImage(
                      i.id(), i.cameraFromWorld(), i.camera(), names.get(i.id()), i.keypoints())));
    }

    @Override
    public void points(Consumer<ColmapPoint> sink) {
      model.points(sink);
    }
  }

  private Path reconstruction() {
    Path all = dir.resolve("3D-models/individual/colmap_reconstructions");
    Pattern name = Pattern.compile("0*" + location + "(_.*)?");
    try (Stream<Path> entries = Files.list(all)) {
      return entries
          .filter(p -> name.matcher(p.getFileName().toString()).matches())
          .sorted()
          .findFirst()
          .orElseThrow(() -> new SeqlocException(all + " has no location " + location));
    } catch (IOException e) {
      throw ImportFiles.unreadable(all, e);
    }
  }

  private void image(String name) {
    collector.image(stamp(name), match(name).group(2), name, dir.resolve("images"));
  }

  private static Matcher match(String name) {
    Matcher matcher = IMAGE.matcher(name);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "image '" + name + "' is not named CONDITION/CAMERA/MICROSECONDS.jpg");
    }
    return matcher;
  }

  private static long stamp(String name) {
    return Math.multiplyExact(Long.parseLong(match(name).group(3)), 1000L);
  }

  private static String moment(String name) {
    Matcher m = match(name);
    return m.group(1) + "/" + m.group(3);
  }

  /** The query images of the location; one per line. */
  private Set<String> queries() {
    Path folder = dir.resolve("3D-models/individual/queries_per_location");
    Path file = folder.resolve("queries_location_" + location + ".txt");
    Set<String> queries = new LinkedHashSet<>();
    try (TextLines in = new TextLines(file, "the query images of the location")) {
      while (in.nextRow()) {
        queries.add(in.rest());
      }
    }
    return queries;
  }

  /** cameraFromWorld by image; empty in version 1. */
  private SortedMap<String, Pose> training() {
    SortedMap<String, Pose> training = new TreeMap<>();
    Path file = dir.resolve("robotcar_v2_train.txt");
    if (!Files.isRegularFile(file)) {
      return training;
    }
    try (TextLines in = new TextLines(file, "")) {
      while (in.nextRow()) {
        String name = in.word("the image's name").replaceAll("\\.png$", ".jpg");
        training.put(name, ImportFiles.pose(in.numbers(12, "the pose"), in.where()).inverse());
      }
    }
    return training;
  }

  /** Lines of a name and a number: fx, fy, cx, cy. */
  private static Camera intrinsics(Path file) {
    Map<String, Double> values = new TreeMap<>();
    try (TextLines in = new TextLines(file, "RobotCar Seasons has its cameras there")) {
      while (in.nextRow()) {
        values.put(in.word("a name"), in.number("its value"));
      }
      for (String name : List.of("fx", "fy", "cx", "cy")) {
        if (!values.containsKey(name)) {
          throw in.fault("there is no line " + name);
        }
      }
    }
    return new Camera(
        CameraModel.PINHOLE,
        SIZE,
        SIZE,
        values.get("fx"),
        values.get("fy"),
        values.get("cx"),
        values.get("cy"));
  }

  private static Pose carFromCamera(Path file) {
    double[] m = new double[16];
    try (TextLines in = new TextLines(file, "RobotCar Seasons has its rig there")) {
      for (int row = 0; row < 4; row++) {
        in.requireRow("a row of the matrix");
        System.arraycopy(in.numbers(4, "the matrix"), 0, m, 4 * row, 4);
      }
    }
    return ImportFiles.pose(m, file.toString());
  }
}
