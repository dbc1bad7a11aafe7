package org.seqloc.core.kapture.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.kapture.Sensor;

/**
 * A sequence in the ASL layout of EuRoC MAV, which TUM VI has too: folders with sensor.yaml and
 * data.csv, below mav0.
 *
 * <p>Cameras keep their names, an IMU imu0 becomes imu0_accelerometer and imu0_gyroscope; all sit
 * on the rig "body" as T_BS says. Stamps are the files'. Poses come from
 * state_groundtruth_estimate0, else mocap0 or vicon0 (then as T_BS says those sit on the body), and
 * are interpolated at the images' stamps.
 *
 * @see <a href="https://projects.asl.ethz.ch/datasets/doku.php?id=kmavvisualinertialdatasets">EuRoC
 *     MAV</a>
 */
public final class EurocImporter {

  private static final String RIG = "body";

  /** The ground truth comes at 100 Hz or more. */
  private static final long MAX_GAP_NANOS = 100_000_000;

  private EurocImporter() {}

  /**
   * @param dir the sequence, or its folder mav0
   * @throws SeqlocException in one line naming file and line
   */
  public static ImportedDataset read(Path dir) {
    Path mav = Files.isDirectory(dir.resolve("mav0")) ? dir.resolve("mav0") : dir;
    return DatasetCollector.collect(mav, collector -> read(mav, collector));
  }

  private static ImportedDataset.Reconstructed read(Path mav, DatasetCollector collector) {
    Interpolation interpolation = new Interpolation(MAX_GAP_NANOS);
    List<Path> sensors = folders(mav);
    boolean hasCamera = false;
    for (Path sensor : sensors) {
      String name = sensor.getFileName().toString();
      if (name.matches("cam\\d+")) {
        camera(sensor, name, interpolation, collector);
        hasCamera = true;
      } else if (name.matches("imu\\d+")) {
        imu(sensor, name, collector);
      }
    }
    if (!hasCamera) {
      throw new SeqlocException(mav + " is not in EuRoC's layout: it has no cam0 with sensor.yaml");
    }
    Optional<Path> truth =
        Stream.of("state_groundtruth_estimate0", "mocap0", "vicon0")
            .map(mav::resolve)
            .filter(p -> Files.isRegularFile(p.resolve("data.csv")))
            .findFirst();
    if (truth.isPresent()) {
      poses(truth.get(), interpolation);
      collector.note("poses of " + truth.get().getFileName());
      interpolation.poses(RIG, collector.builder(), collector);
    }
    return ImportedDataset.Reconstructed.NONE;
  }

  private static List<Path> folders(Path mav) {
    try (Stream<Path> entries = Files.list(mav)) {
      return entries.filter(p -> Files.isRegularFile(p.resolve("sensor.yaml"))).sorted().toList();
    } catch (IOException e) {
      throw ImportFiles.unreadable(mav, e);
    }
  }

  private static void camera(
      Path sensor, String name, Interpolation interpolation, DatasetCollector collector) {
    Path yaml = sensor.resolve("sensor.yaml");
    JsonNode node = ImportFiles.yaml(yaml);
    collector.camera(name, calibration(node, yaml));
    collector.builder().mount(RIG, name, bodyFromSensor(node, yaml).inverse());
    try (TextLines in = new TextLines(sensor.resolve("data.csv"), "a camera lists its images")) {
      while (in.nextRow()) {
        long stamp = in.whole("the stamp", Long.MIN_VALUE, Long.MAX_VALUE);
        String file = DatasetCollector.checked(in.rest());
        collector.file(stamp, name, name + "/" + file, sensor.resolve("data").resolve(file));
        interpolation.moment(stamp);
      }
    }
  }

  private static Camera calibration(JsonNode node, Path yaml) {
    String model = node.path("camera_model").asText();
    String distortion = node.path("distortion_model").asText();
    if (!model.equals("pinhole")) {
      throw new SeqlocException(yaml + ": the camera model '" + model + "' is not 'pinhole'");
    }
    double[] size = ImportFiles.numbers(node.path("resolution"), 2, yaml + ", resolution");
    double[] k = ImportFiles.numbers(node.path("intrinsics"), 4, yaml + ", intrinsics");
    JsonNode coefficients = node.path("distortion_coefficients");
    String where = yaml + ", distortion_coefficients";
    return switch (distortion) {
      case "", "none" ->
          new Camera(CameraModel.PINHOLE, (int) size[0], (int) size[1], k[0], k[1], k[2], k[3]);
      case "radial-tangential", "radtan", "plumb_bob" ->
          distorted(CameraModel.OPENCV, size, k, ImportFiles.numbers(coefficients, 4, where));
      case "equidistant" ->
          distorted(
              CameraModel.OPENCV_FISHEYE, size, k, ImportFiles.numbers(coefficients, 4, where));
      default ->
          throw new SeqlocException(
              yaml + ": kapture has no model for the distortion '" + distortion + "'");
    };
  }

  private static Camera distorted(CameraModel model, double[] size, double[] k, double[] d) {
    return new Camera(
        model, (int) size[0], (int) size[1], k[0], k[1], k[2], k[3], d[0], d[1], d[2], d[3]);
  }

  private static Pose bodyFromSensor(JsonNode node, Path yaml) {
    double[] m = ImportFiles.numbers(node.path("T_BS").path("data"), 16, yaml + ", T_BS");
    return ImportFiles.pose(m, yaml + ", T_BS");
  }

  private static void imu(Path sensor, String name, DatasetCollector collector) {
    String accelerometer = name + "_accelerometer";
    String gyroscope = name + "_gyroscope";
    Path yaml = sensor.resolve("sensor.yaml");
    Pose sensorFromBody = bodyFromSensor(ImportFiles.yaml(yaml), yaml).inverse();
    collector.builder().sensor(new Sensor(accelerometer, "", "accelerometer", List.of()));
    collector.builder().sensor(new Sensor(gyroscope, "", "gyroscope", List.of()));
    collector.builder().mount(RIG, accelerometer, sensorFromBody);
    collector.builder().mount(RIG, gyroscope, sensorFromBody);
    try (TextLines in = new TextLines(sensor.resolve("data.csv"), "an IMU's measurements")) {
      while (in.nextRow()) {
        long stamp = in.whole("the stamp", Long.MIN_VALUE, Long.MAX_VALUE);
        double[] v = in.numbers(6, "a measurement");
        collector.builder().gyroscope(stamp, gyroscope, new Vector3(v[0], v[1], v[2]));
        collector.builder().accelerometer(stamp, accelerometer, new Vector3(v[3], v[4], v[5]));
      }
    }
  }

  private static void poses(Path truth, Interpolation interpolation) {
    Path yaml = truth.resolve("sensor.yaml");
    JsonNode node = Files.isRegularFile(yaml) ? ImportFiles.yaml(yaml) : null;
    Pose sensorFromBody =
        node != null && node.has("T_BS") ? bodyFromSensor(node, yaml).inverse() : Pose.IDENTITY;
    try (TextLines in = new TextLines(truth.resolve("data.csv"), "the ground truth")) {
      while (in.nextRow()) {
        long stamp = in.whole("the stamp", Long.MIN_VALUE, Long.MAX_VALUE);
        double[] v = in.numbers(7, "the pose");
        try {
          Pose mapFromSensor =
              new Pose(new Quaternion(v[3], v[4], v[5], v[6]), new Vector3(v[0], v[1], v[2]));
          interpolation.mapFromDevice().put(stamp, mapFromSensor.times(sensorFromBody));
        } catch (IllegalArgumentException e) {
          throw in.fault(e);
        }
      }
    }
  }
}
