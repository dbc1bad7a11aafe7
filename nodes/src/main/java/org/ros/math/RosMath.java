package org.ros.math;

/** Values kept within limits. */
public final class RosMath {

  private RosMath() {}

  public static double clamp(double value, double minimum, double maximum) {
    return Math.max(minimum, Math.min(value, maximum));
  }

  public static float clamp(float value, float minimum, float maximum) {
    return Math.max(minimum, Math.min(value, maximum));
  }

  public static int clamp(int value, int minimum, int maximum) {
    return Math.max(minimum, Math.min(value, maximum));
  }

  public static long clamp(long value, long minimum, long maximum) {
    return Math.max(minimum, Math.min(value, maximum));
  }
}
