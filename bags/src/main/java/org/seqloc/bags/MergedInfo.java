package org.seqloc.bags;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.seqloc.bags.BagInfo.CompressionUse;
import org.seqloc.bags.BagInfo.TopicUse;
import org.seqloc.bags.BagInfo.TypeUse;

/** Sums several files up as one. */
final class MergedInfo {

  private MergedInfo() {}

  /**
   * @param parts of each file
   */
  static BagInfo of(MergedBag bag, List<BagInfo> parts) {
    Map<Compression, CompressionUse> compressions = new TreeMap<>();
    Map<String, TypeUse> types = new TreeMap<>();
    for (BagInfo part : parts) {
      part.types().forEach(type -> types.putIfAbsent(type.name(), type));
      for (CompressionUse use : part.compressions()) {
        compressions.merge(use.compression(), use, MergedInfo::sum);
      }
    }
    Map<String, TopicUse> topics = new TreeMap<>();
    for (Connection c : bag.connections()) {
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
    List<CompressionUse> mostUsedFirst = new ArrayList<>(compressions.values());
    mostUsedFirst.sort(Comparator.comparingInt(CompressionUse::chunks).reversed());
    return new BagInfo(
        bag.path(),
        parts.get(0).version(),
        bag.startNanos(),
        bag.endNanos(),
        parts.stream().mapToLong(BagInfo::sizeBytes).sum(),
        bag.messageCount(),
        mostUsedFirst,
        List.copyOf(types.values()),
        List.copyOf(topics.values()));
  }

  private static CompressionUse sum(CompressionUse a, CompressionUse b) {
    return new CompressionUse(
        a.compression(),
        a.chunks() + b.chunks(),
        a.uncompressedBytes() + b.uncompressedBytes(),
        a.compressedBytes() + b.compressedBytes());
  }
}
