package org.seqloc.launch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** Arrival times of the last messages, as rostopic hz sums them up. Safe for several threads. */
final class RateWindow {

  private final int size;
  private final Deque<Long> arrivals = new ArrayDeque<>(); // guarded by this
  private boolean changed; // guarded by this

  /**
   * @param size how many messages are looked at, at least 2
   */
  RateWindow(int size) {
    this.size = size;
  }

  synchronized void add(long nanos) {
    arrivals.addLast(nanos);
    if (arrivals.size() > size) {
      arrivals.removeFirst();
    }
    changed = true;
  }

  /** Rate, shortest and longest gap, their standard deviation, in rostopic's words. */
  synchronized String describe() {
    if (!changed || arrivals.size() < 2) {
      return "no new messages";
    }
    changed = false;
    double[] gaps = new double[arrivals.size() - 1];
    long before = Long.MIN_VALUE;
    int i = 0;
    for (long nanos : arrivals) {
      if (before != Long.MIN_VALUE) {
        gaps[i++] = (nanos - before) / 1e9;
      }
      before = nanos;
    }
    double sum = 0;
    double shortest = Double.MAX_VALUE;
    double longest = 0;
    for (double gap : gaps) {
      sum += gap;
      shortest = Math.min(shortest, gap);
      longest = Math.max(longest, gap);
    }
    double mean = sum / gaps.length;
    double variance = 0;
    for (double gap : gaps) {
      variance += (gap - mean) * (gap - mean) / gaps.length;
    }
    return String.format(
        Locale.ROOT,
        "average rate: %.3f%n\tmin: %.3fs max: %.3fs std dev: %.5fs window: %d",
        1 / mean,
        shortest,
        longest,
        Math.sqrt(variance),
        arrivals.size());
  }
}
