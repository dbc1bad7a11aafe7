package org.seqloc.core.geometry;

/**
 * Lens distortion of normalized coordinates.
 *
 * <p>With r2 = u^2 + v^2:
 *
 * <pre>
 *   d  = (1 + k1 r2 + k2 r2^2 + k3 r2^3 + k7 r2^4) / (1 + k4 r2 + k5 r2^2 + k6 r2^3)
 *   u' = u d + 2 p1 u v + p2 (r2 + 2 u^2) + s1 r2
 *   v' = v d + 2 p2 u v + p1 (r2 + 2 v^2) + s2 r2
 * </pre>
 *
 * which holds all of COLMAP's models but FOV, u' = u atan(2 r tan(omega/2)) / (omega r). For
 * fisheyes (u, v) is the angle from the axis instead of its tangent.
 */
final class Distortion {

  static final Distortion NONE = new Distortion(new double[4], new double[3], 0, 0, 0, 0, 0);

  private final double[] numerator;
  private final double[] denominator;
  private final double p1;
  private final double p2;
  private final double s1;
  private final double s2;
  private final double omega;

  /** See {@link #isFolded}. */
  private final double foldR2;

  private Distortion(
      double[] numerator,
      double[] denominator,
      double p1,
      double p2,
      double s1,
      double s2,
      double omega) {
    this.numerator = numerator;
    this.denominator = denominator;
    this.p1 = p1;
    this.p2 = p2;
    this.s1 = s1;
    this.s2 = s2;
    this.omega = omega;
    foldR2 = findFold();
  }

  /** Up to four coefficients of r2, r2^2, ... */
  static Distortion radial(double... k) {
    return new Distortion(java.util.Arrays.copyOf(k, 4), new double[3], 0, 0, 0, 0, 0);
  }

  static Distortion rational(
      double k1, double k2, double k3, double k4, double k5, double k6, double p1, double p2) {
    return new Distortion(new double[] {k1, k2, k3, 0}, new double[] {k4, k5, k6}, p1, p2, 0, 0, 0);
  }

  static Distortion thinPrism(
      double k1, double k2, double k3, double k4, double p1, double p2, double s1, double s2) {
    return new Distortion(new double[] {k1, k2, k3, k4}, new double[3], p1, p2, s1, s2, 0);
  }

  static Distortion fieldOfView(double omega) {
    return new Distortion(new double[4], new double[3], 0, 0, 0, 0, omega);
  }

  /**
   * Whether a point lies so far out that the distorted radius r d falls again as r grows, so that
   * its image would lie upon that of another point. Calibrations say nothing about such points:
   * they lie outside the field of view.
   */
  boolean isFolded(double u, double v) {
    return u * u + v * v > foldR2;
  }

  /**
   * The squared radius at which r d stops growing, to a thousandth below it; tangential and prism
   * terms, which are small, left out. Looked for up to 89.4 degrees off the axis of a perspective
   * camera.
   */
  private double findFold() {
    double high = 1e-4;
    while (growsAt(high)) {
      high *= 1.1;
      if (high > 1e4) {
        return Double.POSITIVE_INFINITY;
      }
    }
    double low = high / 1.1;
    while (high - low > 1e-3 * low) {
      double middle = 0.5 * (low + high);
      if (growsAt(middle)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Along u, v = 0: there d(r d)/dr is the derivative of u', but for the terms left out. */
  private boolean growsAt(double r2) {
    double u = Math.sqrt(r2);
    double[] jacobian = new double[4];
    apply(u, 0, new double[2], jacobian);
    return jacobian[0] - 6 * p2 * u - 2 * s1 * u > 0;
  }

  /**
   * Distorts (u, v) into {@code out}.
   *
   * @param jacobian null, or receives the row-major 2 x 2 derivative of the distorted by the
   *     undistorted coordinates
   */
  void apply(double u, double v, double[] out, double[] jacobian) {
    if (this == NONE) {
      out[0] = u;
      out[1] = v;
      if (jacobian != null) {
        jacobian[0] = 1;
        jacobian[1] = 0;
        jacobian[2] = 0;
        jacobian[3] = 1;
      }
      return;
    }
    double r2 = u * u + v * v;
    // d and its derivative by r2.
    double d;
    double dd;
    if (omega != 0) {
      double r = Math.sqrt(r2);
      double k = 2 * Math.tan(omega / 2);
      if (r < 1e-6) {
        d = k / omega;
        dd = -k * k * k / (3 * omega);
      } else {
        d = Math.atan(k * r) / (omega * r);
        dd = (k / (omega * (1 + k * k * r2)) - d) / (2 * r2);
      }
    } else {
      double n =
          1 + r2 * (numerator[0] + r2 * (numerator[1] + r2 * (numerator[2] + r2 * numerator[3])));
      double dn =
          numerator[0] + r2 * (2 * numerator[1] + r2 * (3 * numerator[2] + r2 * 4 * numerator[3]));
      double m = 1 + r2 * (denominator[0] + r2 * (denominator[1] + r2 * denominator[2]));
      double dm = denominator[0] + r2 * (2 * denominator[1] + r2 * 3 * denominator[2]);
      d = n / m;
      dd = (dn - d * dm) / m;
    }
    out[0] = u * d + 2 * p1 * u * v + p2 * (r2 + 2 * u * u) + s1 * r2;
    out[1] = v * d + 2 * p2 * u * v + p1 * (r2 + 2 * v * v) + s2 * r2;
    if (jacobian != null) {
      jacobian[0] = d + 2 * u * u * dd + 2 * p1 * v + 6 * p2 * u + 2 * s1 * u;
      jacobian[1] = 2 * u * v * dd + 2 * p1 * u + 2 * p2 * v + 2 * s1 * v;
      jacobian[2] = 2 * u * v * dd + 2 * p2 * v + 2 * p1 * u + 2 * s2 * u;
      jacobian[3] = d + 2 * v * v * dd + 2 * p2 * u + 6 * p1 * v + 2 * s2 * v;
    }
  }

  /**
   * The (u, v) whose distortion is the given point: Newton's method, which converges in 3 to 6
   * steps.
   */
  double[] undo(double distortedU, double distortedV) {
    double u = distortedU;
    double v = distortedV;
    if (this == NONE) {
      return new double[] {u, v};
    }
    double[] out = new double[2];
    double[] j = new double[4];
    for (int i = 0; i < 50; i++) {
      apply(u, v, out, j);
      double eu = out[0] - distortedU;
      double ev = out[1] - distortedV;
      double det = j[0] * j[3] - j[1] * j[2];
      if (!(Math.abs(det) > 1e-12)) {
        break;
      }
      double du = (j[3] * eu - j[1] * ev) / det;
      double dv = (j[0] * ev - j[2] * eu) / det;
      // Far outside the calibrated field the polynomial folds over: a short step stays on this side
      // of the fold.
      double step = Math.hypot(du, dv);
      double limit = 0.2;
      double damp = step > limit ? limit / step : 1;
      u -= damp * du;
      v -= damp * dv;
      if (step < 1e-13) {
        break;
      }
    }
    return new double[] {u, v};
  }
}
