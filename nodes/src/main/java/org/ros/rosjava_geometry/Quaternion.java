package org.ros.rosjava_geometry;

import java.util.Locale;

/**
 * A quaternion in Hamilton's convention. One of length 1 is a rotation; any other one rotates and
 * scales by the square of its length. Negative zeros are made positive.
 */
public record Quaternion(double getX, double getY, double getZ, double getW) {

  private static final Quaternion IDENTITY = new Quaternion(0, 0, 0, 1);

  public Quaternion {
    // -0.0 + 0.0 is 0.0: records compare the bits, and both zeros shall be equal.
    getX += 0.0;
    getY += 0.0;
    getZ += 0.0;
    getW += 0.0;
  }

  private static Quaternion of(Vector3 vector, double w) {
    return new Quaternion(vector.getX(), vector.getY(), vector.getZ(), w);
  }

  private Vector3 vector() {
    return new Vector3(getX, getY, getZ);
  }

  /**
   * The rotation about an axis.
   *
   * @param axis of any length but zero
   * @param angle in radians, counter-clockwise seen from the axis' tip
   */
  public static Quaternion fromAxisAngle(Vector3 axis, double angle) {
    return of(axis.normalize().scale(Math.sin(angle / 2)), Math.cos(angle / 2));
  }

  public static Quaternion fromQuaternionMessage(geometry_msgs.Quaternion message) {
    return new Quaternion(message.getX(), message.getY(), message.getZ(), message.getW());
  }

  /**
   * The shortest rotation that turns the first vector's direction into the second's. Where the two
   * are opposite, it is one of the many half turns.
   *
   * @throws IllegalArgumentException when one of them has no length
   */
  public static Quaternion rotationBetweenVectors(Vector3 vector1, Vector3 vector2) {
    if (!(vector1.getMagnitude() > 0 && vector2.getMagnitude() > 0)) {
      throw new IllegalArgumentException(
          "no rotation between " + vector1 + " and " + vector2 + ": one has no direction");
    }
    Vector3 from = vector1.normalize();
    Vector3 to = vector2.normalize();
    Vector3 half = from.add(to);
    if (half.getMagnitudeSquared() < 1e-24) {
      // Opposite, so any axis perpendicular to them will do.
      Vector3 other = Math.abs(from.getX()) < 0.5 ? Vector3.xAxis() : Vector3.yAxis();
      return of(from.crossProduct(other).normalize(), 0);
    }
    // The product of the half way vector and the first one, both as quaternions.
    Vector3 middle = half.normalize();
    return of(from.crossProduct(middle), from.dotProduct(middle));
  }

  public static Quaternion identity() {
    return IDENTITY;
  }

  /** Every component times the factor. */
  public Quaternion scale(double factor) {
    return new Quaternion(factor * getX, factor * getY, factor * getZ, factor * getW);
  }

  public Quaternion conjugate() {
    return of(vector().invert(), getW);
  }

  /**
   * The quaternion whose product with this one is the identity.
   *
   * @throws IllegalStateException when this one is zero
   */
  public Quaternion invert() {
    double squared = getMagnitudeSquared();
    if (squared == 0) {
      throw new IllegalStateException("a zero quaternion has no inverse");
    }
    return conjugate().scale(1 / squared);
  }

  public Quaternion normalize() {
    return scale(1 / getMagnitude());
  }

  /** Hamilton's product: as rotations, the other one first. */
  public Quaternion multiply(Quaternion other) {
    Vector3 left = vector();
    Vector3 right = other.vector();
    return of(
        right.scale(getW).add(left.scale(other.getW)).add(left.crossProduct(right)),
        getW * other.getW - left.dotProduct(right));
  }

  /** {@code q v q*}: rotated, and scaled by the square of this quaternion's length. */
  public Vector3 rotateAndScaleVector(Vector3 vector) {
    Vector3 axis = vector();
    return vector
        .scale(getW * getW - axis.getMagnitudeSquared())
        .add(axis.scale(2 * axis.dotProduct(vector)))
        .add(axis.crossProduct(vector).scale(2 * getW));
  }

  public double getMagnitudeSquared() {
    return vector().getMagnitudeSquared() + getW * getW;
  }

  public double getMagnitude() {
    return Math.sqrt(getMagnitudeSquared());
  }

  /** Whether this one scales by 1, but for epsilon. */
  public boolean isAlmostNeutral(double epsilon) {
    return Math.abs(1 - getMagnitudeSquared()) < epsilon;
  }

  /**
   * @param result is filled
   * @return the result
   */
  public geometry_msgs.Quaternion toQuaternionMessage(geometry_msgs.Quaternion result) {
    result.setX(getX);
    result.setY(getY);
    result.setZ(getZ);
    result.setW(getW);
    return result;
  }

  /**
   * Whether no component differs by more than epsilon. A quaternion and its negative, which rotate
   * alike, are not equal here.
   */
  public boolean almostEquals(Quaternion other, double epsilon) {
    return vector().almostEquals(other.vector(), epsilon) && Math.abs(getW - other.getW) <= epsilon;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "Quaternion<x: %.4f, y: %.4f, z: %.4f, w: %.4f>", getX, getY, getZ, getW);
  }
}
