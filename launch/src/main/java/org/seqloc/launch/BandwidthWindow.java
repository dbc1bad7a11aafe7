package org.seqloc.launch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.LongSummaryStatistics;

/** Sizes of the last messages, as rostopic bw sums them up. Safe for several threads. */
final class BandwidthWindow {

  private record Arrival(long nanos, long bytes) {}

  private final int size;
  private final Deque<Arrival> arrivals = new ArrayDeque<>(); // guarded by this

  /**
   * @param size how many messages are looked at, at least 2
   */
  BandwidthWindow(int size) {
    this.size = size;
  }

  synchronized void add(long nanos, long bytes) {
    arrivals.addLast(new Arrival(nanos, bytes));
    if (arrivals.size() > size) {
      arrivals.removeFirst();
    }
  }

  /**
   * Bytes a second since the first of them until now, and their sizes, in rostopic's words; all in
   * the unit that suits the former.
   */
  synchronized String describe(long nowNanos) {
    if (arrivals.size() < 2) {
      return "no new messages";
    }
    LongSummaryStatistics sizes = new LongSummaryStatistics();
    arrivals.forEach(arrival -> sizes.accept(arrival.bytes()));
    double perSecond = sizes.getSum() / ((nowNanos - arrivals.getFirst().nanos()) / 1e9);
    double scale = perSecond < 1e3 ? 1 : perSecond < 1e6 ? 1e3 : 1e6;
    String unit = perSecond < 1e3 ? "B" : perSecond < 1e6 ? "KB" : "MB";
    return String.format(
        Locale.ROOT,
        "average: %.2f%s/s%n\tmean: %.2f%s min: %.2f%s max: %.2f%s window: %d",
        perSecond / scale,
        unit,
        sizes.getAverage() / scale,
        unit,
        sizes.getMin() / scale,
        unit,
        sizes.getMax() / scale,
        unit,
        sizes.getCount());
  }
}
