package org.seqloc.bags.mcap;

import java.util.Arrays;
import java.util.BitSet;
import org.seqloc.bags.Printed;

/**
 * What is known of some messages that lie together: a chunk record, or a stretch of the data
 * section where messages stand without chunks.
 */
final class ChunkInfo {

  private final long start;
  private final long end;
  private final long indexEnd;
  private final long startNanos;
  private final long endNanos;
  private final int[] channels;
  private final boolean stretch;

  private ChunkInfo(
      long start,
      long end,
      long indexEnd,
      long startNanos,
      long endNanos,
      int[] channels,
      boolean stretch) {
    this.start = start;
    this.end = end;
    this.indexEnd = indexEnd;
    this.startNanos = startNanos;
    this.endNanos = endNanos;
    this.channels = channels;
    this.stretch = stretch;
  }

  /**
   * A chunk record.
   *
   * @param indexEnd where the message index records behind it end; its own end when it has none
   * @param channels that have messages in it; empty when that is not known
   */
  static ChunkInfo chunk(
      long start, long end, long indexEnd, long startNanos, long endNanos, BitSet channels) {
    int[] list = channels.stream().toArray();
    return new ChunkInfo(start, end, indexEnd, startNanos, endNanos, list, false);
  }

  /** Records that stand in the data section themselves. */
  static ChunkInfo stretch(long start, long end, long startNanos, long endNanos, BitSet channels) {
    int[] list = channels.stream().toArray();
    return new ChunkInfo(start, end, end, startNanos, endNanos, list, true);
  }

  /** Where the chunk's record, or the first record of the stretch, starts in the file. */
  long start() {
    return start;
  }

  /** Where that, or the last record of the stretch, ends. */
  long end() {
    return end;
  }

  /** Where the message index records behind a chunk end. */
  long indexEnd() {
    return indexEnd;
  }

  boolean hasMessageIndex() {
    return indexEnd > end;
  }

  /** Log time of the earliest message. */
  long startNanos() {
    return startNanos;
  }

  /** Log time of the latest message. */
  long endNanos() {
    return endNanos;
  }

  /** What is lost with it. */
  String lost() {
    return String.format(
        "the messages of %s to %s in these %d bytes are left out",
        Printed.seconds(startNanos), Printed.seconds(endNanos), end - start);
  }

  boolean isStretch() {
    return stretch;
  }

  /** Whether there may be messages of one of these channels. */
  boolean mayHave(BitSet wanted) {
    return channels.length == 0 || Arrays.stream(channels).anyMatch(wanted::get);
  }

  /** Whether all messages are of these channels. */
  boolean hasNoneBut(BitSet wanted) {
    return channels.length > 0 && Arrays.stream(channels).allMatch(wanted::get);
  }

  /** What this takes of the memory, about, in bytes. */
  int footprint() {
    return 100 + 4 * channels.length;
  }
}
