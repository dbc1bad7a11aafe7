package org.seqloc.bags.mcap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.Compression;
import org.seqloc.bags.Connection;
import org.seqloc.bags.Encoding;
import org.seqloc.bags.mcap.McapWriter.Profile;

/** Small MCAP files made for a test, and what readers give of them. */
final class McapSamples {

  /** A message to write: which of the connections, when, what. */
  record Sample(int connection, long nanos, ByteBuf payload) {}

  private static final long START = 1_500_000_000_000_000_000L;

  private McapSamples() {}

  /** Connections /topic0, /topic1, ... of ROS 1. */
  static List<Connection> ros1(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new Connection(
                    i,
                    "/topic" + i,
                    "std_msgs/String",
                    "992ce8a1687cec8c8bd883ec73ca41d1",
                    "string data",
                    i % 2 == 1,
                    "/node" + i))
        .toList();
  }

  /** Connections /topic0, /topic1, ... of ROS 2. */
  static List<Connection> ros2(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new Connection(
                    i,
                    "/topic" + i,
                    "std_msgs/msg/String",
                    "",
                    "string data\n",
                    i % 2 == 1,
                    "",
                    Encoding.CDR_MSG,
                    "- history: 1\n  depth: 10\n  durability: " + (i % 2 == 1 ? 1 : 2) + "\n"))
        .toList();
  }

  /** Samples with stamps that ascend, on the average. */
  static List<Sample> random(int count, int topics, int largest, long jitterNanos, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] payload = new byte[random.nextInt(largest + 1)];
      for (int j = 0; j < payload.length; j++) {
        // Compressible.
        payload[j] = (byte) (random.nextInt(4) * j);
      }
      long nanos = START + i * 1_000_000L + random.nextLong(jitterNanos + 1);
      samples.add(new Sample(random.nextInt(topics), nanos, Unpooled.wrappedBuffer(payload)));
    }
    return samples;
  }

  static void write(
      Path file,
      Profile profile,
      Compression compression,
      int chunkBytes,
      List<Connection> connections,
      List<Sample> samples) {
    try (McapWriter writer = new McapWriter(file, profile, compression, chunkBytes)) {
      connections.forEach(writer::connect);
      for (Sample sample : samples) {
        writer.write(sample.connection(), sample.nanos(), sample.payload());
      }
    }
  }

  /** What the samples come to, in order of time, those of equal stamps in that of writing. */
  static List<String> lines(List<Connection> connections, List<Sample> samples) {
    return samples.stream()
        .sorted(Comparator.comparingLong(Sample::nanos))
        .map(s -> line(new BagMessage(connections.get(s.connection()), s.nanos(), s.payload())))
        .toList();
  }

  static List<String> lines(Path file) {
    try (Bag bag = Bag.open(file);
        BagCursor messages = bag.messages()) {
      return lines(messages);
    }
  }

  static List<String> lines(BagCursor messages) {
    List<String> lines = new ArrayList<>();
    messages.forEachRemaining(m -> lines.add(line(m)));
    return lines;
  }

  /** A message in the form of {@code mcap_peer.js}: topic, type, encodings, log time, SHA-1. */
  static String line(BagMessage m) {
    Connection c = m.connection();
    return String.join(
        " ",
        c.topic(),
        c.type(),
        c.encoding().message(),
        c.encoding().schema(),
        Long.toString(m.receiptNanos()),
        sha1(ByteBufUtil.getBytes(m.payload())));
  }

  private static String sha1(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
