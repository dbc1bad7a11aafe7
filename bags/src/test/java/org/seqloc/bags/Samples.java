package org.seqloc.bags;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Small bags made for a test. */
final class Samples {

  /** A message to write: which of the topics, when, what. */
  record Sample(int connection, long nanos, ByteBuf payload) {}

  private Samples() {}

  static Connection connection(int id, String topic) {
    return new Connection(
        id,
        topic,
        "std_msgs/String",
        "992ce8a1687cec8c8bd883ec73ca41d1",
        "string data",
        id % 2 == 1,
        "/node" + id);
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
      long nanos = 1_500_000_000_000_000_000L + i * 1_000_000L + random.nextLong(jitterNanos + 1);
      samples.add(new Sample(random.nextInt(topics), nanos, Unpooled.wrappedBuffer(payload)));
    }
    return samples;
  }

  /** Writes the samples to topics /topic0, /topic1, ... */
  static void write(
      Path file, Compression compression, int chunkBytes, int topics, List<Sample> samples) {
    try (RosbagWriter writer = new RosbagWriter(file, compression, chunkBytes)) {
      for (int i = 0; i < topics; i++) {
        writer.connect(connection(i, "/topic" + i));
      }
      for (Sample sample : samples) {
        writer.write(sample.connection(), sample.nanos(), sample.payload());
      }
    }
  }
}
