package org.ros.message;

/**
 * A point in time: seconds and nanoseconds since the epoch, or since the start of a simulation.
 *
 * <p>On the wire both are unsigned 32-bit numbers; {@link #secs} is to be read that way, and all
 * methods do. The methods that compute a new time give a normalized one (nsecs below 1e9). API as
 * in rosjava.
 */
public class Time implements Comparable<Time> {

  /** Seconds, unsigned. */
  public int secs;

  /** Nanoseconds within the second. */
  public int nsecs;

  /** Time zero, which ROS reads as "not set" or "the latest". */
  public Time() {}

  /**
   * @param nsecs may be negative or more than a second
   * @throws IllegalArgumentException when the normalized seconds do not fit 32 bits
   */
  public Time(int secs, int nsecs) {
    setNanos(NanoTime.of(Integer.toUnsignedLong(secs), nsecs));
  }

  /**
   * The nearest nanosecond to a number of seconds.
   *
   * @throws IllegalArgumentException when negative, not finite or beyond 32 bits of seconds
   */
  public Time(double secs) {
    setNanos(NanoTime.of(secs));
  }

  public Time(Time t) {
    this.secs = t.secs;
    this.nsecs = t.nsecs;
  }

  private void setNanos(long nanos) {
    long wholeSecs = NanoTime.seconds(nanos);
    if (wholeSecs < 0 || wholeSecs > NanoTime.MAX_UINT32) {
      throw new IllegalArgumentException(nanos + " ns do not fit ROS's time (0 to 2^32 s)");
    }
    this.secs = (int) wholeSecs;
    this.nsecs = NanoTime.nanosOfSecond(nanos);
  }

  /**
   * @throws IllegalArgumentException when the time does not fit 32 bits of seconds
   */
  public static Time fromMillis(long timeInMillis) {
    return fromNano(NanoTime.ofMillis(timeInMillis));
  }

  /**
   * @throws IllegalArgumentException when the time does not fit 32 bits of seconds
   */
  public static Time fromNano(long timeInNs) {
    Time result = new Time();
    result.setNanos(timeInNs);
    return result;
  }

  /**
   * @throws IllegalArgumentException when the sum is not a time
   */
  public Time add(Duration d) {
    return fromNano(totalNsecs() + d.totalNsecs());
  }

  /**
   * @throws IllegalArgumentException when the difference is before time zero
   */
  public Time subtract(Duration d) {
    return fromNano(totalNsecs() - d.totalNsecs());
  }

  /**
   * The time that passed since the other one; negative when that is later.
   *
   * @throws IllegalArgumentException when they are more than 68 years apart
   */
  public Duration subtract(Time t) {
    return Duration.fromNano(totalNsecs() - t.totalNsecs());
  }

  public double toSeconds() {
    return totalNsecs() / 1e9;
  }

  /** Nanoseconds since time zero. */
  public long totalNsecs() {
    return Integer.toUnsignedLong(secs) * NanoTime.NANOS + nsecs;
  }

  public boolean isZero() {
    return totalNsecs() == 0;
  }

  /** Carries whole seconds over from nsecs to secs. */
  public void normalize() {
    setNanos(totalNsecs());
  }

  @Override
  public int compareTo(Time t) {
    int bySecs = Integer.compareUnsigned(secs, t.secs);
    return bySecs != 0 ? bySecs : Integer.compare(nsecs, t.nsecs);
  }

  /** Whether both fields are the same; nothing is normalized before. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Time that && secs == that.secs && nsecs == that.nsecs;
  }

  @Override
  public int hashCode() {
    return 31 * secs + nsecs;
  }

  /** {@code secs:nsecs}. */
  @Override
  public String toString() {
    return Integer.toUnsignedString(secs) + ":" + nsecs;
  }
}
