package org.seqloc.core.kapture.exchange;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.kapture.Sensor;

/**
 * A sequence of the TUM RGB-D benchmark: rgb.txt, and where they are there depth.txt,
 * groundtruth.txt and accelerometer.txt.
 *
 * <p>The cameras become "color" and "depth" on the rig "rig", whose frame is theirs: the depth maps
 * are registered to the colour images. Depth becomes metres in float32. Poses are interpolated at
 * the images' stamps. The sequence does not hold its calibration: it goes by the folder's name
 * (freiburg1, freiburg2, freiburg3), else the benchmark's default is taken; the notes tell.
 *
 * @see <a href="https://cvg.cit.tum.de/data/datasets/rgbd-dataset/file_formats">TUM RGB-D</a>
 */
public final class TumRgbdImporter {

  private static final String RIG = "rig";
  private static final String COLOR = "color";
  private static final String DEPTH = "depth";

  /** The ground truth comes at 100 Hz. */
  private static final long MAX_GAP_NANOS = 100_000_000;

  /** Values of a depth map per metre. */
  private static final float DEPTH_SCALE = 5000;

  private static final Pattern FREIBURG = Pattern.compile(".*freiburg([123]).*");

  /** fx, fy, cx, cy, k1, k2, p1, p2, k3 as the benchmark publishes them. */
  private static final Map<String, double[]> CALIBRATIONS =
      Map.of(
          "1",
          new double[] {517.3, 516.5, 318.6, 255.3, 0.2624, -0.9531, -0.0054, 0.0026, 1.1633},
          "2",
          new double[] {520.9, 521.0, 325.1, 249.7, 0.2312, -0.7849, -0.0033, -0.0001, 0.9172},
          "3",
          new double[] {535.4, 539.2, 320.1, 247.6, 0, 0, 0, 0, 0});

  private static final double[] DEFAULT = {525.0, 525.0, 319.5, 239.5, 0, 0, 0, 0, 0};

  private TumRgbdImporter() {}

  /**
   * @throws SeqlocException in one line naming file and line
   */
  public static ImportedDataset read(Path dir) {
    return DatasetCollector.collect(dir, collector -> read(dir, collector));
  }

  private static ImportedDataset.Reconstructed read(Path dir, DatasetCollector collector) {
    Map<Long, String> colors = list(dir.resolve("rgb.txt"));
    if (colors.isEmpty()) {
      throw new SeqlocException(dir.resolve("rgb.txt") + " lists no image");
    }
    String first = DatasetCollector.checked(colors.values().iterator().next());
    Path firstFile = DatasetCollector.existing(dir.resolve(first));
    Camera camera = camera(dir, ImportFiles.imageSize(firstFile), collector);
    collector.camera(COLOR, camera);
    collector.builder().mount(RIG, COLOR, Pose.IDENTITY);
    Interpolation interpolation = new Interpolation(MAX_GAP_NANOS);
    colors.forEach(
        (stamp, name) -> {
          collector.image(stamp, COLOR, name, dir);
          interpolation.moment(stamp);
        });
    DepthMaps depths = new DepthMaps(camera, DEPTH_SCALE, 0);
    if (Files.exists(dir.resolve("depth.txt"))) {
      List<String> parameters = Sensor.ofCamera(DEPTH, "", camera).parameters();
      collector.builder().sensor(new Sensor(DEPTH, "", "depth", parameters));
      collector.builder().mount(RIG, DEPTH, Pose.IDENTITY);
      list(dir.resolve("depth.txt"))
          .forEach(
              (stamp, name) -> {
                Path file = DatasetCollector.existing(dir.resolve(DatasetCollector.checked(name)));
                depths.add(name + ".depth", file);
                collector.builder().depth(stamp, DEPTH, name + ".depth");
                interpolation.moment(stamp);
              });
    }
    if (Files.exists(dir.resolve("groundtruth.txt"))) {
      groundTruth(dir.resolve("groundtruth.txt"), interpolation);
      interpolation.poses(RIG, collector.builder(), collector);
    }
    if (Files.exists(dir.resolve("accelerometer.txt"))) {
      accelerometer(dir.resolve("accelerometer.txt"), collector);
    }
    return depths;
  }

  private static Camera camera(Path dir, ImportFiles.Size size, DatasetCollector collector) {
    Path name = dir.toAbsolutePath().normalize().getFileName();
    Matcher freiburg = FREIBURG.matcher(name == null ? "" : name.toString());
    boolean known = freiburg.matches();
    double[] c = known ? CALIBRATIONS.get(freiburg.group(1)) : DEFAULT;
    collector.note(
        known
            ? "calibration of freiburg" + freiburg.group(1) + ", by the folder's name"
            : "the benchmark's default calibration: the folder's name has no freiburg1 to 3");
    return c[4] == 0 && c[5] == 0
        ? new Camera(CameraModel.PINHOLE, size.width(), size.height(), c[0], c[1], c[2], c[3])
        : new Camera(
            CameraModel.FULL_OPENCV,
            size.width(),
            size.height(),
            c[0],
            c[1],
            c[2],
            c[3],
            c[4],
            c[5],
            c[6],
            c[7],
            c[8],
            0,
            0,
            0);
  }

  private static Map<Long, String> list(Path file) {
    Map<Long, String> list = new LinkedHashMap<>();
    try (TextLines in = new TextLines(file, "a TUM RGB-D sequence lists its images there")) {
      while (in.nextRow()) {
        long stamp = in.seconds("the time");
        String name = in.rest();
        if (name.isEmpty()) {
          throw in.fault("the file's name is missing");
        }
        if (list.put(stamp, name) != null) {
          throw in.fault("a second image of this time");
        }
      }
    }
    return list;
  }

  private static void groundTruth(Path file, Interpolation interpolation) {
    try (TextLines in = new TextLines(file, "")) {
      while (in.nextRow()) {
        long stamp = in.seconds("the time");
        double[] v = in.numbers(7, "the pose");
        try {
          interpolation
              .mapFromDevice()
              .put(
                  stamp,
                  new Pose(new Quaternion(v[6], v[3], v[4], v[5]), new Vector3(v[0], v[1], v[2])));
        } catch (IllegalArgumentException e) {
          throw in.fault(e);
        }
      }
    }
  }

  private static void accelerometer(Path file, DatasetCollector collector) {
    collector.builder().sensor(new Sensor("accelerometer", "", "accelerometer", List.of()));
    try (TextLines in = new TextLines(file, "")) {
      while (in.nextRow()) {
        long stamp = in.seconds("the time");
        double[] a = in.numbers(3, "the acceleration");
        collector.builder().accelerometer(stamp, "accelerometer", new Vector3(a[0], a[1], a[2]));
      }
    }
  }
}
