package org.seqloc.bags;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.seqloc.bags.BagInfo.CompressionUse;
import org.seqloc.bags.BagInfo.TopicUse;
import org.seqloc.bags.BagInfo.TypeUse;

/** Sums a recording up as {@code rosbag info} does. */
public final class BagSummary {

  private BagSummary() {}

  /**
   * The summary of a bag.
   *
   * @param version of the format, as it is shown
   * @param sizeBytes length of the file
   * @param chunks the chunks, one by one
   */
  public static BagInfo of(Bag bag, String version, long sizeBytes, Stream<CompressionUse> chunks) {
    Map<String, TypeUse> types = new TreeMap<>();
    Map<String, TopicUse> topics = new TreeMap<>();
    for (Connection c : bag.connections()) {
      types.putIfAbsent(c.type(), new TypeUse(c.type(), c.md5()));
      topics.merge(
          c.topic(),
          new TopicUse(c.topic(), c.type(), bag.messageCount(c), 1),
          (a, b) ->
              new TopicUse(
                  a.topic(),
                  a.type(),
                  a.messages() + b.messages(),
                  a.connections() + b.connections()));
    }
    return new BagInfo(
        bag.path(),
        version,
        bag.startNanos(),
        bag.endNanos(),
        sizeBytes,
        bag.messageCount(),
        compressions(chunks),
        List.copyOf(types.values()),
        List.copyOf(topics.values()));
  }

  private static List<CompressionUse> compressions(Stream<CompressionUse> chunks) {
    Map<Compression, CompressionUse> uses = new EnumMap<>(Compression.class);
    chunks.forEach(
        chunk ->
            uses.merge(
                chunk.compression(),
                chunk,
                (a, b) ->
                    new CompressionUse(
                        a.compression(),
                        a.chunks() + b.chunks(),
                        a.uncompressedBytes() + b.uncompressedBytes(),
                        a.compressedBytes() + b.compressedBytes())));
    List<CompressionUse> sorted = new ArrayList<>(uses.values());
    sorted.sort(
        Comparator.comparingInt(CompressionUse::chunks)
            .thenComparing(use -> use.compression().rosName())
            .reversed());
    return sorted;
  }
}
