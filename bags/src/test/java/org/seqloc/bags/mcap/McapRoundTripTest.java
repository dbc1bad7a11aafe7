package org.seqloc.bags.mcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagInfoPrinter;
import org.seqloc.bags.Compression;
import org.seqloc.bags.Connection;
import org.seqloc.bags.Encoding;
import org.seqloc.bags.mcap.McapSamples.Sample;
import org.seqloc.bags.mcap.McapWriter.Profile;
import org.seqloc.core.SeqlocException;

/** What the writer wrote, read by its summary and, that cut off, by its records. */
class McapRoundTripTest {

  @TempDir private Path folder;

  @Provide
  Arbitrary<Compression> compressions() {
    return Arbitraries.of(Compression.NONE, Compression.LZ4, Compression.ZSTD);
  }

  @Property(tries = 80)
  void givesInTimeOrderWhatWasWritten(
      @ForAll long seed,
      @ForAll("compressions") Compression compression,
      @ForAll @IntRange(max = 200) int count,
      @ForAll @IntRange(min = 1, max = 4) int topics,
      @ForAll @IntRange(min = 1, max = 5000) int chunkBytes,
      @ForAll @IntRange(max = 40) int jitterMillis)
      throws IOException {
    Path temporary = Files.createTempDirectory("mcap");
    Path file = temporary.resolve("a.mcap");
    List<Connection> connections = McapSamples.ros1(topics);
    List<Sample> samples = McapSamples.random(count, topics, 100, jitterMillis * 1_000_000L, seed);
    try {
      McapSamples.write(file, Profile.ROS1, compression, chunkBytes, connections, samples);
      try (McapReader bag = McapReader.open(file)) {
        assertEquals(List.of(), bag.warnings());
        assertEquals(connections, bag.connections());
        assertGives(connections, samples, bag);
      }
      // Without the last byte there is no summary.
      Files.write(file, withoutEnd(Files.readAllBytes(file), 1));
      try (McapReader bag = McapReader.open(file)) {
        assertEquals(1, bag.warnings().size());
        assertTrue(
            bag.warnings().get(0).contains("all messages are there"), bag.warnings()::toString);
        assertGives(connections, samples, bag);
      }
    } finally {
      Files.delete(file);
      Files.delete(temporary);
    }
  }

  private static void assertGives(
      List<Connection> connections, List<Sample> samples, McapReader bag) {
    List<String> expected = McapSamples.lines(connections, samples);
    assertEquals(expected, McapSamples.lines(bag.messages()));
    // No chunk fits the cache beside another.
    assertEquals(expected, McapSamples.lines(bag.messages(c -> true, 0, Long.MAX_VALUE, 1)));
    assertEquals(samples.size(), bag.messageCount());
    if (samples.isEmpty()) {
      return;
    }
    List<Sample> sorted = samples.stream().sorted(Comparator.comparingLong(Sample::nanos)).toList();
    int count = sorted.size();
    assertEquals(sorted.get(0).nanos(), bag.startNanos());
    assertEquals(sorted.get(count - 1).nanos(), bag.endNanos());
    long from = sorted.get(count / 3).nanos();
    long to = sorted.get(2 * count / 3).nanos();
    assertEquals(
        McapSamples.lines(
            connections,
            sorted.stream()
                .filter(s -> s.connection() == 0 && s.nanos() >= from && s.nanos() <= to)
                .toList()),
        McapSamples.lines(bag.messages(c -> c.topic().equals("/topic0"), from, to)));
    for (Connection connection : connections) {
      assertEquals(
          samples.stream().filter(s -> s.connection() == connection.id()).count(),
          bag.messageCount(connection.topic()));
    }
  }

  @Test
  void keepsConnectionsOfRos2() {
    Path file = folder.resolve("a.mcap");
    List<Connection> connections = McapSamples.ros2(3);
    List<Sample> samples = McapSamples.random(20, 3, 50, 0, 1);
    McapSamples.write(file, Profile.ROS2, Compression.ZSTD, 100, connections, samples);
    try (McapReader bag = McapReader.open(file)) {
      assertEquals("ros2", bag.profile());
      assertEquals(connections, bag.connections());
      assertEquals(McapSamples.lines(connections, samples), McapSamples.lines(bag.messages()));
      SeqlocException refusal =
          assertThrows(
              SeqlocException.class, () -> bag.messages().next().decode(std_msgs.String.TYPE));
      assertTrue(refusal.getMessage().contains("topic /topic1"), refusal.getMessage());
    }
  }

  @Test
  void decodesRos1AndComputesTheSumThatIsNotRecorded() {
    Path file = folder.resolve("a.mcap");
    std_msgs.String message = new std_msgs.String();
    message.setData("hello");
    try (McapWriter writer = new McapWriter(file, Compression.LZ4)) {
      int recorded = writer.connect("/a", std_msgs.String.TYPE);
      writer.write(recorded, 5, message);
      Connection withoutSum =
          new Connection(0, "/b", "std_msgs/String", "", "string data", false, "");
      ByteBuf payload = Unpooled.buffer();
      message.writeTo(payload);
      writer.write(writer.connect(withoutSum), 6, payload);
      Connection wrong = new Connection(0, "/c", "std_msgs/String", "", "str!ng data", false, "");
      writer.connect(wrong);
    }
    try (Bag bag = Bag.open(file);
        BagCursor messages = bag.messages()) {
      assertEquals("hello", messages.next().decode(std_msgs.String.TYPE).getData());
      assertEquals("hello", messages.next().decode(std_msgs.String.TYPE).getData());
      assertEquals("", bag.connections().get(2).md5());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Compression.class,
      names = {"NONE", "LZ4", "ZSTD"})
  void describesTheFileAsRosbagInfoDoes(Compression compression) {
    Path file = folder.resolve("a.mcap");
    List<Connection> connections = McapSamples.ros1(2);
    List<Sample> samples = McapSamples.random(50, 2, 400, 0, 3);
    McapSamples.write(file, Profile.ROS1, compression, 2000, connections, samples);
    try (Bag bag = Bag.open(file)) {
      StringBuilder out = new StringBuilder();
      BagInfoPrinter.print(bag.info(), ZoneId.of("UTC"), out);
      String info = out.toString();
      assertTrue(info.matches("(?s).*version: +MCAP\n.*messages: +50\n.*"), info);
      assertTrue(info.contains(compression.rosName() + " ["), info);
      assertTrue(info.contains("std_msgs/String [992ce8a1687cec8c8bd883ec73ca41d1]"), info);
      assertTrue(info.contains("/topic1"), info);
    }
  }

  @Test
  void writesTheSameBytesAgain() throws IOException {
    List<Connection> connections = McapSamples.ros1(2);
    List<Sample> samples = McapSamples.random(50, 2, 400, 0, 3);
    for (Compression compression : List.of(Compression.LZ4, Compression.ZSTD)) {
      Path first = folder.resolve("1" + compression);
      Path second = folder.resolve("2" + compression);
      McapSamples.write(first, Profile.ROS1, compression, 2000, connections, samples);
      McapSamples.write(second, Profile.ROS1, compression, 2000, connections, samples);
      assertEquals(-1, Files.mismatch(first, second));
    }
  }

  @Test
  void keepsSchemasThatAreNoText() {
    Path file = folder.resolve("a.mcap");
    StringBuilder bytes = new StringBuilder();
    for (int i = 0; i < 256; i++) {
      bytes.append((char) i);
    }
    Connection connection =
        new Connection(
            0,
            "/p",
            "a.B",
            "",
            bytes.toString(),
            false,
            "",
            new Encoding("protobuf", "protobuf"),
            "");
    McapSamples.write(file, Profile.NONE, Compression.NONE, 100, List.of(connection), List.of());
    try (Bag bag = Bag.open(file)) {
      assertEquals(List.of(connection), bag.connections());
    }
  }

  @Test
  void aCrashLeavesWhatReadsToTheLastChunk() {
    Path file = folder.resolve("a.mcap");
    Path active = folder.resolve("a.mcap.active");
    List<Connection> connections = McapSamples.ros1(2);
    List<Sample> samples = McapSamples.random(99, 2, 400, 0, 3);
    try (McapWriter writer = new McapWriter(file, Profile.ROS1, Compression.ZSTD, 2000)) {
      connections.forEach(writer::connect);
      for (Sample sample : samples) {
        writer.write(sample.connection(), sample.nanos(), sample.payload());
      }
      assertFalse(Files.exists(file));
      List<String> all = McapSamples.lines(connections, samples);
      List<String> read = McapSamples.lines(active);
      assertTrue(read.size() > 85 && read.size() < 99, read.size() + " messages");
      assertEquals(all.subList(0, read.size()), read);
      writer.flush();
      assertEquals(all, McapSamples.lines(active));
      assertThrows(SeqlocException.class, () -> new McapWriter(file, Compression.NONE));
      writer.abort();
    }
    assertFalse(Files.exists(active));
    assertFalse(Files.exists(file));
  }

  @Test
  void refusesWhatTheFormatCannotHold() {
    Path file = folder.resolve("a.mcap");
    assertThrows(SeqlocException.class, () -> new McapWriter(file, Compression.BZ2));
    try (McapWriter writer = new McapWriter(file, Compression.NONE)) {
      Connection ros2 = McapSamples.ros2(1).get(0);
      SeqlocException refusal = assertThrows(SeqlocException.class, () -> writer.connect(ros2));
      assertTrue(refusal.getMessage().contains("/topic0"), refusal.getMessage());
      for (int i = 0; i < 65_535; i++) {
        writer.connect(McapSamples.ros1(1).get(0));
      }
      refusal =
          assertThrows(SeqlocException.class, () -> writer.connect(McapSamples.ros1(1).get(0)));
      assertTrue(refusal.getMessage().contains("65535 connections"), refusal.getMessage());
      assertThrows(
          IllegalArgumentException.class, () -> writer.write(0, -1, Unpooled.EMPTY_BUFFER));
      assertThrows(
          IllegalArgumentException.class, () -> writer.write(70_000, 1, Unpooled.EMPTY_BUFFER));
      writer.write(65_534, 1, Unpooled.EMPTY_BUFFER);
    }
    try (Bag bag = Bag.open(file)) {
      assertEquals(65_535, bag.connections().size());
      assertEquals(1, bag.messageCount());
    }
  }

  @Test
  void keepsMetadataOutOfTheWay() throws IOException {
    Path file = folder.resolve("a.mcap");
    List<Connection> connections = McapSamples.ros1(1);
    try (McapWriter writer = new McapWriter(file, Compression.LZ4)) {
      writer.connect(connections.get(0));
      writer.write(0, 1, Unpooled.copiedBuffer("a", StandardCharsets.UTF_8));
      writer.writeMetadata("vehicle", Map.of("name", "seven"));
      writer.write(0, 2, Unpooled.copiedBuffer("b", StandardCharsets.UTF_8));
    }
    assertEquals(2, McapSamples.lines(file).size());
    Files.write(file, withoutEnd(Files.readAllBytes(file), 1));
    assertEquals(2, McapSamples.lines(file).size());
  }

  private static byte[] withoutEnd(byte[] bytes, int count) {
    return Arrays.copyOf(bytes, bytes.length - count);
  }
}
