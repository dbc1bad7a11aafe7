package org.ros.message;

/** STUB. */
public class Time {
  public int secs;
  public int nsecs;

  public Time(int s, int n) {
    secs = s;
    nsecs = n;
  }

  public Time() {}

  public Time(Time t) {
    secs = t.secs;
    nsecs = t.nsecs;
  }
}
