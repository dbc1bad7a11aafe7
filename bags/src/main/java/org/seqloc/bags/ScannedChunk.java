package org.seqloc.bags;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A chunk whose records are being found without an index. */
final class ScannedChunk {

  private final long start;
  private final long end;
  // Messages by connection id.
  private final Map<Integer, Integer> counts = new TreeMap<>();
  private long startNanos = Long.MAX_VALUE;
  private long endNanos;
  private int length;

  /**
   * @param start where its record starts in the file
   * @param end where its data end in the file
   */
  ScannedChunk(long start, long end) {
    this.start = start;
    this.end = end;
  }

  /**
   * Walks the data up to the first damage, which is returned.
   *
   * @param connections hears of the connection records
   */
  Optional<String> walk(Section data, Consumer<BagRecord> connections) {
    ChunkScan.Extent extent =
        ChunkScan.walk(
            data,
            data.length(),
            new ChunkScan.Visitor() {
              @Override
              public void connection(BagRecord record) {
                connections.accept(record);
              }

              @Override
              public void message(int connection, long nanos, int offset) {
                counts.merge(connection, 1, Integer::sum);
                startNanos = Math.min(startNanos, nanos);
                endNanos = Math.max(endNanos, nanos);
              }
            });
    length = extent.length();
    return extent.damage();
  }

  /** How many bytes of the data are whole records. */
  int length() {
    return length;
  }

  boolean hasMessages() {
    return !counts.isEmpty();
  }

  long messageCount() {
    return counts.values().stream().mapToLong(Integer::longValue).sum();
  }

  /**
   * The chunk as the reader knows it; messages of unknown connections are left out.
   *
   * @param indexOfId where each known connection stands within the reader's
   */
  ChunkInfo info(Map<Integer, Integer> indexOfId) {
    int[] known =
        counts.keySet().stream().filter(indexOfId::containsKey).mapToInt(i -> i).toArray();
    int[] indices = new int[known.length];
    int[] numbers = new int[known.length];
    for (int i = 0; i < known.length; i++) {
      indices[i] = indexOfId.get(known[i]);
      numbers[i] = counts.get(known[i]);
    }
    return ChunkInfo.scanned(start, end, startNanos, endNanos, indices, numbers, length);
  }
}
