package org.ros.math;

/** ROS's unsigned fields, which messages hold in signed Java types. */
public final class Unsigned {

  private Unsigned() {}

  public static long intToLong(int value) {
    return Integer.toUnsignedLong(value);
  }

  public static int shortToInt(short value) {
    return Short.toUnsignedInt(value);
  }

  public static short byteToShort(byte value) {
    return (short) Byte.toUnsignedInt(value);
  }
}
