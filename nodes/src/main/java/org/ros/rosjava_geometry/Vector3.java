package org.ros.rosjava_geometry;

import java.util.Locale;

/** A vector or point of three dimensions. Negative zeros are made positive. */
public record Vector3(double getX, double getY, double getZ) {

  private static final Vector3 ZERO = new Vector3(0, 0, 0);
  private static final Vector3 X_AXIS = new Vector3(1, 0, 0);
  private static final Vector3 Y_AXIS = new Vector3(0, 1, 0);
  private static final Vector3 Z_AXIS = new Vector3(0, 0, 1);

  public Vector3 {
    // -0.0 + 0.0 is 0.0: records compare the bits, and both zeros shall be equal.
    getX += 0.0;
    getY += 0.0;
    getZ += 0.0;
  }

  public static Vector3 fromVector3Message(geometry_msgs.Vector3 message) {
    return new Vector3(message.getX(), message.getY(), message.getZ());
  }

  public static Vector3 fromPointMessage(geometry_msgs.Point message) {
    return new Vector3(message.getX(), message.getY(), message.getZ());
  }

  public static Vector3 zero() {
    return ZERO;
  }

  public static Vector3 xAxis() {
    return X_AXIS;
  }

  public static Vector3 yAxis() {
    return Y_AXIS;
  }

  public static Vector3 zAxis() {
    return Z_AXIS;
  }

  public Vector3 add(Vector3 other) {
    return new Vector3(getX + other.getX, getY + other.getY, getZ + other.getZ);
  }

  public Vector3 subtract(Vector3 other) {
    return add(other.invert());
  }

  /** The vector that points the other way. */
  public Vector3 invert() {
    return scale(-1);
  }

  public double dotProduct(Vector3 other) {
    return getX * other.getX + getY * other.getY + getZ * other.getZ;
  }

  Vector3 crossProduct(Vector3 other) {
    return new Vector3(
        getY * other.getZ - getZ * other.getY,
        getZ * other.getX - getX * other.getZ,
        getX * other.getY - getY * other.getX);
  }

  /** The vector of length 1 in this direction; not a number where this one is zero. */
  public Vector3 normalize() {
    double length = getMagnitude();
    return new Vector3(getX / length, getY / length, getZ / length);
  }

  public Vector3 scale(double factor) {
    return new Vector3(factor * getX, factor * getY, factor * getZ);
  }

  public double getMagnitudeSquared() {
    return dotProduct(this);
  }

  /** The length. */
  public double getMagnitude() {
    return Math.sqrt(getMagnitudeSquared());
  }

  /**
   * @param result is filled
   * @return the result
   */
  public geometry_msgs.Vector3 toVector3Message(geometry_msgs.Vector3 result) {
    result.setX(getX);
    result.setY(getY);
    result.setZ(getZ);
    return result;
  }

  /**
   * @param result is filled
   * @return the result
   */
  public geometry_msgs.Point toPointMessage(geometry_msgs.Point result) {
    result.setX(getX);
    result.setY(getY);
    result.setZ(getZ);
    return result;
  }

  /** Whether no coordinate differs by more than epsilon. */
  public boolean almostEquals(Vector3 other, double epsilon) {
    return Math.abs(getX - other.getX) <= epsilon
        && Math.abs(getY - other.getY) <= epsilon
        && Math.abs(getZ - other.getZ) <= epsilon;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "Vector3<x: %.4f, y: %.4f, z: %.4f>", getX, getY, getZ);
  }
}
