package org.seqloc.bags.mcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.seqloc.bags.Bag;
import org.seqloc.bags.Compression;
import org.seqloc.bags.Connection;
import org.seqloc.bags.mcap.McapSamples.Sample;
import org.seqloc.bags.mcap.McapWriter.Profile;
import org.seqloc.core.SharedData;

/** Reads what @mcap/core writes and the other way round. */
class McapPeerTest {

  private static final int MESSAGES = 400;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(
      value = Compression.class,
      names = {"NONE", "LZ4", "ZSTD"})
  void bothReadersAcceptOurs(Compression compression) {
    McapPeer.require();
    Path file = folder.resolve("a.mcap");
    for (Profile profile : List.of(Profile.ROS1, Profile.ROS2)) {
      List<Connection> connections =
          profile == Profile.ROS1 ? McapSamples.ros1(3) : McapSamples.ros2(3);
      // Without jitter no two stamps are equal; their order would be the peer's choice.
      List<Sample> samples = McapSamples.random(MESSAGES, 2, 2000, 0, 7);
      McapSamples.write(file, profile, compression, 20_000, connections, samples);
      List<String> expected = McapSamples.lines(connections, samples);
      assertEquals(expected, McapPeer.run("indexed", file.toString()));
      assertEquals(expected, McapPeer.run("stream", file.toString()));
    }
  }

  @Test
  void bothReadersAcceptOursOutOfOrderWithMetadata() {
    McapPeer.require();
    Path file = folder.resolve("a.mcap");
    List<Connection> connections = McapSamples.ros1(3);
    List<Sample> samples = McapSamples.random(MESSAGES, 3, 500, 40_000_000, 8);
    try (McapWriter writer = new McapWriter(file, Profile.ROS1, Compression.ZSTD, 5000)) {
      connections.forEach(writer::connect);
      for (Sample sample : samples) {
        writer.write(sample.connection(), sample.nanos(), sample.payload());
      }
      writer.writeMetadata("vehicle", Map.of("name", "seven"));
    }
    List<String> read = McapPeer.run("indexed", file.toString());
    assertEquals("metadata vehicle [[\"name\",\"seven\"]]", read.get(MESSAGES));
    List<String> expected = McapSamples.lines(connections, samples);
    assertEquals(
        expected.stream().sorted().toList(), read.stream().limit(MESSAGES).sorted().toList());
    assertEquals(stamps(expected), stamps(read.subList(0, MESSAGES)));
  }

  @Test
  void anEmptyFileIsAccepted() {
    McapPeer.require();
    Path file = folder.resolve("a.mcap");
    McapSamples.write(file, Profile.ROS1, Compression.ZSTD, 1000, McapSamples.ros1(2), List.of());
    assertEquals(List.of(), McapPeer.run("indexed", file.toString()));
    assertEquals(List.of(), McapPeer.run("stream", file.toString()));
  }

  @ParameterizedTest
  @CsvSource({
    // Compression, largest payload, what McapWriter is told.
    "'', 300, {}",
    "'', 300, {\"useChunks\":false}",
    "'', 300, {\"useChunkIndex\":false}",
    "'', 300, {\"useMessageIndex\":false}",
    "zstd, 300, {\"useStatistics\":false}",
    "zstd, 300, {\"useSummaryOffsets\":false}",
    "zstd, 300, {\"repeatChannels\":false}",
    "zstd, 300, {\"repeatSchemas\":false}",
    "zstd, 300, '{\"useMessageIndex\":false,\"useStatistics\":false}'",
    "zstd, 300, '{\"useMessageIndex\":false,\"useChunkIndex\":false,\"useStatistics\":false}'",
    "zstd, 300, '{\"repeatChannels\":false,\"repeatSchemas\":false,\"useStatistics\":false}'",
    "zstd, 20000, {\"chunkSize\":200000}",
    "lz4, 20000, {\"chunkSize\":500000}",
    "lz4-linked, 20000, {\"chunkSize\":500000}",
    "lz4-linked, 300, {\"useChunkIndex\":false}",
    "'', 20000, {\"chunkSize\":100000}"
  })
  void readsTheirsMessageForMessage(String compression, int largest, String writer)
      throws IOException {
    for (String profile : List.of("ros1", "ros2")) {
      Path file = folder.resolve(profile + ".mcap");
      List<String> written = writePeer(file, profile, compression, largest, writer);
      List<String> expected = inOrderOfTime(written);
      try (Bag bag = Bag.open(file)) {
        assertEquals(List.of(), bag.warnings());
        assertEquals(expected, McapSamples.lines(bag.messages()));
        assertEquals(MESSAGES, bag.messageCount());
        assertEquals(
            expected.stream().filter(l -> l.startsWith("/topic1 ")).toList(),
            McapSamples.lines(bag.messages(Set.of("/topic1"))));
        assertEquals(counts(expected), counts(bag));
        assertEquals(Long.parseLong(stamps(expected).get(0)), bag.startNanos());
        assertEquals(Long.parseLong(stamps(expected).get(MESSAGES - 1)), bag.endNanos());
        Connection last = bag.connections().get(2);
        assertEquals(profile.equals("ros1") ? "/node2" : "", last.callerId());
        assertEquals(profile.equals("ros1") ? "992ce8a1687cec8c8bd883ec73ca41d1" : "", last.md5());
        assertEquals(!profile.equals("ros1"), last.latching());
      }
      byte[] bytes = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(bytes, bytes.length - 3));
      assertEquals(expected, McapSamples.lines(file));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bags/example.bag", "t265/trimmed_locoffice.bag"})
  void rosbagsBecomeFilesThatThePeerReads(String name) {
    McapPeer.require();
    Path source = SharedData.require("data/" + name);
    Path file = folder.resolve("a.mcap");
    try (Bag bag = Bag.open(source);
        McapWriter writer = new McapWriter(file, Compression.LZ4)) {
      Map<Integer, Integer> ids = new HashMap<>();
      for (Connection connection : bag.connections()) {
        ids.put(connection.id(), writer.connect(connection));
      }
      bag.messages()
          .forEachRemaining(
              m -> writer.write(ids.get(m.connection().id()), m.receiptNanos(), m.payload()));
    }
    List<String> expected = McapSamples.lines(source);
    assertTrue(expected.size() > 10, name);
    assertEquals(expected, McapSamples.lines(file));
    assertEquals(
        expected.stream().sorted().toList(),
        McapPeer.run("stream", file.toString()).stream().sorted().toList());
  }

  private static List<String> writePeer(
      Path file, String profile, String compression, int largest, String writer) {
    String options =
        String.format(
            "{\"profile\":\"%s\",\"compression\":\"%s\",\"messages\":%d,\"topics\":3,\"largest\":%d,"
                + "\"seed\":5,\"writer\":%s}",
            profile, compression, MESSAGES, largest, withChunkSize(writer));
    return McapPeer.run("write", file.toString(), options);
  }

  private static String withChunkSize(String writer) {
    return writer.equals("{}")
        ? "{\"chunkSize\":5000}"
        : writer.contains("chunkSize") ? writer : "{\"chunkSize\":5000," + writer.substring(1);
  }

  /** Sorting is stable: equal stamps stay in the order of the file. */
  private static List<String> inOrderOfTime(List<String> lines) {
    return lines.stream().sorted(Comparator.comparing(McapPeerTest::stamp)).toList();
  }

  private static Map<String, Long> counts(List<String> lines) {
    Map<String, Long> counts = new HashMap<>();
    lines.forEach(line -> counts.merge(line.split(" ")[0], 1L, Long::sum));
    return counts;
  }

  private static Map<String, Long> counts(Bag bag) {
    Map<String, Long> counts = new HashMap<>();
    bag.connections().forEach(c -> counts.put(c.topic(), bag.messageCount(c)));
    return counts;
  }

  private static List<String> stamps(List<String> lines) {
    return lines.stream().map(McapPeerTest::stamp).toList();
  }

  private static String stamp(String line) {
    return line.split(" ")[4];
  }
}
