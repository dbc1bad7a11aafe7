package org.seqloc.core.geometry;

import java.util.Arrays;

/**
 * Covariance of a pose aFromB, as ROS's PoseWithCovariance has it: row-major 6 x 6 in the order x,
 * y, z, rotation about x, y, z; metres and radians; all about the fixed axes of frame a.
 *
 * <p>It is the covariance of the left perturbation (dt, dw) with translation t + dt and rotation
 * exp(dw) R.
 */
public final class Covariance6 {

  private final double[] rowMajor;

  /**
   * @param rowMajor 36 values; copied
   */
  public Covariance6(double[] rowMajor) {
    if (rowMajor.length != 36) {
      throw new IllegalArgumentException(
          "a 6 x 6 covariance has 36 values, got " + rowMajor.length);
    }
    this.rowMajor = rowMajor.clone();
  }

  /** Independent, equal in all directions. */
  public static Covariance6 ofSigmas(double translationM, double rotationRad) {
    double[] c = new double[36];
    for (int i = 0; i < 3; i++) {
      c[7 * i] = translationM * translationM;
      c[7 * (i + 3)] = rotationRad * rotationRad;
    }
    return new Covariance6(c);
  }

  public double get(int row, int column) {
    return rowMajor[6 * row + column];
  }

  /** The 36 values, row-major; a copy. */
  public double[] toArray() {
    return rowMajor.clone();
  }

  /** Standard deviation of the position, metres: the root of the sum of the three variances. */
  public double positionSigma() {
    return Math.sqrt(get(0, 0) + get(1, 1) + get(2, 2));
  }

  /** Standard deviation of the rotation, radians: the root of the sum of the three variances. */
  public double rotationSigma() {
    return Math.sqrt(get(3, 3) + get(4, 4) + get(5, 5));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Covariance6 o && Arrays.equals(rowMajor, o.rowMajor);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(rowMajor);
  }
}
