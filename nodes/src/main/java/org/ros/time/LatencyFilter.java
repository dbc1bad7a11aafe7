package org.ros.time;

import java.util.ArrayDeque;
import java.util.Deque;
import org.ros.math.CollectionMath;

/** Finds answers that took much longer than those before. Not safe for use by several threads. */
final class LatencyFilter {

  private final Deque<Double> window = new ArrayDeque<>();
  private final int size;
  private final double factor;

  /**
   * @param size how many answers to compare with, at least 1
   * @param factor more than 1: how much longer than the median is too long
   */
  LatencyFilter(int size, double factor) {
    if (size < 1 || !(factor > 1)) {
      throw new IllegalArgumentException(
          "a window of " + size + " and a factor of " + factor + " find no outliers");
    }
    this.size = size;
    this.factor = factor;
  }

  /** Adds an answer; no outlier until the window is full. */
  boolean isOutlier(double latency) {
    window.addLast(latency);
    if (window.size() <= size) {
      return false;
    }
    window.removeFirst();
    return latency > factor * CollectionMath.median(window);
  }
}
