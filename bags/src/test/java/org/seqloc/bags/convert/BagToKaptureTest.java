package org.seqloc.bags.convert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.seqloc.bags.convert.HandMadeBag.CAMERA;
import static org.seqloc.bags.convert.HandMadeBag.IMAGE;
import static org.seqloc.bags.convert.HandMadeBag.START;
import static org.seqloc.bags.convert.HandMadeBag.pose;
import static org.seqloc.bags.convert.HandMadeBag.write;

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
import org.junit.jupiter.api.BeforeEach;
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
import org.seqloc.core.geometry.Rig;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.image.DepthMap;
import org.seqloc.core.image.Image;
import org.seqloc.core.image.ImageDecoder;
import org.seqloc.core.image.ImageEncoder;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KaptureImages;
import org.seqloc.core.kapture.RecordKind;
import org.seqloc.core.kapture.RecordTable;
import org.seqloc.core.kapture.Sensor;
import sensor_msgs.CameraInfo;
import sensor_msgs.CompressedImage;
import sensor_msgs.Imu;

class BagToKaptureTest {

  private static final Rig RIG =
      new Rig(
          List.of(
              new Rig.RigCamera("left", CAMERA, pose()),
              new Rig.RigCamera("right", CAMERA, pose())));

  @TempDir private Path folder;

  private HandMadeBag drive;

  @BeforeEach
  void begin() {
    drive = new HandMadeBag(folder);
  }

  /** Turned axes change what world and rig are called, not what a camera sees. */
  @Test
  void turnedAxesLeaveTheCamerasWhereTheyWere() {
    Pose mapFromBase = pose();
    try (RosbagWriter bag = new RosbagWriter(drive.path())) {
      RigBagWriter out = new RigBagWriter(bag, RIG, List.of("left", "right"), "base_link");
      out.writeMounting(START);
      out.writeTruth(START, START, mapFromBase);
      out.writeImage(0, START, START, IMAGE);
      out.writeImage(1, START, START, IMAGE);
    }
    Kapture kapture = drive.convert(Optional.empty(), List.of(), true);
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
    try (RosbagWriter bag = new RosbagWriter(drive.path())) {
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
    Kapture kapture = drive.convert(Optional.of(calibration.build()), List.of(), false);
    assertEquals(Set.of("left", "right"), kapture.sensors().keySet());
    assertEquals(Set.of("car", "stereo"), kapture.rigs().keySet());
    assertEquals(rightFromStereo, kapture.rigs().get("stereo").get("right"));
    assertEquals("car", kapture.exposures().get(0).device());
    SeqlocException e =
        assertThrows(
            SeqlocException.class,
            () -> {
              Kapture other = Kapture.builder().sensor(Sensor.ofCamera("a", "", CAMERA)).build();
              drive.convert(Optional.of(other), List.of(), false);
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
    try (RosbagWriter bag = new RosbagWriter(drive.path())) {
      write(bag, "/left/image_raw/compressed", message);
      write(bag, "/left/camera_info", CameraInfos.toMessage(message.getHeader(), CAMERA));
    }
    Kapture kapture = drive.convert(Optional.empty(), List.of(), false);
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
    try (RosbagWriter bag = new RosbagWriter(drive.path())) {
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
        drive.convert(Optional.empty(), List.of("left"), false).sensors().get("left").camera());
    assertEquals(
        Set.of("right"),
        drive.convert(Optional.empty(), List.of("right"), false).sensors().keySet());
  }

  /** By the definition of its message a camera_info with a K of zeros is of no calibration. */
  @Test
  void aCameraThatSaysSoIsNotCalibrated() {
    sensor_msgs.Image image = ImageMessages.toRaw(PoseMessages.header(START, "left"), IMAGE);
    try (RosbagWriter bag = new RosbagWriter(drive.path())) {
      write(bag, "/left/image_raw", image);
      write(bag, "/left/camera_info", CameraInfos.toMessage(image.getHeader(), CAMERA));
      write(bag, "/spare/image_raw", image);
      CameraInfo zeros = new CameraInfo();
      zeros.setWidth(8);
      zeros.setHeight(6);
      write(bag, "/spare/camera_info", zeros);
    }
    Kapture kapture = drive.convert(Optional.empty(), List.of(), false);
    assertEquals(Optional.of(CAMERA), kapture.sensors().get("left").camera());
    assertEquals(List.of("UNKNOWN_CAMERA", "8", "6"), kapture.sensors().get("spare").parameters());
    ConversionReport.Row info = drive.summary().report().rows().get("/spare/camera_info");
    assertEquals("", info.became());
    assertEquals(Map.of("of a camera that is not calibrated: K is zero", 1L), info.left());
  }

  /** Video, and whatever else no image is made of, is one topic less. */
  @Test
  void aTopicOfWhichNothingDecodesIsLeftOutBesideOthers() {
    sensor_msgs.Image image = ImageMessages.toRaw(PoseMessages.header(START, "left"), IMAGE);
    CompressedImage video = ImageMessages.toCompressed(image.getHeader(), "h264", new byte[99]);
    try (RosbagWriter bag = new RosbagWriter(drive.path())) {
      write(bag, "/left/image_raw", image);
      write(bag, "/left/camera_info", CameraInfos.toMessage(image.getHeader(), CAMERA));
      write(bag, "/video/image_raw/compressed", video);
      write(bag, "/video/image_raw/compressed", video);
    }
    Kapture kapture = drive.convert(Optional.empty(), List.of(), false);
    assertEquals(Set.of("left"), kapture.sensors().keySet());
    ConversionReport.Row row = drive.summary().report().rows().get("/video/image_raw/compressed");
    assertEquals(Map.of("none of the first images decodes", 2L), row.left());
    assertTrue(row.example("none of the first images decodes").isPresent());
    // Asked for, it is an error.
    FromBagOptions asked =
        ConversionOptions.of(List.of("left", "video"), Optional.empty(), Optional.empty(), false);
    assertThrows(SeqlocException.class, () -> drive.convert(asked));
  }

  /** Of a calibration by hand each topic's sensor is the one of its id. */
  @Test
  void otherSensorsOfACalibrationByHandAreTaken() {
    Imu imu = new Imu();
    imu.setHeader(PoseMessages.header(START, "imu_link"));
    imu.getLinearAcceleration().setZ(9.8);
    try (RosbagWriter bag = new RosbagWriter(drive.path())) {
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
    Kapture kapture = drive.convert(Optional.of(calibration.build()), List.of(), false);
    assertEquals(Set.of("left", "imu_accelerometer"), kapture.sensors().keySet());
    assertEquals(accelerometer, kapture.sensors().get("imu_accelerometer"));
    assertEquals(imuFromCar, kapture.rigs().get("car").get("imu_accelerometer"));
    assertEquals(1, kapture.records(RecordKind.ACCELEROMETER).size());
    assertEquals(
        Map.of("--rig has no such sensor of the id that the topic's name gives", 1L),
        drive.summary().report().rows().get("/other").left());
  }

  /** Images are written by all processors, but progress is told by one thread. */
  @Test
  void progressIsToldInOrder() {
    try (RosbagWriter bag = new RosbagWriter(drive.path())) {
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
    try (Bag bag = Bag.open(drive.path())) {
      new BagToKapture(bag, FromBagOptions.DEFAULT).write(folder.resolve("k"), false, progress);
    }
    assertEquals(Set.of(Thread.currentThread()), threads);
    assertArrayEquals(new long[] {50, 50}, told);
  }

  @Test
  void noVehicleHasThousandsOfCameras() {
    try (RosbagWriter bag = new RosbagWriter(drive.path())) {
      for (int i = 0; i < 1001; i++) {
        bag.connect("/c" + i + "/image_raw", sensor_msgs.Image.TYPE);
      }
    }
    SeqlocException e =
        assertThrows(SeqlocException.class, () -> drive.convert(FromBagOptions.DEFAULT));
    assertTrue(e.getMessage().contains(": 1001 topics of images"), e.getMessage());
  }

  /** A tracker that has not started sends quaternions of zeros. */
  @Test
  void posesThatAreNoneAreLeftOut() {
    try (RosbagWriter bag = new RosbagWriter(drive.path())) {
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
    Kapture kapture = drive.convert(Optional.empty(), List.of(), false);
    assertEquals(3, kapture.exposures().size());
    assertEquals(2, drive.summary().poses());
    assertEquals(Map.of("no pose", 1L), drive.summary().report().rows().get("/odom").left());
    assertEquals(2, drive.summary().report().rows().get("/odom").taken());
  }

  @Test
  void depthMapsAreOfASensorOfTheirOwn() throws IOException {
    sensor_msgs.Image depth = depth(2, 1, new byte[] {(byte) 0xDC, 5, 0, 0}); // 1500 mm, nothing
    Camera camera = new Camera(CameraModel.PINHOLE, 2, 1, 3, 3, 1, 0.5);
    try (RosbagWriter bag = new RosbagWriter(drive.path())) {
      write(bag, "/color/image_raw", ImageMessages.toRaw(depth.getHeader(), IMAGE));
      write(bag, "/color/camera_info", CameraInfos.toMessage(depth.getHeader(), CAMERA));
      write(bag, "/color/aligned_depth", depth(8, 6, new byte[96]));
      write(bag, "/depth/image_rect_raw", depth);
      write(bag, "/depth/camera_info", CameraInfos.toMessage(depth.getHeader(), camera));
    }
    assertEquals(
        Set.of("color", "color_depth", "depth"),
        drive.convert(Optional.empty(), List.of(), false).sensors().keySet());
    Kapture kapture = drive.convert(Optional.empty(), List.of("depth", "color"), false);
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
    try (RosbagWriter bag = new RosbagWriter(drive.path())) {
      RigBagWriter out =
          new RigBagWriter(bag, Rig.ofSingle("left", CAMERA), List.of("left"), "base_link");
      out.writeMounting(START);
      out.writeImage(0, START, START, IMAGE);
    }
    byte[] whole = Files.readAllBytes(drive.path());
    Files.write(drive.path(), Arrays.copyOf(whole, whole.length - 10));
    drive.convert(FromBagOptions.DEFAULT);
    List<String> warnings;
    try (Bag bag = Bag.open(drive.path())) {
      warnings = bag.warnings();
    }
    assertFalse(warnings.isEmpty());
    Path report = folder.resolve("k").resolve(BagToKapture.REPORT);
    assertTrue(Files.readAllLines(report).containsAll(warnings), warnings::toString);
  }
}
