package org.seqloc.nodes.player;

import java.util.Arrays;

/** How late messages went out: the last ones, of which quantiles are told. */
final class Lateness {

  private static final int CAPACITY = 1 << 16;

  private final long[] nanos = new long[CAPACITY];
  private long count;

  void add(long lateNanos) {
    nanos[(int) (count++ % CAPACITY)] = Math.max(0, lateNanos);
  }

  long count() {
    return count;
  }

  /** Seconds; 0 when there is none. */
  double quantile(double fraction) {
    int kept = (int) Math.min(count, CAPACITY);
    if (kept == 0) {
      return 0;
    }
    long[] sorted = Arrays.copyOf(nanos, kept);
    Arrays.sort(sorted);
    return 1e-9 * sorted[(int) Math.round(fraction * (kept - 1))];
  }
}
