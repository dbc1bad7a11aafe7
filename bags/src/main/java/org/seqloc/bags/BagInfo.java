package org.seqloc.bags;

import java.nio.file.Path;
import java.util.List;

/**
 * Summary of a bag.
 *
 * @param path the file as it was named on opening
 * @param version format version: {@code 2.0} of a rosbag, {@code MCAP}
 * @param startNanos receipt time of the earliest message, nanoseconds since the epoch
 * @param endNanos receipt time of the latest message
 * @param sizeBytes length of the file
 * @param messageCount number of messages
 * @param compressions the chunks by compression, the most used first; empty when there are none
 * @param types message types, by name
 * @param topics topics, by name
 */
public record BagInfo(
    Path path,
    String version,
    long startNanos,
    long endNanos,
    long sizeBytes,
    long messageCount,
    List<CompressionUse> compressions,
    List<TypeUse> types,
    List<TopicUse> topics) {

  /**
   * How many chunks are compressed in one way.
   *
   * @param uncompressedBytes the sum of their uncompressed sizes
   * @param compressedBytes the sum of their sizes in the file
   */
  public record CompressionUse(
      Compression compression, int chunks, long uncompressedBytes, long compressedBytes) {}

  /** A message type and its sum, which is empty for types that have none. */
  public record TypeUse(String name, String md5) {}

  /** A topic, the type of its first connection and what was recorded from it. */
  public record TopicUse(String topic, String type, long messages, int connections) {}

  public BagInfo {
    compressions = List.copyOf(compressions);
    types = List.copyOf(types);
    topics = List.copyOf(topics);
  }
}
