package org.seqloc.core.pose;

/**
 * Real roots of a polynomial within an interval.
 *
 * <p>Between two neighbouring roots of the derivative a polynomial is monotonic and so has at most
 * one root, which a bracketed Newton iteration finds. The roots of the derivative come from its own
 * derivative, down to degree one. Roots of even multiplicity, which touch zero without crossing,
 * are found as far as rounding lets them cross.
 */
final class PolynomialRoots {

  private static final int MAX_ITERATIONS = 100;

  private final int degree;

  /** Coefficients of the k-th derivative: row k has degree - k + 1 of them. */
  private final double[][] derivatives;

  private final double[] critical;
  private final double[] found;

  /**
   * @param degree of the polynomials to come; one instance's memory serves many of them
   */
  PolynomialRoots(int degree) {
    this.degree = degree;
    derivatives = new double[degree][];
    for (int k = 0; k < degree; k++) {
      derivatives[k] = new double[degree - k + 1];
    }
    critical = new double[degree + 2];
    found = new double[degree];
  }

  /**
   * Finds the roots in (low, high), ascending.
   *
   * @param coefficients of x^0, x^1, ..., x^degree
   * @param roots receives them, has room for {@code degree}
   * @return their number
   */
  int solve(double[] coefficients, double low, double high, double[] roots) {
    System.arraycopy(coefficients, 0, derivatives[0], 0, degree + 1);
    for (int k = 1; k < degree; k++) {
      for (int i = 0; i < derivatives[k].length; i++) {
        derivatives[k][i] = derivatives[k - 1][i + 1] * (i + 1);
      }
    }
    int count = 0;
    for (int k = degree - 1; k >= 0; k--) {
      critical[0] = low;
      System.arraycopy(found, 0, critical, 1, count);
      critical[count + 1] = high;
      int intervals = count + 1;
      count = 0;
      for (int i = 0; i < intervals; i++) {
        double root = rootWithin(derivatives[k], critical[i], critical[i + 1]);
        if (!Double.isNaN(root)) {
          found[count++] = root;
        }
      }
    }
    System.arraycopy(found, 0, roots, 0, count);
    return count;
  }

  private static double value(double[] p, double x) {
    double v = 0;
    for (int i = p.length - 1; i >= 0; i--) {
      v = v * x + p[i];
    }
    return v;
  }

  /** The root of a polynomial that is monotonic between a and b; NaN when there is none. */
  private static double rootWithin(double[] p, double a, double b) {
    double fa = value(p, a);
    double fb = value(p, b);
    if (!(fa * fb <= 0) || a == b) {
      return Double.NaN;
    }
    if (fa == 0) {
      return Double.NaN; // Counted as the end of the interval before, or outside the open interval.
    }
    double low = fa < 0 ? a : b;
    double high = fa < 0 ? b : a;
    double x = 0.5 * (a + b);
    for (int i = 0; i < MAX_ITERATIONS; i++) {
      double v = 0;
      double slope = 0;
      for (int k = p.length - 1; k >= 0; k--) {
        slope = slope * x + v;
        v = v * x + p[k];
      }
      if (v == 0) {
        return x;
      }
      if (v < 0) {
        low = x;
      } else {
        high = x;
      }
      double next = x - v / slope;
      // Newton's step where it stays within the bracket, else bisection.
      if (!(next > Math.min(low, high) && next < Math.max(low, high))) {
        next = 0.5 * (low + high);
      }
      if (Math.abs(next - x) <= 1e-15 * Math.abs(x)) {
        return next;
      }
      x = next;
    }
    return x;
  }
}
