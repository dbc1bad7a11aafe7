package org.ros.concurrent;

import java.util.concurrent.TimeUnit;

/** A rate of the clock on the wall. A loop that is late does not hurry afterwards. */
public class WallTimeRate implements Rate {

  private final long periodNanos;
  private long next = System.nanoTime();

  /**
   * @param hz periods per second, at least 1
   */
  public WallTimeRate(int hz) {
    if (hz < 1) {
      throw new IllegalArgumentException("a rate is at least 1 Hz, got " + hz);
    }
    periodNanos = TimeUnit.SECONDS.toNanos(1) / hz;
  }

  /** Ends early when the thread is interrupted, which stays interrupted. */
  @Override
  public void sleep() {
    long now = System.nanoTime();
    next = Math.max(next + periodNanos, now);
    try {
      TimeUnit.NANOSECONDS.sleep(next - now);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
