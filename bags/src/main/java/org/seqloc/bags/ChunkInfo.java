package org.seqloc.bags;

/** What the bag's index tells of a chunk, or what was found where there is none. */
final class ChunkInfo {

  private final long start;
  private final long end;
  private final long startNanos;
  private final long endNanos;
  private final int[] connections;
  private final int[] counts;
  private final int scannedLength;

  /**
   * A chunk with an index.
   *
   * @param connections the indices within the bag's connections that have messages in the chunk;
   *     handed over
   * @param counts how many messages each of them has, as unsigned integers; handed over
   */
  ChunkInfo(long start, long end, long startNanos, long endNanos, int[] connections, int[] counts) {
    this(start, end, startNanos, endNanos, connections, counts, -1);
  }

  private ChunkInfo(
      long start,
      long end,
      long startNanos,
      long endNanos,
      int[] connections,
      int[] counts,
      int scannedLength) {
    this.start = start;
    this.end = end;
    this.startNanos = startNanos;
    this.endNanos = endNanos;
    this.connections = connections;
    this.counts = counts;
    this.scannedLength = scannedLength;
  }

  /**
   * A chunk without a usable index.
   *
   * @param end where its data end in the file
   * @param length how many bytes of the data, decompressed, are whole records
   */
  static ChunkInfo scanned(
      long start,
      long end,
      long startNanos,
      long endNanos,
      int[] connections,
      int[] counts,
      int length) {
    return new ChunkInfo(start, end, startNanos, endNanos, connections, counts, length);
  }

  /** The same chunk with its end known. */
  ChunkInfo endingAt(long end) {
    return new ChunkInfo(start, end, startNanos, endNanos, connections, counts, scannedLength);
  }

  /** Whether the messages are to be found by walking the data instead of by the index. */
  boolean isScanned() {
    return scannedLength >= 0;
  }

  /** How many bytes of a scanned chunk's data are whole records. */
  int scannedLength() {
    return scannedLength;
  }

  /** Where the chunk's record starts in the file. */
  long start() {
    return start;
  }

  /**
   * Where the next chunk or the bag's index starts: the chunk's record and the index records that
   * belong to it lie before. For a scanned chunk: where its data end.
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
