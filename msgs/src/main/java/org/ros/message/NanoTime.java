package org.ros.message;

/** Seconds and nanoseconds as one number of nanoseconds. */
final class NanoTime {

  static final long NANOS = 1_000_000_000L;
  static final long MAX_UINT32 = 0xFFFF_FFFFL;

  private NanoTime() {}

  static long of(long secs, long nsecs) {
    return secs * NANOS + nsecs;
  }

  /** The nearest nanosecond. Splits off the whole seconds first: a double holds no 19 digits. */
  static long of(double secs) {
    if (!(Math.abs(secs) <= MAX_UINT32 + 1.0)) {
      throw new IllegalArgumentException(secs + " s do not fit ROS's time");
    }
    long whole = (long) Math.floor(secs);
    return whole * NANOS + Math.round((secs - whole) * NANOS);
  }

  static long ofMillis(long millis) {
    if (Math.abs(millis / 1000) > MAX_UINT32) {
      throw new IllegalArgumentException(millis + " ms do not fit ROS's time");
    }
    return millis * 1_000_000;
  }

  static long seconds(long nanos) {
    return Math.floorDiv(nanos, NANOS);
  }

  static int nanosOfSecond(long nanos) {
    return (int) Math.floorMod(nanos, NANOS);
  }
}
