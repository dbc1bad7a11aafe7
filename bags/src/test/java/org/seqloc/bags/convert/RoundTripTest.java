package org.seqloc.bags.convert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.seqloc.bags.Bag;
import org.seqloc.bags.Connection;
import org.seqloc.bags.Ros;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.SharedData;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.image.Image;
import org.seqloc.core.image.ImageDecoder;
import org.seqloc.core.image.ImageEncoder;
import org.seqloc.core.image.ImageFormat;
import org.seqloc.core.image.Raster;
import org.seqloc.core.kapture.CameraRecord;
import org.seqloc.core.kapture.ImageTransfer;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KaptureImages;
import org.seqloc.core.kapture.KaptureReader;
import org.seqloc.core.kapture.KaptureSubset;
import org.seqloc.core.kapture.KaptureWriter;
import org.seqloc.core.kapture.RecordKind;
import org.seqloc.core.kapture.RecordTable;
import org.seqloc.core.kapture.Sensor;
import org.seqloc.core.kapture.exchange.ImportedDataset;
import org.seqloc.core.kapture.exchange.KittiOdometryImporter;

/** A kapture comes back from a bag as it went in, and ROS reads the bag. */
class RoundTripTest {

  private static final CameraModel MODEL = CameraModel.PINHOLE;

  @TempDir private Path folder;
  private Path recording;

  @BeforeEach
  void name() {
    recording = folder.resolve("drive.bag");
  }

  @ParameterizedTest
  @CsvSource({"bag,none", "bag,bz2", "bag,lz4", "mcap,none", "mcap,lz4", "mcap,zstd"})
  void kittiComesBackWhole(String ending, String compression) throws IOException {
    recording = folder.resolve("drive." + ending);
    ImportedDataset kitti = KittiOdometryImporter.read(SharedData.require("data/kitti_seq1"));
    Kapture few = new KaptureSubset(0, 4, 1, 0).of(kitti.kapture());
    new ImportedDataset(few, kitti.images(), List.of())
        .write(source(), false, ImageTransfer.COPY, Progress.NONE);
    toBag(false, compression);
    assertSame(few, fromBag(), true);
  }

  @Test
  void decodedImagesComeBackToThePixel() throws IOException {
    Kapture kapture = write(rigOfTwo(), "png");
    toBag(true, "none");
    assertSame(kapture, fromBag(), false);
  }

  @Test
  void jpegPassesThrough() throws IOException {
    Kapture kapture = write(rigOfTwo(), "jpg");
    toBag(false, "none");
    assertSame(kapture, fromBag(), true);
  }

  @Test
  void aLoneCameraStaysAlone() throws IOException {
    Kapture.Builder kapture = Kapture.builder();
    kapture.sensor(Sensor.ofCamera("front", "", new Camera(MODEL, 32, 24, 30, 31, 16, 12)));
    Kapture written = write(kapture, "png");
    toBag(false, "none");
    Kapture back = fromBag();
    assertTrue(back.rigs().isEmpty());
    assertSame(written, back, true);
  }

  /** Each topic has images of one kind, so that a reader finds all in one place. */
  @Test
  void aFileOfAnotherTypeHasItsWholeCameraDecoded() throws IOException {
    Kapture kapture = write(rigOfTwo(), "png");
    CameraRecord first = kapture.cameraRecords().get(0);
    Path file = KaptureImages.of(source()).file(first);
    Image image = ImageDecoder.decode(file);
    byte[] header = "P5 32 24 255\n".getBytes(StandardCharsets.US_ASCII);
    byte[] pgm = Arrays.copyOf(header, header.length + 32 * 24);
    System.arraycopy(image.toGrey().pixels(), 0, pgm, header.length, 32 * 24);
    Files.write(file, pgm);
    toBag(false, "none");
    try (Bag bag = Bag.open(recording)) {
      assertEquals(
          List.of("/left/image_raw", "/right/image_raw/compressed"),
          bag.connections().stream()
              .map(Connection::topic)
              .filter(topic -> topic.contains("image"))
              .sorted()
              .toList());
    }
    assertSame(kapture, fromBag(), false);
  }

  /** Infrared and machine vision have more than 8 bits. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void imagesOf16BitsStaySo(int channels) throws IOException {
    byte[] samples = new byte[32 * 24 * channels * 2];
    new SplittableRandom(8).nextBytes(samples);
    Raster image = new Raster(32, 24, channels, 16, samples);
    Kapture.Builder builder = Kapture.builder();
    builder.sensor(Sensor.ofCamera("a", "", new Camera(MODEL, 32, 24, 30, 30, 16, 12)));
    try (KaptureWriter writer = KaptureWriter.create(source(), false)) {
      writer.image("a.png", ImageFormat.png().encode(image));
      builder.record(new CameraRecord(5, "a", "a.png"));
      writer.finish(builder.build());
    }
    toBag(true, "none");
    CameraRecord record = fromBag().cameraRecords().get(0);
    Raster back =
        ImageDecoder.decodeRaster(
            Files.readAllBytes(KaptureImages.of(back()).file(record)), record.imagePath());
    assertEquals(16, back.bitDepth());
    assertArrayEquals(samples, back.samples());
  }

  /** Both parts of an inertial unit in one message where they are of one moment. */
  @Test
  void inertialAndSatelliteMeasurementsComeBack() throws IOException {
    Kapture.Builder builder = rigOfTwo();
    builder.sensor(new Sensor("imu_accelerometer", "/imu", "accelerometer", List.of()));
    builder.sensor(new Sensor("imu_gyroscope", "/imu", "gyroscope", List.of()));
    builder.sensor(new Sensor("gps_fix", "/gps/fix", "gnss", List.of("EPSG:4326")));
    builder.sensor(new Sensor("metres", "", "gnss", List.of("EPSG:2154")));
    builder.sensor(new Sensor("mag", "", "magnetic", List.of()));
    Pose imuFromRig = random(new SplittableRandom(6));
    builder.mount("rig", "imu_accelerometer", imuFromRig);
    builder.mount("rig", "imu_gyroscope", imuFromRig);
    for (int i = 0; i < 10; i++) {
      long stamp = 1_600_000_000_100_000_000L + i * 5_000_000L;
      builder.accelerometer(stamp, "imu_accelerometer", new Vector3(i, 0.1, 9.81));
      builder.gyroscope(stamp + i % 2, "imu_gyroscope", new Vector3(0, -i, 1e-9));
      builder.gnss(stamp, "gps_fix", 2.25, 48.5 + i, Double.NaN, 0, 0);
      builder.gnss(stamp, "metres", 1, 2, 3, 0, 0);
      builder.record(RecordKind.MAGNETIC, stamp, "mag", List.of("1", "2", "3"));
    }
    Kapture before = write(builder, "png");
    KaptureToBag.Summary summary = toBag(false, "none");
    assertEquals(1, summary.remarks().size());
    assertTrue(summary.remarks().get(0).endsWith(": 10 gnss, 10 magnetic"), summary::toString);
    try (Bag bag = Bag.open(recording)) {
      assertEquals(15, bag.messageCount("/imu"));
      assertEquals(10, bag.messageCount("/gps_fix"));
    }
    Kapture after = fromBag();
    assertNear(imuFromRig, after.rigs().get("rig").get("imu_accelerometer"));
    assertNear(imuFromRig, after.rigs().get("rig").get("imu_gyroscope"));
    for (RecordKind kind : List.of(RecordKind.ACCELEROMETER, RecordKind.GYROSCOPE)) {
      assertEquals(rows(before, kind, ""), rows(after, kind, ""));
    }
    assertEquals(rows(before, RecordKind.GNSS, "gps_fix"), rows(after, RecordKind.GNSS, ""));
  }

  private static List<String> rows(Kapture kapture, RecordKind kind, String sensor) {
    RecordTable table = kapture.records(kind);
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < table.size(); i++) {
      if (table.device(i).startsWith(sensor)) {
        StringBuilder row = new StringBuilder(table.stampNanos(i) + " " + table.device(i));
        for (int column = 0; column < kind.columnNames().size(); column++) {
          row.append(' ').append(table.number(i, column));
        }
        rows.add(row.toString());
      }
    }
    return rows;
  }

  @Test
  void rosReadsTheBag() throws IOException {
    write(rigOfTwo(), "png");
    toBag(false, "lz4");
    List<String> info = Ros.rosbag("info", recording);
    for (String line :
        List.of(
            "/left/image_raw/compressed +3 msgs +: sensor_msgs/CompressedImage",
            "/right/camera_info +3 msgs +: sensor_msgs/CameraInfo *",
            "/tf_static +1 msg +: tf2_msgs/TFMessage",
            "topics: +/ground_truth/pose +3 msgs +: geometry_msgs/PoseStamped *")) {
      assertTrue(info.stream().anyMatch(l -> l.strip().matches(line)), () -> line + "\n" + info);
    }
    // 3 exposures of two cameras with an info each, 3 poses, the mounting.
    assertEquals(16, Ros.script("dump_bag.py", recording).size());
    Ros.rosbag("check", recording);
  }

  /** Poses of one camera of the rig tell where the rig was. */
  @Test
  void posesOfACameraAreThoseOfItsRig() throws IOException {
    Kapture.Builder builder = Kapture.builder();
    builder.sensor(Sensor.ofCamera("a", "", new Camera(MODEL, 32, 24, 30, 30, 16, 12)));
    builder.sensor(Sensor.ofCamera("b", "", new Camera(MODEL, 32, 24, 30, 30, 16, 12)));
    Pose aFromRig = random(new SplittableRandom(3));
    builder.mount("car", "a", aFromRig);
    builder.mount("car", "b", random(new SplittableRandom(4)));
    Pose mapFromRig = random(new SplittableRandom(5));
    long stamp = 5_000_000_001L;
    builder.mapFromDevice(stamp, "a", mapFromRig.times(aFromRig.inverse()));
    try (KaptureWriter writer = KaptureWriter.create(source(), false)) {
      for (String camera : List.of("a", "b")) {
        writer.image(camera + ".png", ImageEncoder.png(image(9)));
        builder.record(new CameraRecord(stamp, camera, camera + ".png"));
      }
      writer.finish(builder.build());
    }
    toBag(false, "none");
    Kapture back = fromBag();
    assertNear(mapFromRig, back.mapFromDevice(stamp, "rig").orElseThrow());
  }

  @Test
  void refusesWhatIsNoTimeOfRos() throws IOException {
    Kapture.Builder builder = Kapture.builder();
    builder.sensor(Sensor.ofCamera("a", "", new Camera(MODEL, 32, 24, 30, 30, 16, 12)));
    try (KaptureWriter writer = KaptureWriter.create(source(), false)) {
      writer.image("a.png", ImageEncoder.png(image(9)));
      builder.record(new CameraRecord(-1, "a", "a.png"));
      writer.finish(builder.build());
    }
    SeqlocException e = assertThrows(SeqlocException.class, () -> toBag(false, "none"));
    assertTrue(e.getMessage().startsWith("timestamp -1 "), e.getMessage());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(source()), files.toList());
    }
  }

  private static Kapture.Builder rigOfTwo() {
    Kapture.Builder kapture = Kapture.builder();
    SplittableRandom random = new SplittableRandom(1);
    kapture.sensor(
        Sensor.ofCamera(
            "left",
            "",
            new Camera(CameraModel.OPENCV, 32, 24, 30.1, 31, 16, 12, .1, .2, .01, .02)));
    kapture.sensor(
        Sensor.ofCamera(
            "right",
            "",
            new Camera(CameraModel.OPENCV_FISHEYE, 32, 24, 30.1, 31, 16, 12, .1, .2, .01, .02)));
    kapture.mount("rig", "left", random(random));
    kapture.mount("rig", "right", random(random));
    return kapture;
  }

  /** Three exposures of all cameras with poses of the device. */
  private Kapture write(Kapture.Builder kapture, String extension) {
    Kapture sensors = kapture.build();
    List<String> cameras =
        sensors.sensors().values().stream().filter(Sensor::isCamera).map(Sensor::id).toList();
    SplittableRandom random = new SplittableRandom(2);
    try (KaptureWriter writer = KaptureWriter.create(source(), false)) {
      for (int i = 0; i < 3; i++) {
        long stamp = 1_600_000_000_123_456_789L + i * 33_333_333L;
        for (String camera : cameras) {
          Image image = image(random.nextInt());
          String path = camera + "/" + i + "." + extension;
          writer.image(
              path,
              extension.equals("png") ? ImageEncoder.png(image) : ImageEncoder.jpeg(image, 90));
          kapture.record(new CameraRecord(stamp, camera, path));
        }
        String device = sensors.deviceOf(cameras.get(0));
        kapture.mapFromDevice(stamp, device, random(random));
      }
      Kapture whole = kapture.build();
      writer.finish(whole);
      return whole;
    }
  }

  private KaptureToBag.Summary toBag(boolean raw, String compression) {
    return new KaptureToBag(
            KaptureReader.read(source()),
            KaptureImages.of(source()),
            new KaptureToBag.Options(Optional.empty(), raw, "base_link", Optional.of(compression)))
        .write(recording, Progress.NONE);
  }

  private Kapture fromBag() {
    try (Bag bag = Bag.open(recording)) {
      new BagToKapture(bag, FromBagOptions.DEFAULT).write(back(), false, Progress.NONE);
    }
    return KaptureReader.read(back());
  }

  private void assertSame(Kapture expected, Kapture actual, boolean sameFiles) throws IOException {
    assertEquals(expected.sensors().keySet(), actual.sensors().keySet());
    expected
        .sensors()
        .forEach((id, s) -> assertEquals(s.camera(), actual.sensors().get(id).camera()));
    assertEquals(expected.rigs().keySet(), actual.rigs().keySet());
    expected
        .rigs()
        .forEach(
            (rig, members) ->
                members.forEach(
                    (member, pose) -> assertNear(pose, actual.rigs().get(rig).get(member))));
    assertEquals(expected.trajectories().keySet(), actual.trajectories().keySet());
    for (long stamp : expected.trajectories().keySet()) {
      for (String device : expected.trajectories().get(stamp).keySet()) {
        assertNear(
            expected.mapFromDevice(stamp, device).orElseThrow(),
            actual.mapFromDevice(stamp, device).orElseThrow());
      }
    }
    assertEquals(expected.cameraRecords().size(), actual.cameraRecords().size());
    for (int i = 0; i < expected.cameraRecords().size(); i++) {
      CameraRecord before = expected.cameraRecords().get(i);
      CameraRecord after = actual.cameraRecords().get(i);
      assertEquals(before.stampNanos(), after.stampNanos());
      assertEquals(before.camera(), after.camera());
      Path fileBefore = KaptureImages.of(source()).file(before);
      Path fileAfter = KaptureImages.of(back()).file(after);
      if (sameFiles) {
        assertEquals(-1, Files.mismatch(fileBefore, fileAfter), before.imagePath());
      } else {
        assertArrayEquals(
            ImageDecoder.decode(fileBefore).pixels(), ImageDecoder.decode(fileAfter).pixels());
      }
    }
  }

  private static void assertNear(Pose a, Pose b) {
    assertEquals(0, a.translation().minus(b.translation()).norm(), 1e-9);
    assertEquals(0, a.rotation().angleTo(b.rotation()), 1e-7); // acos near 1
    Quaternion q = a.rotation().inverse().times(b.rotation());
    assertEquals(0, new Vector3(q.x(), q.y(), q.z()).norm(), 1e-9);
  }

  private static Pose random(SplittableRandom random) {
    return new Pose(
        Quaternion.exp(
            new Vector3(random.nextDouble(2), random.nextDouble(2), random.nextDouble(2))),
        new Vector3(random.nextDouble(100), random.nextDouble(100), random.nextDouble(100)));
  }

  private static Image image(int seed) {
    byte[] pixels = new byte[32 * 24];
    new SplittableRandom(seed).nextBytes(pixels);
    return new Image(32, 24, 1, pixels);
  }

  private Path source() {
    return folder.resolve("k");
  }

  private Path back() {
    return folder.resolve("back");
  }
}
