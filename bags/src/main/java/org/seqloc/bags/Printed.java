package org.seqloc.bags;

/** How messages to the user show what a file has. */
public final class Printed {

  private static final int MAX_LENGTH = 40;

  private Printed() {}

  /** A stamp as ROS prints it: {@code 1500000000.000000001}. */
  public static String seconds(long nanos) {
    return String.format("%d.%09d", nanos / 1_000_000_000L, nanos % 1_000_000_000L);
  }

  /** A text of a file, of which nobody knows what it has; {@code ?} where it is no name. */
  public static String name(String text) {
    boolean plain = text.length() <= MAX_LENGTH && text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    return plain ? text : "?";
  }
}
