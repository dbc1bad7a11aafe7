package org.seqloc.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import geometry_msgs.PoseStamped;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seqloc.bags.RosbagWriter;
import org.seqloc.bags.image.CameraInfos;
import org.seqloc.bags.image.ImageMessages;
import org.seqloc.bags.pose.PoseMessages;
import org.seqloc.core.SharedData;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.image.Image;
import org.seqloc.core.image.ImageEncoder;
import org.seqloc.core.kapture.CameraRecord;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KaptureReader;
import org.seqloc.core.kapture.KaptureWriter;
import org.seqloc.core.kapture.Sensor;
import org.seqloc.msgs.Message;
import std_msgs.Header;

/** {@code kapture from-bag} and {@code bag from-kapture}: what they make, and what they refuse. */
class KaptureBagCommandTest {

  private static final long START = 1_600_000_000_000_000_000L;
  private static final Camera CAMERA = new Camera(CameraModel.PINHOLE, 8, 6, 5, 5, 4, 3);
  private static final Image IMAGE = new Image(8, 6, 1, new byte[48]);

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path bag;
  private Path k;

  @BeforeEach
  void name() {
    bag = folder.resolve("drive.bag");
    k = folder.resolve("k");
  }

  @Test
  void convertsTheT265AsKaptureDoes() throws IOException {
    Path data = SharedData.require("data/t265");
    Path source = data.resolve("trimmed_locoffice.bag");
    Path rig = data.resolve("rigs_only_kapture");
    assertEquals(
        0,
        run("kapture", "from-bag", source, "--out", k, "--rig", rig, "--kapture-axes"),
        this::all);
    assertTrue(out.toString().contains("6 images in 3 exposures, 3 poses"), this::all);
    assertTrue(err.toString().contains("/camera/fisheye1/image_raw is taken as camera cam001"));
    assertEquals(
        0,
        run(
            "evaluate",
            "--reference",
            data.resolve("ros_kapture"),
            "--estimate",
            k,
            "--out",
            folder.resolve("o")),
        this::all);
    assertTrue(out.toString().contains("maximum error        0.000 m, 0.000°"), this::all);
  }

  @Test
  void aKaptureGoesIntoABagAndBack() throws IOException {
    Path source = makeKapture();
    assertEquals(0, run("bag", "from-kapture", source, "--out", bag, "--compression", "lz4"));
    assertTrue(out.toString().contains("2 images in 2 exposures, 2 poses"), this::all);
    assertEquals(0, run("kapture", "from-bag", bag, "--out", k), this::all);
    assertEquals(KaptureReader.read(source).trajectories(), KaptureReader.read(k).trajectories());
    assertEquals(
        -1L,
        Files.mismatch(
            source.resolve("sensors/records_data/1.png"),
            k.resolve("sensors/records_data/cam/frame_000000002.png")));
  }

  @Test
  void aMissingBag() throws IOException {
    assertRefused(bag + ": ", "kapture", "from-bag", bag, "--out", k);
  }

  @Test
  void aTruncatedBag() throws IOException {
    record("/cam", true, List.of(ImageMessages.toRaw(header(START), IMAGE)));
    byte[] bytes = Files.readAllBytes(bag);
    for (int length : new int[] {0, 100}) {
      Files.write(bag, Arrays.copyOf(bytes, length));
      assertRefused(bag + ": ", "kapture", "from-bag", bag, "--out", k);
    }
    // In the index: all messages are there.
    Files.write(bag, Arrays.copyOf(bytes, bytes.length - 10));
    assertEquals(0, run("kapture", "from-bag", bag, "--out", k), this::all);
    assertTrue(err.toString().contains("seqloc: " + bag + ": "), this::all);
  }

  @Test
  void aBagWithoutCalibration() throws IOException {
    record("/cam", false, List.of(ImageMessages.toRaw(header(START), IMAGE)));
    assertRefused(
        bag
            + ": no calibration of /cam/image_raw on /cam/camera_info; record it, give one by"
            + " --rig KAPTURE, or go without by --uncalibrated",
        "kapture",
        "from-bag",
        bag,
        "--out",
        k);
    assertEquals(0, run("kapture", "from-bag", bag, "--out", k, "--uncalibrated"), this::all);
    assertEquals(
        List.of("UNKNOWN_CAMERA", "8", "6"),
        KaptureReader.read(k).sensors().get("cam").parameters());
  }

  @Test
  void aBagWithoutImages() throws IOException {
    try (RosbagWriter writer = new RosbagWriter(bag)) {
      write(writer, "/pose", poseAt(START));
    }
    assertRefused(
        bag + ": no topic of images or of other sensors; there are [/pose]",
        "kapture",
        "from-bag",
        bag,
        "--out",
        k);
  }

  @Test
  void anUnknownCameraOrTopicOfPosesListsThoseThereAre() throws IOException {
    record("/cam", true, List.of(ImageMessages.toRaw(header(START), IMAGE), poseAt(START)));
    assertRefused(
        bag + ": no camera '/rear/image_raw': there are [cam]",
        "kapture",
        "from-bag",
        bag,
        "--out",
        k,
        "--cameras",
        "/rear/image_raw");
    assertRefused(
        bag + ": no poses on /gps; topics of poses: [/pose]",
        "kapture",
        "from-bag",
        bag,
        "--out",
        k,
        "--poses",
        "/gps");
  }

  @Test
  void imagesThatDoNotDecodeAreNamedByTopicAndStamp() throws IOException {
    byte[] png = ImageEncoder.png(IMAGE);
    Message damaged = ImageMessages.toCompressed(header(START + 1), "png", Arrays.copyOf(png, 40));
    String told = bag + ": /cam/image_raw/compressed: image of 1600000000.000000001: ";
    record("/cam", true, List.of(damaged));
    assertRefused(told, "kapture", "from-bag", bag, "--out", k);
    record("/cam", true, List.of(ImageMessages.toCompressed(header(START), "png", png), damaged));
    assertEquals(0, run("kapture", "from-bag", bag, "--out", k), this::all);
    assertTrue(out.toString().contains("1 images in 1 exposures"), this::all);
    assertTrue(err.toString().contains("1 left out: damaged (" + told), this::all);
  }

  @Test
  void imagesOfAnotherSizeThanTheCalibration() throws IOException {
    record("/cam", true, List.of(ImageMessages.toRaw(header(START), small())));
    assertRefused(
        bag + ": /cam/image_raw: images of 4 x 3, but a calibration for 8 x 6; ",
        "kapture",
        "from-bag",
        bag,
        "--out",
        k);
  }

  @Test
  void imagesWithoutStamp() throws IOException {
    record("/cam", true, List.of(ImageMessages.toRaw(header(0), IMAGE)));
    assertRefused(
        bag + ": /cam/image_raw: no image can be taken: without stamp (--stamps receipt takes",
        "kapture",
        "from-bag",
        bag,
        "--out",
        k);
    assertEquals(0, run("kapture", "from-bag", bag, "--out", k, "--stamps", "receipt"), this::all);
    assertEquals(START, KaptureReader.read(k).cameraRecords().get(0).stampNanos());
  }

  @Test
  void aRigWithoutSensors() throws IOException {
    record("/cam", true, List.of(ImageMessages.toRaw(header(START), IMAGE)));
    Path rig = Files.createDirectory(folder.resolve("rig"));
    assertRefused(
        rig + " is not a kapture directory: ",
        "kapture",
        "from-bag",
        bag,
        "--out",
        k,
        "--rig",
        rig);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/..", "/a/../..", "/\\..\\..", "/a,b", "/\n", "/#"})
  void topicsDoNotLeadOutside(String namespace) throws IOException {
    record(namespace, true, List.of(ImageMessages.toRaw(header(START), IMAGE)));
    assertRefused(bag + ": the ", "kapture", "from-bag", bag, "--out", k);
  }

  @Test
  void aNamespaceOfDotsStaysInside() throws IOException {
    record("/../../etc", true, List.of(ImageMessages.toRaw(header(START), IMAGE)));
    assertEquals(0, run("kapture", "from-bag", bag, "--out", k), this::all);
    assertTrue(Files.exists(k.resolve("sensors/records_data/etc/frame_000000001.png")));
    assertEquals(
        List.of(bag, k),
        files().stream().filter(f -> f.getNameCount() == k.getNameCount()).toList());
  }

  @Test
  void aRepeatedStampIsToldAndLeftOut() throws IOException {
    record(
        "/cam",
        true,
        List.of(
            ImageMessages.toRaw(header(START), IMAGE), ImageMessages.toRaw(header(START), IMAGE)));
    assertEquals(0, run("kapture", "from-bag", bag, "--out", k), this::all);
    assertTrue(out.toString().contains("1 images in 1 exposures, 0 poses"), this::all);
    assertTrue(err.toString().contains("1 left out: the stamp of another image"), this::all);
  }

  @Test
  void neverWritesOverWhatIsThere() throws IOException {
    Path source = makeKapture();
    assertEquals(0, run("bag", "from-kapture", source, "--out", bag));
    byte[] before = Files.readAllBytes(bag);
    assertRefused(bag + " exists: ", "bag", "from-kapture", source, "--out", bag);
    assertEquals(0, Arrays.compare(before, Files.readAllBytes(bag)));
    assertRefused(source + " exists ", "kapture", "from-bag", bag, "--out", source);
    assertEquals(2, KaptureReader.read(source).cameraRecords().size());
  }

  @Test
  void theSameConversionTwiceIsDoneOnce() throws IOException {
    record("/cam", true, List.of(ImageMessages.toRaw(header(START), IMAGE)));
    assertEquals(0, run("kapture", "from-bag", bag), this::all);
    Path beside = folder.resolve("drive_kapture");
    String report = Files.readString(beside.resolve("from-bag.txt"));
    assertTrue(report.contains("/cam/image_raw    1 of 1 -> images of camera cam"), report);
    assertEquals(0, run("kapture", "from-bag", bag), this::all);
    assertTrue(out.toString().contains(beside + ": made like this before"), this::all);
    assertRefused(beside + " exists ", "kapture", "from-bag", bag, "--stamps", "receipt");
    assertEquals(0, run("kapture", "from-bag", bag, "--replace"), this::all);
    assertEquals(report, Files.readString(beside.resolve("from-bag.txt")));
  }

  @Test
  void aKaptureThatIsNone() throws IOException {
    assertRefused(folder + " is not a kapture ", "bag", "from-kapture", folder, "--out", bag);
    Path source = makeKapture();
    assertRefused(
        "--compression zip: ", "bag", "from-kapture", source, "--out", bag, "--compression", "zip");
    Files.write(source.resolve("sensors/records_data/1.png"), new byte[] {1, 2, 3});
    assertRefused(
        source + "/sensors/records_data/1.png: ", "bag", "from-kapture", source, "--out", bag);
    Files.delete(source.resolve("sensors/records_data/1.png"));
    assertRefused(
        "image " + source + "/sensors/records_data/1.png ",
        "bag",
        "from-kapture",
        source,
        "--out",
        bag);
  }

  /** One line that begins so, exit code 2, and no file more than before. */
  private void assertRefused(String begins, Object... args) throws IOException {
    List<Path> before = files();
    err.getBuffer().setLength(0);
    assertEquals(2, run(args), this::all);
    List<String> lines =
        err.toString().lines().filter(line -> !line.startsWith("writing ")).toList();
    assertTrue(lines.get(lines.size() - 1).startsWith("seqloc: " + begins), this::all);
    assertEquals(1, lines.stream().filter(l -> l.startsWith("seqloc: ")).count(), this::all);
    assertTrue(lines.stream().noneMatch(l -> l.startsWith("\tat ")), this::all);
    assertEquals(before, files());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.sorted().toList();
    }
  }

  private void record(String namespace, boolean calibrated, List<Message> messages) {
    try (RosbagWriter writer = new RosbagWriter(bag)) {
      if (calibrated) {
        write(writer, namespace + "/camera_info", CameraInfos.toMessage(header(START), CAMERA));
      }
      for (Message message : messages) {
        String topic =
            message instanceof PoseStamped
                ? "/pose"
                : namespace
                    + "/image_raw"
                    + (message instanceof sensor_msgs.Image ? "" : "/compressed");
        write(writer, topic, message);
      }
    }
  }

  private static void write(RosbagWriter writer, String topic, Message message) {
    writer.write(writer.connect(topic, message.type()), START, message);
  }

  private static Header header(long stamp) {
    return PoseMessages.header(stamp, "camera");
  }

  private static PoseStamped poseAt(long stamp) {
    PoseStamped pose = new PoseStamped();
    pose.setHeader(header(stamp));
    pose.setPose(PoseMessages.toPose(Pose.IDENTITY));
    return pose;
  }

  private static Image small() {
    return new Image(4, 3, 1, new byte[12]);
  }

  private Path makeKapture() {
    Path source = folder.resolve("source");
    Kapture.Builder kapture = Kapture.builder();
    kapture.sensor(Sensor.ofCamera("cam", "", CAMERA));
    try (KaptureWriter writer = KaptureWriter.create(source, false)) {
      for (int i = 0; i < 2; i++) {
        writer.image(i + ".png", ImageEncoder.png(IMAGE));
        kapture.record(new CameraRecord(START + i, "cam", i + ".png"));
        kapture.mapFromDevice(START + i, "cam", Pose.IDENTITY);
      }
      writer.finish(kapture.build());
    }
    return source;
  }

  private int run(Object... args) {
    String[] texts = Arrays.stream(args).map(Object::toString).toArray(String[]::new);
    return Main.run(new PrintWriter(out), new PrintWriter(err), texts);
  }

  private String all() {
    return out + "\n" + err;
  }
}
