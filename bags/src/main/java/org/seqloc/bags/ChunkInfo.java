package org.seqloc.bags;

/** What the bag's index tells of a chunk. */
final class ChunkInfo {

  private final long start;
  private final long end;
  private final long startNanos;
  private final long endNanos;
  private final int[] connections;
  private final int[] counts;

  /**
   * @param connections the indices within the bag's connections that have messages in the chunk;
   *     handed over
   * @param counts how many messages each of them has, as unsigned integers; handed over
   */
  ChunkInfo(long start, long end, long startNanos, long endNanos, int[] connections, int[] counts) {
    this.start = start;
    this.end = end;
    this.startNanos = startNanos;
    this.endNanos = endNanos;
    this.connections = connections;
    this.counts = counts;
  }

  /** The same chunk with its end known. */
  ChunkInfo endingAt(long end) {
    return new ChunkInfo(start, end, startNanos, endNanos, connections, counts);
  }

  /** Where the chunk's record starts in the file. */
  long start() {
    return start;
  }

  /**
   * Where the next chunk or the bag's index starts: the chunk's record and the index records that
   * belong to it lie before.
   */
  long end() {
    return end;
  }

  /** Receipt time of its earliest message. */
  long startNanos() {
    return startNanos;
  }

  /** Receipt time of its latest message. */
  long endNanos() {
    return endNanos;
  }

  /** How many connections are listed. */
  int connectionCount() {
    return connections.length;
  }

  /** The index, within the bag's connections, of the i-th that is listed. */
  int connection(int i) {
    return connections[i];
  }

  /** How many messages the i-th connection has. */
  long count(int i) {
    return Integer.toUnsignedLong(counts[i]);
  }

  long messageCount() {
    long sum = 0;
    for (int i = 0; i < counts.length; i++) {
      sum += count(i);
    }
    return sum;
  }
}
