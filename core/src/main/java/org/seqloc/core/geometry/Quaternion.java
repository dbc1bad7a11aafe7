package org.seqloc.core.geometry;

/**
 * A rotation as a Hamilton quaternion of unit length, w first. ROS writes x, y, z, w: that order
 * lives at the borders only.
 *
 * <p>The constructor normalizes, so every instance is a rotation.
 */
public record Quaternion(double w, double x, double y, double z) {

  public static final Quaternion IDENTITY = new Quaternion(1, 0, 0, 0);

  private static final double MAX_FROM_ORTHONORMAL = 1e-2;

  /**
   * @throws IllegalArgumentException when the length is zero, NaN or infinite
   */
  public Quaternion {
    double norm = Math.sqrt(w * w + x * x + y * y + z * z);
    if (!(norm > 1e-12) || Double.isInfinite(norm)) {
      throw new IllegalArgumentException(
          "not a rotation: quaternion (w " + w + ", x " + x + ", y " + y + ", z " + z + ")");
    }
    // Leave what is a unit quaternion already untouched, so that files round-trip bit for bit.
    if (Math.abs(norm - 1) > 4e-16) {
      w /= norm;
      x /= norm;
      y /= norm;
      z /= norm;
    }
  }

  /** The rotation by {@code angle} radians about a unit axis. */
  public static Quaternion ofAxisAngle(Vector3 axis, double angle) {
    double s = Math.sin(angle / 2);
    return new Quaternion(Math.cos(angle / 2), s * axis.x(), s * axis.y(), s * axis.z());
  }

  /** exp: the rotation of a rotation vector (axis times angle in radians). */
  public static Quaternion exp(Vector3 rotationVector) {
    double angle = rotationVector.norm();
    // sin(a/2)/a, with its series near zero.
    double k = angle < 1e-6 ? 0.5 - angle * angle / 48 : Math.sin(angle / 2) / angle;
    return new Quaternion(
        Math.cos(angle / 2),
        k * rotationVector.x(),
        k * rotationVector.y(),
        k * rotationVector.z());
  }

  /** log: the rotation vector, its length in [0, pi]. */
  public Vector3 log() {
    double sign = w < 0 ? -1 : 1;
    double s = Math.sqrt(x * x + y * y + z * z);
    double angle = 2 * Math.atan2(s, sign * w);
    double k = s < 1e-9 ? 2 * sign : sign * angle / s;
    return new Vector3(k * x, k * y, k * z);
  }

  /**
   * The rotation of fixed-axis roll, pitch and yaw (radians about x, then y, then z), as in
   * REP-103.
   */
  public static Quaternion ofRollPitchYaw(double roll, double pitch, double yaw) {
    return ofAxisAngle(new Vector3(0, 0, 1), yaw)
        .times(ofAxisAngle(new Vector3(0, 1, 0), pitch))
        .times(ofAxisAngle(new Vector3(1, 0, 0), roll));
  }

  /** Heading in radians: the fixed-axis rotation about z, in (-pi, pi]. */
  public double yaw() {
    return Math.atan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z));
  }

  /**
   * The rotation of a row-major 3 x 3 matrix; one that is not quite orthonormal is taken to a near
   * rotation.
   *
   * <p>Shepperd's method: the largest of the four squares is divided by, so nothing cancels.
   *
   * @throws IllegalArgumentException when the matrix is a mirror, or its columns are farther than
   *     0.01 from orthonormal
   */
  public static Quaternion ofMatrix(double[] m) {
    checkRotation(m);
    double trace = m[0] + m[4] + m[8];
    if (trace >= m[0] && trace >= m[4] && trace >= m[8]) {
      return new Quaternion(1 + trace, m[7] - m[5], m[2] - m[6], m[3] - m[1]);
    }
    if (m[0] >= m[4] && m[0] >= m[8]) {
      return new Quaternion(m[7] - m[5], 1 + m[0] - m[4] - m[8], m[1] + m[3], m[2] + m[6]);
    }
    if (m[4] >= m[8]) {
      return new Quaternion(m[2] - m[6], m[1] + m[3], 1 - m[0] + m[4] - m[8], m[5] + m[7]);
    }
    return new Quaternion(m[3] - m[1], m[2] + m[6], m[5] + m[7], 1 - m[0] - m[4] + m[8]);
  }

  private static void checkRotation(double[] m) {
    for (int i = 0; i < 3; i++) {
      for (int j = i; j < 3; j++) {
        double dot = m[i] * m[j] + m[3 + i] * m[3 + j] + m[6 + i] * m[6 + j];
        if (!(Math.abs(dot - (i == j ? 1 : 0)) <= MAX_FROM_ORTHONORMAL)) {
          throw new IllegalArgumentException(
              "not a rotation: columns "
                  + (i + 1)
                  + " and "
                  + (j + 1)
                  + " of the matrix have the product "
                  + dot);
        }
      }
    }
    double determinant =
        m[0] * (m[4] * m[8] - m[5] * m[7])
            - m[1] * (m[3] * m[8] - m[5] * m[6])
            + m[2] * (m[3] * m[7] - m[4] * m[6]);
    if (determinant < 0) {
      throw new IllegalArgumentException("not a rotation: the matrix is a mirror");
    }
  }

  /** The rotation matrix, row-major 3 x 3. */
  public double[] toMatrix() {
    return new double[] {
      1 - 2 * (y * y + z * z),
      2 * (x * y - w * z),
      2 * (x * z + w * y),
      2 * (x * y + w * z),
      1 - 2 * (x * x + z * z),
      2 * (y * z - w * x),
      2 * (x * z - w * y),
      2 * (y * z + w * x),
      1 - 2 * (x * x + y * y)
    };
  }

  public Quaternion times(Quaternion o) {
    return new Quaternion(
        w * o.w - x * o.x - y * o.y - z * o.z,
        w * o.x + x * o.w + y * o.z - z * o.y,
        w * o.y - x * o.z + y * o.w + z * o.x,
        w * o.z + x * o.y - y * o.x + z * o.w);
  }

  public Quaternion inverse() {
    return new Quaternion(w, -x, -y, -z);
  }

  /** The vector rotated: v + 2 w (q x v) + 2 q x (q x v). */
  public Vector3 rotate(Vector3 v) {
    double tx = 2 * (y * v.z() - z * v.y());
    double ty = 2 * (z * v.x() - x * v.z());
    double tz = 2 * (x * v.y() - y * v.x());
    return new Vector3(
        v.x() + w * tx + y * tz - z * ty,
        v.y() + w * ty + z * tx - x * tz,
        v.z() + w * tz + x * ty - y * tx);
  }

  /** The angle between two rotations, radians in [0, pi]. */
  public double angleTo(Quaternion other) {
    return inverse().times(other).log().norm();
  }

  /** Spherical interpolation along the shorter arc: this at 0, {@code other} at 1. */
  public Quaternion slerp(Quaternion other, double fraction) {
    return times(exp(inverse().times(other).log().times(fraction)));
  }
}
