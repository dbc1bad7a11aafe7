package org.seqloc.bags.convert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import geometry_msgs.PoseStamped;
import geometry_msgs.TransformStamped;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import nav_msgs.Odometry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.bags.Bag;
import org.seqloc.bags.RosbagWriter;
import org.seqloc.bags.image.CameraInfos;
import org.seqloc.bags.image.ImageMessages;
import org.seqloc.bags.pose.PoseMessages;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Rig;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.image.DepthMap;
import org.seqloc.core.image.Image;
import org.seqloc.core.image.ImageDecoder;
import org.seqloc.core.image.ImageEncoder;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KaptureImages;
import org.seqloc.core.kapture.KaptureReader;
import org.seqloc.core.kapture.RecordKind;
import org.seqloc.core.kapture.RecordTable;
import org.seqloc.core.kapture.Sensor;
import org.seqloc.msgs.Message;
import sensor_msgs.CameraInfo;
import sensor_msgs.CompressedImage;
import sensor_msgs.Imu;
import tf2_msgs.TFMessage;

class BagToKaptureTest {

  private static final long START = 1_600_000_000_000_000_000L;
  private static final Camera CAMERA = new Camera(CameraModel.PINHOLE, 8, 6, 5, 5, 4, 3);
  private static final Image IMAGE = new Image(8, 6, 1, new byte[48]);
  private static final SplittableRandom RANDOM = new SplittableRandom(11);
  private static final Rig RIG =
      new Rig(
          List.of(
              new Rig.RigCamera("left", CAMERA, pose()),
              new Rig.RigCamera("right", CAMERA, pose())));

  @TempDir private Path folder;

  private BagToKapture.Summary summary;

  /** Turned axes change what world and rig are called, not what a camera sees. */
  @Test
  void turnedAxesLeaveTheCamerasWhereTheyWere() {
    Pose mapFromBase = pose();
    try (RosbagWriter bag = new RosbagWriter(bag())) {
      RigBagWriter out = new RigBagWriter(bag, RIG, List.of("left", "right"), "base_link");
      out.writeMounting(START);
      out.writeTruth(START, START, mapFromBase);
      out.writeImage(0, START, START, IMAGE);
      out.writeImage(1, START, START, IMAGE);
    }
    Kapture kapture = convert(Optional.empty(), List.of(), true);
    Rig rig = kapture.rigOf("rig");
    Pose rigFromWorld = kapture.mapFromDevice(START, "rig").orElseThrow().inverse();
    // REP-103's x forward, y left, z up as a camera's x right, y down, z forward.
    Vector3 map = new Vector3(7, -3, 2);
    Vector3 world = new Vector3(3, -2, 7);
    for (int i = 0; i < 2; i++) {
      Vector3 expected = RIG.camera(i).cameraFromBody().times(mapFromBase.inverse()).transform(map);
      Vector3 actual = rig.camera(i).cameraFromBody().times(rigFromWorld).transform(world);
      assertEquals(0, expected.minus(actual).norm(), 1e-9);
    }
  }

  /** The topics say which cameras; the others of the calibration, and their rigs, stay out. */
  @Test
  void aCalibrationByHandIsMatchedByName() {
    try (RosbagWriter bag = new RosbagWriter(bag())) {
      RigBagWriter out = new RigBagWriter(bag, RIG, List.of("left", "right"), "base_link");
      out.writeImage(0, START, START, IMAGE);
      out.writeImage(1, START, START, IMAGE);
    }
    Kapture.Builder calibration = Kapture.builder();
    for (String id : List.of("front", "left", "right")) {
      calibration.sensor(Sensor.ofCamera(id, "", CAMERA));
    }
    Pose rightFromStereo = pose();
    calibration.mount("car", "stereo", pose());
    calibration.mount("car", "bumper", pose());
    calibration.mount("stereo", "left", pose());
    calibration.mount("stereo", "right", rightFromStereo);
    calibration.mount("bumper", "front", pose());
    Kapture kapture = convert(Optional.of(calibration.build()), List.of(), false);
    assertEquals(Set.of("left", "right"), kapture.sensors().keySet());
    assertEquals(Set.of("car", "stereo"), kapture.rigs().keySet());
    assertEquals(rightFromStereo, kapture.rigs().get("stereo").get("right"));
    assertEquals("car", kapture.exposures().get(0).device());
    SeqlocException e =
        assertThrows(
            SeqlocException.class,
            () -> {
              Kapture other = Kapture.builder().sensor(Sensor.ofCamera("a", "", CAMERA)).build();
              convert(Optional.of(other), List.of(), false);
            });
    assertTrue(e.getMessage().contains("has the cameras [left, right], the calibration [a]"));
  }

  @Test
  void aMosaicThatWasCompressedAsGreyGetsItsColours() {
    byte[] mosaic = new byte[48];
    new SplittableRandom(5).nextBytes(mosaic);
    byte[] file = ImageEncoder.png(new Image(8, 6, 1, mosaic));
    CompressedImage message =
        ImageMessages.toCompressed(
            PoseMessages.header(START, "left"), "bayer_rggb8; png compressed bayer_rggb8", file);
    try (RosbagWriter bag = new RosbagWriter(bag())) {
      write(bag, "/left/image_raw/compressed", message);
      write(bag, "/left/camera_info", CameraInfos.toMessage(message.getHeader(), CAMERA));
    }
    Kapture kapture = convert(Optional.empty(), List.of(), false);
    Image written =
        ImageDecoder.decode(
            KaptureImages.of(folder.resolve("k")).file(kapture.cameraRecords().get(0)));
    Image expected = ImageMessages.decode("/left", message);
    assertEquals(3, written.channels());
    assertEquals(0, Arrays.compare(expected.pixels(), written.pixels()));
  }

  @Test
  void rectifiedImagesHaveACalibrationOfTheirOwn() {
    sensor_msgs.Image image = ImageMessages.toRaw(PoseMessages.header(START, "left"), IMAGE);
    try (RosbagWriter bag = new RosbagWriter(bag())) {
      write(bag, "/left/image_rect_color", image);
      CameraInfo info = CameraInfos.toMessage(image.getHeader(), CAMERA);
      info.setD(new double[] {0.1, 0.01, 0, 0, 0});
      info.setP(new double[] {7, 0, 3.5, 0, 0, 6, 2.5, 0, 0, 0, 1, 0});
      write(bag, "/left/camera_info", info);
      write(bag, "/right/image_mono", image);
      write(bag, "/right/image_rect", image);
      write(bag, "/right/camera_info", CameraInfos.toMessage(image.getHeader(), CAMERA));
    }
    // Theirs is the left part of P, of a camera without distortion.
    assertEquals(
        Optional.of(new Camera(CameraModel.PINHOLE, 8, 6, 7, 6, 3.5, 2.5)),
        convert(Optional.empty(), List.of("left"), false).sensors().get("left").camera());
    assertEquals(
        Set.of("right"), convert(Optional.empty(), List.of("right"), false).sensors().keySet());
  }

  /** By the definition of its message a camera_info with a K of zeros is of no calibration. */
  @Test
  void aCameraThatSaysSoIsNotCalibrated() {
    sensor_msgs.Image image = ImageMessages.toRaw(PoseMessages.header(START, "left"), IMAGE);
    try (RosbagWriter bag = new RosbagWriter(bag())) {
      write(bag, "/left/image_raw", image);
      write(bag, "/left/camera_info", CameraInfos.toMessage(image.getHeader(), CAMERA));
      write(bag, "/spare/image_raw", image);
      CameraInfo zeros = new CameraInfo();
      zeros.setWidth(8);
      zeros.setHeight(6);
      write(bag, "/spare/camera_info", zeros);
    }
    Kapture kapture = convert(Optional.empty(), List.of(), false);
    assertEquals(Optional.of(CAMERA), kapture.sensors().get("left").camera());
    assertEquals(List.of("UNKNOWN_CAMERA", "8", "6"), kapture.sensors().get("spare").parameters());
    ConversionReport.Row info = summary.report().rows().get("/spare/camera_info");
    assertEquals("", info.became());
    assertEquals(Map.of("of a camera that is not calibrated: K is zero", 1L), info.left());
  }

  /** Video, and whatever else no image is made of, is one topic less. */
  @Test
  void aTopicOfWhichNothingDecodesIsLeftOutBesideOthers() {
    sensor_msgs.Image image = ImageMessages.toRaw(PoseMessages.header(START, "left"), IMAGE);
    CompressedImage video = ImageMessages.toCompressed(image.getHeader(), "h264", new byte[99]);
    try (RosbagWriter bag = new RosbagWriter(bag())) {
      write(bag, "/left/image_raw", image);
      write(bag, "/left/camera_info", CameraInfos.toMessage(image.getHeader(), CAMERA));
      write(bag, "/video/image_raw/compressed", video);
      write(bag, "/video/image_raw/compressed", video);
    }
    Kapture kapture = convert(Optional.empty(), List.of(), false);
    assertEquals(Set.of("left"), kapture.sensors().keySet());
    ConversionReport.Row row = summary.report().rows().get("/video/image_raw/compressed");
    assertEquals(Map.of("none of the first images decodes", 2L), row.left());
    assertTrue(row.example("none of the first images decodes").isPresent());
    // Asked for, it is an error.
    FromBagOptions asked =
        ConversionOptions.of(List.of("left", "video"), Optional.empty(), Optional.empty(), false);
    assertThrows(SeqlocException.class, () -> convert(asked));
  }

  /** Of a calibration by hand each topic's sensor is the one of its id. */
  @Test
  void otherSensorsOfACalibrationByHandAreTaken() {
    Imu imu = new Imu();
    imu.setHeader(PoseMessages.header(START, "imu_link"));
    imu.getLinearAcceleration().setZ(9.8);
    try (RosbagWriter bag = new RosbagWriter(bag())) {
      new RigBagWriter(bag, Rig.ofSingle("left", CAMERA), List.of("left"), "base_link")
          .writeImage(0, START, START, IMAGE);
      write(bag, "/imu", imu);
      write(bag, "/other", imu);
    }
    Sensor accelerometer = new Sensor("imu_accelerometer", "by hand", "accelerometer", List.of());
    Pose imuFromCar = pose();
    Kapture.Builder calibration = Kapture.builder();
    calibration.sensor(Sensor.ofCamera("left", "", CAMERA)).sensor(accelerometer);
    calibration.mount("car", "left", pose()).mount("car", "imu_accelerometer", imuFromCar);
    Kapture kapture = convert(Optional.of(calibration.build()), List.of(), false);
    assertEquals(Set.of("left", "imu_accelerometer"), kapture.sensors().keySet());
    assertEquals(accelerometer, kapture.sensors().get("imu_accelerometer"));
    assertEquals(imuFromCar, kapture.rigs().get("car").get("imu_accelerometer"));
    assertEquals(1, kapture.records(RecordKind.ACCELEROMETER).size());
    assertEquals(
        Map.of("--rig has no such sensor of the id that the topic's name gives", 1L),
        summary.report().rows().get("/other").left());
  }

  /** Images are written by all processors, but progress is told by one thread. */
  @Test
  void progressIsToldInOrder() {
    try (RosbagWriter bag = new RosbagWriter(bag())) {
      RigBagWriter out =
          new RigBagWriter(bag, Rig.ofSingle("left", CAMERA), List.of("left"), "base_link");
      for (int i = 0; i < 50; i++) {
        out.writeImage(0, START + i, START + i, IMAGE);
      }
    }
    long[] told = new long[2];
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Progress progress =
        new Progress() {
          @Override
          public void begin(String label, long total) {
            told[0] += total;
          }

          @Override
          public void advance(long steps) {
            threads.add(Thread.currentThread());
            told[1] += steps;
          }

          @Override
          public void end() {}
        };
    try (Bag bag = Bag.open(bag())) {
      new BagToKapture(bag, FromBagOptions.DEFAULT).write(folder.resolve("k"), false, progress);
    }
    assertEquals(Set.of(Thread.currentThread()), threads);
    assertArrayEquals(new long[] {50, 50}, told);
  }

  @Test
  void noVehicleHasThousandsOfCameras() {
    try (RosbagWriter bag = new RosbagWriter(bag())) {
      for (int i = 0; i < 1001; i++) {
        bag.connect("/c" + i + "/image_raw", sensor_msgs.Image.TYPE);
      }
    }
    SeqlocException e = assertThrows(SeqlocException.class, () -> convert(FromBagOptions.DEFAULT));
    assertTrue(e.getMessage().contains(": 1001 topics of images"), e.getMessage());
  }

  /** A tracker that has not started sends quaternions of zeros. */
  @Test
  void posesThatAreNoneAreLeftOut() {
    try (RosbagWriter bag = new RosbagWriter(bag())) {
      RigBagWriter out =
          new RigBagWriter(bag, Rig.ofSingle("left", CAMERA), List.of("left"), "base_link");
      out.writeMounting(START);
      for (int i = 0; i < 3; i++) {
        long stamp = START + i * 100_000_000L;
        Odometry odometry = new Odometry();
        odometry.setHeader(PoseMessages.header(stamp, "odom"));
        odometry.setChildFrameId("base_link");
        if (i > 0) {
          odometry.getPose().setPose(PoseMessages.toPose(Pose.IDENTITY));
        }
        out.write("/odom", false, stamp, odometry);
        out.writeImage(0, stamp, stamp, IMAGE);
      }
    }
    Kapture kapture = convert(Optional.empty(), List.of(), false);
    assertEquals(3, kapture.exposures().size());
    assertEquals(2, summary.poses());
    assertEquals(Map.of("no pose", 1L), summary.report().rows().get("/odom").left());
    assertEquals(2, summary.report().rows().get("/odom").taken());
  }

  @Test
  void depthMapsAreOfASensorOfTheirOwn() throws IOException {
    sensor_msgs.Image depth = depth(2, 1, new byte[] {(byte) 0xDC, 5, 0, 0}); // 1500 mm, nothing
    Camera camera = new Camera(CameraModel.PINHOLE, 2, 1, 3, 3, 1, 0.5);
    try (RosbagWriter bag = new RosbagWriter(bag())) {
      write(bag, "/color/image_raw", ImageMessages.toRaw(depth.getHeader(), IMAGE));
      write(bag, "/color/camera_info", CameraInfos.toMessage(depth.getHeader(), CAMERA));
      write(bag, "/color/aligned_depth", depth(8, 6, new byte[96]));
      write(bag, "/depth/image_rect_raw", depth);
      write(bag, "/depth/camera_info", CameraInfos.toMessage(depth.getHeader(), camera));
    }
    assertEquals(
        Set.of("color", "color_depth", "depth"),
        convert(Optional.empty(), List.of(), false).sensors().keySet());
    Kapture kapture = convert(Optional.empty(), List.of("depth", "color"), false);
    assertEquals("depth", kapture.sensors().get("depth").type());
    assertEquals(Optional.of(camera), kapture.sensors().get("depth").calibration());
    assertEquals(1, kapture.cameraRecords().size());
    RecordTable maps = kapture.records(RecordKind.DEPTH);
    assertEquals(1, maps.size());
    assertEquals(START, maps.stampNanos(0));
    Path file = KaptureImages.of(folder.resolve("k")).file(RecordKind.DEPTH, maps.values(0));
    float[] metres = DepthMap.read(Files.readAllBytes(file), 2, 1, "depth").metres();
    assertArrayEquals(new float[] {1.5f, 0}, metres);
  }

  private static sensor_msgs.Image depth(int width, int height, byte[] data) {
    sensor_msgs.Image depth = new sensor_msgs.Image();
    depth.setHeader(PoseMessages.header(START, "depth"));
    depth.setWidth(width);
    depth.setHeight(height);
    depth.setStep(2 * width);
    depth.setEncoding("16UC1");
    depth.setData(Unpooled.wrappedBuffer(data));
    return depth;
  }

  @Test
  void theReportTellsWhatOfTheBagIsDamaged() throws IOException {
    try (RosbagWriter bag = new RosbagWriter(bag())) {
      RigBagWriter out =
          new RigBagWriter(bag, Rig.ofSingle("left", CAMERA), List.of("left"), "base_link");
      out.writeMounting(START);
      out.writeImage(0, START, START, IMAGE);
    }
    byte[] whole = Files.readAllBytes(bag());
    Files.write(bag(), Arrays.copyOf(whole, whole.length - 10));
    convert(FromBagOptions.DEFAULT);
    List<String> warnings;
    try (Bag bag = Bag.open(bag())) {
      warnings = bag.warnings();
    }
    assertFalse(warnings.isEmpty());
    Path report = folder.resolve("k").resolve(BagToKapture.REPORT);
    assertTrue(Files.readAllLines(report).containsAll(warnings), warnings::toString);
  }

  /** As static transforms were published before tf2. */
  @Test
  void transformsThatAreAlwaysTheSameAreMountings() {
    Pose baseFromCamera = pose();
    sensor_msgs.Image image = ImageMessages.toRaw(PoseMessages.header(START, "lens"), IMAGE);
    try (RosbagWriter bag = new RosbagWriter(bag())) {
      write(bag, "/left/image_raw", image);
      write(bag, "/left/camera_info", CameraInfos.toMessage(image.getHeader(), CAMERA));
      for (int i = 0; i < 2; i++) {
        write(bag, "/tf", transform("/base_link", "/lens", START + i, baseFromCamera));
        write(bag, "/tf", transform("map", "base_link", START + i, pose()));
      }
    }
    Kapture kapture = convert(Optional.empty(), List.of(), false);
    Pose expected = baseFromCamera.inverse();
    Pose actual = kapture.rigs().get("rig").get("left");
    assertEquals(0, expected.translation().minus(actual.translation()).norm(), 1e-12);
    assertEquals(0, expected.rotation().angleTo(actual.rotation()), 1e-7);
  }

  /** Where a vehicle is to go is not where it is; without topics of poses, transforms tell. */
  @Test
  void posesComeFromTransformsWhereNoTopicHasThem() {
    sensor_msgs.Image image = ImageMessages.toRaw(PoseMessages.header(START, "lens"), IMAGE);
    PoseStamped goal = new PoseStamped();
    goal.setHeader(PoseMessages.header(START, "map"));
    goal.setPose(PoseMessages.toPose(pose()));
    Pose odomFromBase = pose();
    try (RosbagWriter bag = new RosbagWriter(bag())) {
      write(bag, "/left/image_raw", image);
      write(bag, "/left/camera_info", CameraInfos.toMessage(image.getHeader(), CAMERA));
      write(bag, "/tf_static", transform("base_link", "lens", START, pose()));
      write(bag, "/move_base_simple/goal", goal);
      TFMessage broken = transform("base_link", "gripper", START, pose());
      broken.getTransforms().get(0).getTransform().getRotation().setW(0);
      broken.getTransforms().get(0).getTransform().getRotation().setX(0);
      broken.getTransforms().get(0).getTransform().getRotation().setY(0);
      broken.getTransforms().get(0).getTransform().getRotation().setZ(0);
      write(bag, "/tf", broken);
      for (int i = -1; i < 2; i++) {
        // What repeats the mounting sets no times.
        write(
            bag,
            "/tf",
            transform("footprint", "base_link", START + i * 10_000_000L + 7, Pose.IDENTITY));
        Pose moving = new Pose(odomFromBase.rotation(), new Vector3(i, 0, 0));
        write(bag, "/tf", transform("odom", "footprint", START + i * 10_000_000L, moving));
      }
    }
    Kapture kapture = convert(Optional.empty(), List.of(), false);
    assertEquals(Map.of("no transform", 1L), summary.report().rows().get("/tf").left());
    Pose worldFromRig = kapture.mapFromDevice(START, "rig").orElseThrow();
    assertEquals(0, worldFromRig.translation().norm(), 1e-12);
    assertEquals(0, worldFromRig.rotation().angleTo(odomFromBase.rotation()), 1e-7);
  }

  @Test
  void aDescriptionMountsWhatNoTransformDoes() throws IOException {
    sensor_msgs.Image image = ImageMessages.toRaw(PoseMessages.header(START, "lens"), IMAGE);
    String urdf =
        """
        <robot name="car">
          <joint name="mount" type="fixed">
            <parent link="base_link"/><child link="lens"/>
            <origin xyz="1 2 3"/>
          </joint>
        </robot>
        """;
    std_msgs.String description = new std_msgs.String();
    description.setData(urdf);
    for (boolean recorded : new boolean[] {true, false}) {
      try (RosbagWriter bag = new RosbagWriter(bag())) {
        write(bag, "/left/image_raw", image);
        write(bag, "/left/camera_info", CameraInfos.toMessage(image.getHeader(), CAMERA));
        if (recorded) {
          write(bag, "/robot_description", description);
        }
      }
      Path file = Files.writeString(folder.resolve("car.urdf"), urdf);
      Optional<Path> urdfFile = recorded ? Optional.empty() : Optional.of(file);
      Kapture kapture = convert(ConversionOptions.of(List.of(), Optional.empty(), urdfFile, false));
      assertEquals(new Vector3(-1, -2, -3), kapture.rigs().get("rig").get("left").translation());
    }
  }

  private static TFMessage transform(String parent, String child, long stamp, Pose pose) {
    TransformStamped transform = new TransformStamped();
    transform.setHeader(PoseMessages.header(stamp, parent));
    transform.setChildFrameId(child);
    transform.setTransform(PoseMessages.toTransform(pose));
    TFMessage message = new TFMessage();
    message.setTransforms(List.of(transform));
    return message;
  }

  private Kapture convert(Optional<Kapture> calibration, List<String> cameras, boolean axes) {
    return convert(ConversionOptions.of(cameras, calibration, Optional.empty(), axes));
  }

  private Kapture convert(FromBagOptions options) {
    Path out = folder.resolve("k");
    try (Bag bag = Bag.open(bag())) {
      summary = new BagToKapture(bag, options).write(out, true, Progress.NONE);
    }
    return KaptureReader.read(out);
  }

  private static void write(RosbagWriter bag, String topic, Message message) {
    bag.write(bag.connect(topic, message.type()), START, message);
  }

  private static Pose pose() {
    return new Pose(
        Quaternion.exp(
            new Vector3(RANDOM.nextDouble(2), RANDOM.nextDouble(2), RANDOM.nextDouble(2))),
        new Vector3(RANDOM.nextDouble(9), RANDOM.nextDouble(9), RANDOM.nextDouble(9)));
  }

  private Path bag() {
    return folder.resolve("drive.bag");
  }
}
