package org.seqloc.bags.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import geometry_msgs.PoseStamped;
import geometry_msgs.TransformStamped;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nav_msgs.Odometry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.bags.Bag;
import org.seqloc.bags.RosbagWriter;
import org.seqloc.bags.image.CameraInfos;
import org.seqloc.bags.image.ImageMessages;
import org.seqloc.bags.pose.PoseMessages;
import org.seqloc.core.Progress;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.image.Image;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KaptureReader;
import org.seqloc.msgs.Message;
import sensor_msgs.Imu;
import sensor_msgs.LaserScan;
import tf2_msgs.TFMessage;

/** Which poses a vehicle has, and of what they are. A second of 10 images, poses in between. */
class PoseSourcesTest {

  private static final long START = 1_600_000_000_000_000_000L;
  private static final long MILLIS = 1_000_000L;
  private static final Camera CAMERA = new Camera(CameraModel.PINHOLE, 8, 6, 5, 5, 4, 3);
  private static final Image IMAGE = new Image(8, 6, 1, new byte[48]);
  private static final Pose BASE_FROM_LENS =
      new Pose(new Quaternion(0.5, -0.5, 0.5, -0.5), new Vector3(1, 0, 0.5));

  @TempDir private Path folder;
  private BagToKapture.Summary summary;

  /** A base's poses, x forward, are not those of an optical frame, z forward. */
  @Test
  void aLoneCameraThatNothingJoinsToTheBaseHasNoneOfItsPoses() {
    try (RosbagWriter bag = images()) {
      odometry(bag, "base_link", 0);
    }
    assertEquals(0, convert(FromBagOptions.DEFAULT).trajectories().size());
    assertEquals(
        Map.of("of a frame that no transform joins to the rig", 20L),
        summary.report().rows().get("/odom").left());
    String remark =
        summary.remarks().stream().filter(r -> r.contains("is of")).findFirst().orElseThrow();
    for (String help : List.of("base_link", "lens", "/tf_static", "--urdf", "--rig")) {
      assertTrue(remark.contains(help), remark);
    }
  }

  @Test
  void aLoneCameraHasThePosesOfItsOwnFrameAndOfNone() {
    for (String child : List.of("lens", "")) {
      try (RosbagWriter bag = images()) {
        odometry(bag, child, 0);
      }
      Kapture kapture = convert(FromBagOptions.DEFAULT);
      assertEquals(10, summary.poses());
      assertX(0.5, kapture.mapFromDevice(START + 500 * MILLIS, "cam"));
    }
  }

  @Test
  void aRigHasNoPosesOfAFrameThatNothingJoinsToIt() {
    try (RosbagWriter bag = images()) {
      write(bag, 0, "/tf_static", transform("base_link", "lens", 0, BASE_FROM_LENS));
      odometry(bag, "footprint", 0);
      for (int millis = 0; millis < 1000; millis += 50) {
        write(bag, millis, "/tf", transform("odom", "base_link", millis, at(2e-3 * millis)));
      }
    }
    // Transforms are the next best.
    assertX(1, convert(FromBagOptions.DEFAULT).mapFromDevice(START + 500 * MILLIS, VehicleRig.RIG));
  }

  /** Whatever its type: a detector sees its tag for a moment. */
  @Test
  void posesOfTheWholeDriveComeBeforeThoseOfAMoment() {
    try (RosbagWriter bag = images()) {
      write(bag, 0, "/tf_static", transform("base_link", "lens", 0, BASE_FROM_LENS));
      odometry(bag, "base_link", 0);
      for (int millis = 200; millis < 400; millis += 10) {
        poseStamped(bag, "/tag_detector/pose", millis, 77);
      }
    }
    assertX(
        0.5, convert(FromBagOptions.DEFAULT).mapFromDevice(START + 500 * MILLIS, VehicleRig.RIG));
  }

  @Test
  void ofPosesThatAllLastTheTrueOnesAreTaken() {
    try (RosbagWriter bag = images()) {
      write(bag, 0, "/tf_static", transform("base_link", "lens", 0, BASE_FROM_LENS));
      odometry(bag, "base_link", 0);
      for (int millis = 0; millis < 1000; millis += 100) {
        poseStamped(bag, "/slam/pose", millis, 77);
      }
    }
    assertX(
        77, convert(FromBagOptions.DEFAULT).mapFromDevice(START + 500 * MILLIS, VehicleRig.RIG));
  }

  /** A map that was told once joins the odometry at one moment. */
  @Test
  void aWorldThatIsJoinedForAMomentIsNone() {
    try (RosbagWriter bag = images()) {
      write(bag, 0, "/tf_static", transform("base_link", "lens", 0, BASE_FROM_LENS));
      write(bag, 0, "/tf", transform("map", "odom", 100, at(100)));
      for (int millis = 0; millis < 1000; millis += 50) {
        write(bag, millis, "/tf", transform("odom", "base_link", millis, at(1e-3 * millis)));
      }
    }
    Kapture kapture = convert(FromBagOptions.DEFAULT);
    assertX(0.5, kapture.mapFromDevice(START + 500 * MILLIS, VehicleRig.RIG));
    assertTrue(
        summary.remarks().stream().anyMatch(r -> r.contains("the poses are those in odom")),
        summary.remarks()::toString);
    assertTrue(
        summary.remarks().stream()
            .anyMatch(r -> r.contains("/tf joins map and base_link at 1 of 20 moments only")),
        summary.remarks()::toString);
  }

  /** The vehicle is its camera until something else is mounted on it. */
  @Test
  void otherSensorsAreMountedBesideACameraThatIsTheBase() {
    Imu imu = new Imu();
    imu.setHeader(PoseMessages.header(START, "imu_link"));
    imu.getLinearAcceleration().setZ(9.8);
    Imu loose = new Imu();
    loose.setHeader(PoseMessages.header(START, "nowhere"));
    loose.getLinearAcceleration().setZ(9.8);
    try (RosbagWriter bag = images()) {
      write(bag, 0, "/tf_static", transform("lens", "imu_link", 0, at(3)));
      write(bag, 0, "/imu", imu);
      write(bag, 0, "/other", loose);
      odometry(bag, "lens", 0);
    }
    Kapture kapture = convert(FromBagOptions.DEFAULT);
    Map<String, Pose> rig = kapture.rigs().get(VehicleRig.RIG);
    assertEquals(3, kapture.rigs().get(VehicleRig.RIG).size());
    assertEquals(Pose.IDENTITY, rig.get("cam"));
    assertEquals(-3, rig.get("imu_accelerometer").translation().x());
    assertEquals(10, summary.poses());
    assertTrue(
        summary.remarks().stream()
            .anyMatch(r -> r.contains("to the sensors [other_accelerometer, other_gyroscope]")),
        summary.remarks()::toString);
  }

  @Test
  void aVehicleWithoutCamerasHasARigAndPosesAtItsScans() {
    LaserScan scan = new LaserScan();
    scan.setHeader(PoseMessages.header(START + 325 * MILLIS, "laser"));
    scan.setAngleIncrement(0.1f);
    scan.setRangeMax(10);
    scan.setRanges(new float[] {1, 2});
    try (RosbagWriter bag = new RosbagWriter(folder.resolve("drive.bag"))) {
      write(bag, 0, "/tf_static", transform("base_link", "laser", 0, at(3)));
      odometry(bag, "base_link", 0);
      write(bag, 325, "/scan", scan);
    }
    Kapture kapture = convert(FromBagOptions.DEFAULT);
    assertEquals(-3, kapture.rigs().get(VehicleRig.RIG).get("scan").translation().x());
    assertEquals(1, kapture.trajectories().size());
    assertX(0.325, kapture.mapFromDevice(START + 325 * MILLIS, VehicleRig.RIG));
  }

  /** A camera of 10 images in the frame lens. */
  private RosbagWriter images() {
    RosbagWriter bag = new RosbagWriter(folder.resolve("drive.bag"));
    for (int millis = 0; millis < 1000; millis += 100) {
      sensor_msgs.Image image =
          ImageMessages.toRaw(PoseMessages.header(START + millis * MILLIS, "lens"), IMAGE);
      write(bag, millis, "/cam/image_raw", image);
      write(bag, millis, "/cam/camera_info", CameraInfos.toMessage(image.getHeader(), CAMERA));
    }
    return bag;
  }

  /** Drives 1 m/s. */
  private static void odometry(RosbagWriter bag, String child, double from) {
    for (int millis = 0; millis < 1000; millis += 50) {
      Odometry odometry = new Odometry();
      odometry.setHeader(PoseMessages.header(START + millis * MILLIS, "odom"));
      odometry.setChildFrameId(child);
      odometry.getPose().setPose(PoseMessages.toPose(at(from + 1e-3 * millis)));
      write(bag, millis, "/odom", odometry);
    }
  }

  private static void poseStamped(RosbagWriter bag, String topic, int millis, double x) {
    PoseStamped pose = new PoseStamped();
    pose.setHeader(PoseMessages.header(START + millis * MILLIS, "map"));
    pose.setPose(PoseMessages.toPose(at(x)));
    write(bag, millis, topic, pose);
  }

  private static Pose at(double x) {
    return new Pose(Quaternion.IDENTITY, new Vector3(x, 0, 0));
  }

  private static TFMessage transform(String parent, String child, int millis, Pose pose) {
    TransformStamped transform = new TransformStamped();
    transform.setHeader(PoseMessages.header(START + millis * MILLIS, parent));
    transform.setChildFrameId(child);
    transform.setTransform(PoseMessages.toTransform(pose));
    TFMessage message = new TFMessage();
    message.setTransforms(List.of(transform));
    return message;
  }

  private static void write(RosbagWriter bag, int millis, String topic, Message message) {
    bag.write(bag.connect(topic, message.type()), START + millis * MILLIS, message);
  }

  private Kapture convert(FromBagOptions options) {
    Path out = folder.resolve("k");
    try (Bag bag = Bag.open(folder.resolve("drive.bag"))) {
      summary = new BagToKapture(bag, options).write(out, true, Progress.NONE);
    }
    return KaptureReader.read(out);
  }

  private static void assertX(double expected, Optional<Pose> mapFromDevice) {
    assertEquals(expected, mapFromDevice.orElseThrow().translation().x(), 1e-6);
  }
}
