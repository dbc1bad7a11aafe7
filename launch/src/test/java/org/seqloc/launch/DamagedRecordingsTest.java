package org.seqloc.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seqloc.bags.Bag;
import org.seqloc.bags.Compression;
import org.seqloc.bags.RosbagWriter;
import org.seqloc.bags.image.CameraInfos;
import org.seqloc.bags.image.ImageMessages;
import org.seqloc.bags.mcap.McapWriter;
import org.seqloc.bags.mcap.McapWriter.Profile;
import org.seqloc.bags.pose.PoseMessages;
import org.seqloc.bags.tool.BagCopy;
import org.seqloc.bags.tool.Selection;
import org.seqloc.core.Progress;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.image.Image;
import std_msgs.Header;

/** Damaged recordings at the command line: what is left is taken, what is lost told in one line. */
class DamagedRecordingsTest {

  private static final long START = 1_600_000_000_000_000_000L;
  private static final long STEP = 100_000_000L;
  private static final int IMAGES = 12;
  private static final Camera CAMERA = new Camera(CameraModel.PINHOLE, 40, 30, 25, 25, 20, 15);

  @TempDir Path folder;
  private Path out;

  @BeforeEach
  void name() {
    out = folder.resolve("out");
  }

  /** Images and calibrations, each pair in a chunk of its own. */
  private Path record(String name) {
    Path bag = folder.resolve("drive.bag");
    SplittableRandom random = new SplittableRandom(1);
    try (RosbagWriter writer = new RosbagWriter(bag, Compression.LZ4, 1500)) {
      int info = writer.connect("/cam/camera_info", sensor_msgs.CameraInfo.TYPE);
      int image = writer.connect("/cam/image_raw", sensor_msgs.Image.TYPE);
      for (int i = 0; i < IMAGES; i++) {
        long nanos = START + i * STEP;
        byte[] pixels = new byte[CAMERA.width() * CAMERA.height()];
        random.nextBytes(pixels);
        Header header = PoseMessages.header(nanos, "camera");
        writer.write(info, nanos, CameraInfos.toMessage(header, CAMERA));
        Image raw = new Image(CAMERA.width(), CAMERA.height(), 1, pixels);
        writer.write(image, nanos, ImageMessages.toRaw(header, raw));
      }
    }
    if (name.equals("drive.bag")) {
      return bag;
    }
    Path recording = folder.resolve(name);
    try (Bag whole = Bag.open(bag);
        McapWriter writer = new McapWriter(recording, Profile.ROS1, Compression.LZ4, 1500)) {
      BagCopy.copy(whole, Selection.ALL, writer, Progress.NONE);
    }
    return recording;
  }

  private static void damageTheMiddle(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i < 20; i++) {
      bytes[bytes.length / 2 + i] ^= 0x55;
    }
    Files.write(file, bytes);
  }

  private static void cut(Path file, int numerator, int denominator) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / denominator * numerator));
  }

  /** One line on the error stream, and none of a stack. */
  private static void assertWarned(CommandRun run, Path file) {
    assertEquals(0, run.code(), run.err());
    String[] lines =
        run.err().lines().filter(line -> line.startsWith("seqloc: " + file)).toArray(String[]::new);
    assertTrue(lines.length >= 1, run.err());
    assertTrue(lines[0].matches(".*byte \\d+.*"), lines[0]);
    assertTrue(!run.err().contains("\tat ") && !run.err().contains("Exception"), run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"drive.bag", "drive.mcap"})
  void aDamagedChunkCostsItsMessagesOnly(String name) throws IOException {
    Path file = record(name);
    damageTheMiddle(file);
    CommandRun check = CommandRun.of("bag", "check", file);
    assertEquals(1, check.code(), check.err());
    assertTrue(check.out().contains("problem: " + file + ": damaged at byte "), check.out());
    assertTrue(check.out().contains(" are left out"), check.out());
    Path filtered = folder.resolve("filtered.bag");
    assertWarned(CommandRun.of("bag", "filter", file, filtered), file);
    try (Bag bag = Bag.open(filtered)) {
      assertTrue(bag.messageCount() >= 2 * IMAGES - 4, bag.messageCount() + " messages");
      assertTrue(bag.messageCount() < 2 * IMAGES, bag.messageCount() + " messages");
    }
    assertWarned(CommandRun.of("kapture", "from-bag", file, "--out", out), file);
    assertTrue(Files.exists(out.resolve("sensors/records_camera.txt")));
    CommandRun.succeeding("bag", "info", file);
    CommandRun reindexed = CommandRun.of("bag", "reindex", file);
    assertWarned(reindexed, file);
    assertTrue(CommandRun.succeeding("bag", "check", file).out().contains(", no problems"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"drive.bag", "drive.mcap"})
  void whatIsStillRecordedOrCutOffIsReadToItsEnd(String name) throws IOException {
    Path file = record(name);
    cut(file, 2, 3);
    Path active = Files.move(file, folder.resolve(name + ".active"));
    assertWarned(CommandRun.of("bag", "info", active), active);
    CommandRun check = CommandRun.of("bag", "check", active);
    assertEquals(1, check.code(), check.err());
    assertTrue(check.out().contains("problem: " + active), check.out());
    Path filtered = folder.resolve("filtered.bag");
    assertWarned(CommandRun.of("bag", "filter", active, filtered), active);
    assertWarned(CommandRun.of("kapture", "from-bag", active, "--out", out), active);
    try (Bag bag = Bag.open(filtered)) {
      assertTrue(bag.messageCount() >= IMAGES, bag.messageCount() + " messages");
    }
    assertWarned(CommandRun.of("bag", "reindex", active), active);
    assertEquals(
        filteredLines(filtered), filteredLines(folder.resolve(name)), "reindexed as filtered");
  }

  private static long filteredLines(Path file) {
    try (Bag bag = Bag.open(file)) {
      assertTrue(bag.warnings().isEmpty());
      return bag.messageCount();
    }
  }

  @Test
  void whatCannotBeReadIsRefusedInOneLine() throws IOException {
    Path bomb = folder.resolve("bomb.db3.zstd");
    ByteBuf zeros = Unpooled.wrappedBuffer(new byte[80 << 20]);
    ByteBuf packed = Unpooled.buffer();
    Compression.ZSTD.compress(zeros, packed);
    byte[] bytes = new byte[packed.readableBytes()];
    packed.readBytes(bytes);
    Files.write(bomb, bytes);
    Path cut = record("drive.bag");
    cut(cut, 1, 100);
    Path mcap = folder.resolve("cut.mcap");
    Files.write(mcap, new byte[] {(byte) 0x89, 'M', 'C', 'A', 'P', '0', '\r', '\n', 1, 5});
    for (Path file : new Path[] {bomb, cut, mcap}) {
      assertTrue(CommandRun.complaint("bag", "info", file).startsWith(file + ": "));
      assertTrue(CommandRun.complaint("bag", "check", file).startsWith(file + ": "));
      assertTrue(
          CommandRun.complaint("kapture", "from-bag", file, "--out", out).startsWith(file + ": "));
    }
  }
}
