package org.ros.message;

/**
 * A signed span of time: seconds and nanoseconds, both signed 32-bit numbers on the wire. The
 * methods that compute a new span give a normalized one (nsecs from 0 to below 1e9, so that -0.5 s
 * is -1 s and 500,000,000 ns). API as in rosjava.
 */
public class Duration implements Comparable<Duration> {

  public static final Duration MAX_VALUE = new Duration(Integer.MAX_VALUE, 999_999_999);

  /** Seconds. */
  public int secs;

  /** Nanoseconds, added to the seconds. */
  public int nsecs;

  public Duration() {}

  /**
   * @param nsecs may be negative or more than a second
   * @throws IllegalArgumentException when the normalized seconds do not fit 32 bits
   */
  public Duration(int secs, int nsecs) {
    setNanos(NanoTime.of((long) secs, nsecs));
  }

  /**
   * The nearest nanosecond to a number of seconds.
   *
   * @throws IllegalArgumentException when not finite or beyond 32 bits of seconds
   */
  public Duration(double secs) {
    setNanos(NanoTime.of(secs));
  }

  public Duration(Duration t) {
    this.secs = t.secs;
    this.nsecs = t.nsecs;
  }

  private void setNanos(long nanos) {
    long wholeSecs = NanoTime.seconds(nanos);
    if (wholeSecs != (int) wholeSecs) {
      throw new IllegalArgumentException(nanos + " ns do not fit ROS's duration (-2^31 to 2^31 s)");
    }
    this.secs = (int) wholeSecs;
    this.nsecs = NanoTime.nanosOfSecond(nanos);
  }

  /**
   * @throws IllegalArgumentException when the span does not fit 32 bits of seconds
   */
  public static Duration fromMillis(long durationInMillis) {
    return fromNano(NanoTime.ofMillis(durationInMillis));
  }

  /**
   * @throws IllegalArgumentException when the span does not fit 32 bits of seconds
   */
  public static Duration fromNano(long durationInNs) {
    Duration result = new Duration();
    result.setNanos(durationInNs);
    return result;
  }

  /**
   * @throws IllegalArgumentException when the sum does not fit
   */
  public Duration add(Duration d) {
    return fromNano(totalNsecs() + d.totalNsecs());
  }

  /**
   * @throws IllegalArgumentException when the difference does not fit
   */
  public Duration subtract(Duration d) {
    return fromNano(totalNsecs() - d.totalNsecs());
  }

  public double toSeconds() {
    return totalNsecs() / 1e9;
  }

  /** The span in nanoseconds. */
  public long totalNsecs() {
    return NanoTime.of((long) secs, nsecs);
  }

  public boolean isZero() {
    return totalNsecs() == 0;
  }

  public boolean isPositive() {
    return totalNsecs() > 0;
  }

  public boolean isNegative() {
    return totalNsecs() < 0;
  }

  /** Carries whole seconds over from nsecs to secs. */
  public void normalize() {
    setNanos(totalNsecs());
  }

  @Override
  public int compareTo(Duration d) {
    int bySecs = Integer.compare(secs, d.secs);
    return bySecs != 0 ? bySecs : Integer.compare(nsecs, d.nsecs);
  }

  /** Whether both fields are the same; nothing is normalized before. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Duration that && secs == that.secs && nsecs == that.nsecs;
  }

  @Override
  public int hashCode() {
    return 31 * secs + nsecs;
  }

  /** {@code secs:nsecs}. */
  @Override
  public String toString() {
    return secs + ":" + nsecs;
  }
}
