package org.seqloc.bags.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import geometry_msgs.PoseStamped;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seqloc.bags.Compression;
import org.seqloc.bags.Connection;
import org.seqloc.bags.Encoding;
import org.seqloc.bags.RosbagWriter;
import org.seqloc.bags.mcap.McapWriter;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.SharedData;
import org.seqloc.msgs.MessageType;

class BagCheckTest {

  private static final MessageType<PoseStamped> POSE = PoseStamped.TYPE;

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("a.bag");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bags/Float64MultiArray.bag",
        "bags/PointCloud2.bag",
        "bags/example-bz2.bag",
        "bags/example-lz4.bag",
        "bags/example.bag",
        "bags/no-messages.bag",
        "t265/trimmed_locoffice.bag"
      })
  void bagsOfOthersAreSound(String name) {
    BagCheck.Report report = check(SharedData.require("data/" + name));
    assertEquals(List.of(), report.problems());
  }

  @Test
  void namesASumThatIsNotOfTheDefinition() {
    write("0123456789abcdef0123456789abcdef", pose(1, "map"));
    BagCheck.Report report = check(file);
    assertEquals(
        List.of(
            file
                + ": type geometry_msgs/PoseStamped of topic /pose: its definition has md5 "
                + POSE.md5()
                + ", the recording says 0123456789abcdef0123456789abcdef"),
        report.problems());
    assertEquals(1, report.messages());
  }

  @Test
  void namesMessagesThatAreNotOfTheirType() {
    ByteBuf good = pose(1, "map");
    write(
        POSE.md5(),
        good,
        good.slice(0, good.readableBytes() - 1),
        Unpooled.wrappedBuffer(good.slice(), Unpooled.wrappedBuffer(new byte[2])),
        pose(1, "map").setIntLE(12, -1));
    BagCheck.Report report = check(file);
    assertEquals(4, report.messages());
    assertEquals(
        List.of(
            file
                + ": topic /pose: 3 messages are not of type geometry_msgs/PoseStamped, the first"
                + " received at 1500000001.000000000: field pose at byte 19 takes 56 bytes,"
                + " 55 are left"),
        report.problems());
  }

  @Test
  void remarksOnStampsThatGoBack() {
    write(POSE.md5(), pose(5, "map"), pose(7, "map"), pose(6, "map"), pose(8, "map"));
    BagCheck.Report report = check(file);
    assertTrue(report.isSound());
    assertEquals(
        List.of(
            file
                + ": topic /pose: header stamps go back 1 times, first from 7.000000000 to"
                + " 6.000000000"),
        report.remarks());
  }

  /** As rosbag2 records what service introspection publishes. */
  @Test
  void remarksOnEventsOfServices() {
    file = folder.resolve("a.mcap");
    try (McapWriter writer =
        new McapWriter(file, McapWriter.Profile.ROS2, Compression.NONE, 1 << 20)) {
      int id =
          writer.connect(
              new Connection(
                  0,
                  "/add/_service_event",
                  "example_interfaces/srv/AddTwoInts_Event",
                  "",
                  "int64 a\nint64 b\n---\nint64 sum\n",
                  false,
                  "",
                  Encoding.CDR_MSG,
                  ""));
      writer.write(id, 5, Unpooled.wrappedBuffer(new byte[] {0, 1, 0, 0, 7}));
    }
    BagCheck.Report report = check(file);
    assertEquals(List.of(), report.problems());
    assertEquals(
        List.of(
            file
                + ": type example_interfaces/srv/AddTwoInts_Event of topic /add/_service_event is a"
                + " service's, its messages were not checked"),
        report.remarks());
  }

  @Test
  void namesMessagesThatTheIndexLacks() throws IOException {
    write(POSE.md5(), pose(1, "a"), pose(2, "b"));
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    // An index without its only chunk.
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(text.indexOf("chunk_count=") + 12, 0);
    Files.write(file, bytes);
    BagCheck.Report report = check(file);
    assertFalse(report.isSound());
    assertTrue(
        report.problems().get(0).contains("the index lists 0 messages, the chunks have 2"),
        report.problems()::toString);
  }

  @Test
  void namesWhatACutLost() throws IOException {
    write(POSE.md5(), pose(1, "a"), pose(2, "b"));
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 5));
    BagCheck.Report report = check(file);
    assertEquals(2, report.messages());
    assertTrue(report.problems().get(0).contains("damaged at byte "), report.problems()::toString);
    Files.write(file, Arrays.copyOf(bytes, 50));
    assertThrows(SeqlocException.class, () -> check(file));
  }

  private static BagCheck.Report check(Path file) {
    return BagCheck.check(file, Progress.NONE);
  }

  private void write(String md5, ByteBuf... payloads) {
    try (RosbagWriter writer = new RosbagWriter(file)) {
      writer.connect(
          new Connection(0, "/pose", POSE.name(), md5, POSE.definition(), false, "/node"));
      for (int i = 0; i < payloads.length; i++) {
        writer.write(0, (1_500_000_000L + i) * 1_000_000_000L, payloads[i]);
      }
    }
  }

  private static ByteBuf pose(int seconds, String frame) {
    // Header: seq, stamp, frame; then seven doubles.
    ByteBuf out = Unpooled.buffer();
    out.writeIntLE(0).writeIntLE(seconds).writeIntLE(0).writeIntLE(frame.length());
    out.writeCharSequence(frame, StandardCharsets.US_ASCII);
    return out.writeZero(56);
  }
}
