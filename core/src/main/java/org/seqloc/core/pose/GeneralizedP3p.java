package org.seqloc.core.pose;

import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;

/**
 * The poses of a rig from three of its rays and the map points they see: up to eight.
 *
 * <p>The problem is Nister and Stewenius's generalized three-point pose (J. Math. Imaging and
 * Vision 27, 2007). A ray starts at c_i in the body frame and has direction d_i; the point lies at
 * depth l_i along it. The points' distances are the same in body and map,
 *
 * <pre>  |c_i + l_i d_i - c_j - l_j d_j|^2 = D_ij^2</pre>
 *
 * <p>which gives, with the depths as unknowns,
 *
 * <pre>
 *   E12:  l2^2 + b2 l2 + c2 = 0        b2 linear, c2 quadratic in l1
 *   E13:  l3^2 + b3 l3 + c3 = 0        b3 linear, c3 quadratic in l1
 *   E23:  l2^2 + l3^2 + a l2 l3 + e l2 + f l3 + g = 0
 * </pre>
 *
 * <p>Putting the squares of E12 and E13 into E23 leaves a l2 l3 + B l2 + C l3 + D = 0 with B = e -
 * b2, C = f - b3, D = g - c2 - c3, so l3 = -(B l2 + D) / (a l2 + C). That in E13 is a quadratic P
 * l2^2 + Q l2 + R = 0, and its resultant with E12, U^2 - b2 U V + c2 V^2 with U = R - P c2, V = Q -
 * P b2, is a polynomial of degree eight in l1; then l2 = -U / V. For a single camera (all c_i
 * equal) it is the classical P3P.
 *
 * <p>Not safe for use by several threads at once.
 */
final class GeneralizedP3p {

  /** The most poses that three rays can have. */
  static final int MAX_SOLUTIONS = 8;

  private static final int POLISHING_STEPS = 3;

  /** Depths beyond this many times the size of the triangle of points are not looked for. */
  private static final double MAX_RELATIVE_DEPTH = 1e4;

  private final PolynomialRoots roots = new PolynomialRoots(8);
  private final double[] octic = new double[9];
  private final double[] depths1 = new double[8];

  /**
   * @param origins of the rays in the body frame, metres
   * @param directions of the rays in the body frame, unit length
   * @param points what the rays see, metres in the map
   * @param mapFromBody receives the poses, has room for {@link #MAX_SOLUTIONS}
   * @return their number
   */
  int solve(Vector3[] origins, Vector3[] directions, Vector3[] points, Pose[] mapFromBody) {
    // In units of the triangle's size all numbers are near one.
    double scale =
        (points[0].distanceTo(points[1])
                + points[0].distanceTo(points[2])
                + points[1].distanceTo(points[2]))
            / 3;
    if (!(scale > 1e-9)) {
      return 0;
    }
    Triangle t = new Triangle(origins, directions, points, 1 / scale);
    octic(t);
    double largest = 0;
    for (double c : octic) {
      largest = Math.max(largest, Math.abs(c));
    }
    if (!(largest > 0) || Double.isInfinite(largest)) {
      return 0;
    }
    int count = roots.solve(octic, 0, Math.min(MAX_RELATIVE_DEPTH, rootBound(octic)), depths1);
    int solutions = 0;
    double[] l = new double[3];
    for (int i = 0; i < count; i++) {
      l[0] = depths1[i];
      if (t.otherDepths(l) && t.polish(l) && l[0] > 0 && l[1] > 0 && l[2] > 0) {
        Pose pose =
            align(
                origins[0].plus(directions[0].times(l[0] * scale)),
                origins[1].plus(directions[1].times(l[1] * scale)),
                origins[2].plus(directions[2].times(l[2] * scale)),
                points);
        if (pose != null) {
          mapFromBody[solutions++] = pose;
        }
      }
    }
    return solutions;
  }

  /** Fujiwara's bound on the roots: twice the largest |a_i / a_n|^(1 / (n - i)). */
  private static double rootBound(double[] polynomial) {
    int n = polynomial.length - 1;
    double bound = 0;
    for (int i = 0; i < n; i++) {
      bound = Math.max(bound, Math.pow(Math.abs(polynomial[i] / polynomial[n]), 1.0 / (n - i)));
    }
    return 2 * bound;
  }

  /** The resultant's coefficients. Polynomials in l1, constant first. */
  private void octic(Triangle t) {
    double[] b2 = {t.b20, t.b21};
    double[] c2 = {t.c20, t.c21, 1};
    double[] b3 = {t.b30, t.b31};
    double[] c3 = {t.c30, t.c31, 1};
    double a = t.a;
    double[] cb = {t.e - t.b20, -t.b21};
    double[] cc = {t.f - t.b30, -t.b31};
    double[] cd = {t.g - t.c20 - t.c30, -t.c21 - t.c31, -2};
    // P = B^2 - a b3 B + a^2 c3
    double[] p = new double[3];
    add(p, 1, cb, cb);
    add(p, -a, b3, cb);
    add(p, a * a, c3);
    // Q = 2 B D - b3 (B C + a D) + 2 a c3 C
    double[] q = new double[4];
    add(q, 2, cb, cd);
    add(q, -1, b3, times(cb, cc));
    add(q, -a, b3, cd);
    add(q, 2 * a, c3, cc);
    // R = D^2 - b3 D C + c3 C^2
    double[] r = new double[5];
    add(r, 1, cd, cd);
    add(r, -1, b3, times(cd, cc));
    add(r, 1, c3, times(cc, cc));
    double[] u = r;
    add(u, -1, p, c2);
    double[] v = q;
    add(v, -1, p, b2);
    java.util.Arrays.fill(octic, 0);
    add(octic, 1, u, u);
    add(octic, -1, b2, times(u, v));
    add(octic, 1, c2, times(v, v));
  }

  private static double[] times(double[] x, double[] y) {
    double[] product = new double[x.length + y.length - 1];
    add(product, 1, x, y);
    return product;
  }

  private static void add(double[] sum, double factor, double[] x, double[] y) {
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < y.length; j++) {
        sum[i + j] += factor * x[i] * y[j];
      }
    }
  }

  private static void add(double[] sum, double factor, double[] x) {
    for (int i = 0; i < x.length; i++) {
      sum[i] += factor * x[i];
    }
  }

  /**
   * The rotation and translation that take three body points to three map points; null for points
   * on a line.
   */
  private static Pose align(Vector3 a, Vector3 b, Vector3 c, Vector3[] points) {
    double[] body = frame(a, b, c);
    double[] map = frame(points[0], points[1], points[2]);
    if (body == null || map == null) {
      return null;
    }
    // R = map * body^T, both with the frame's axes as columns.
    double[] r = new double[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        r[3 * i + j] = map[i] * body[j] + map[3 + i] * body[3 + j] + map[6 + i] * body[6 + j];
      }
    }
    Quaternion rotation = Quaternion.ofMatrix(r);
    Vector3 bodyCentre = a.plus(b).plus(c).times(1 / 3.0);
    Vector3 mapCentre = points[0].plus(points[1]).plus(points[2]).times(1 / 3.0);
    return new Pose(rotation, mapCentre.minus(rotation.rotate(bodyCentre)));
  }

  /** The axes of a triangle, one after the other: along its first side, across it, normal to it. */
  private static double[] frame(Vector3 a, Vector3 b, Vector3 c) {
    Vector3 side = b.minus(a);
    Vector3 normal = side.cross(c.minus(a));
    double area = normal.norm();
    double length = side.norm();
    if (!(area > 1e-9 * length * length) || !(length > 0)) {
      return null;
    }
    Vector3 x = side.times(1 / length);
    Vector3 z = normal.times(1 / area);
    Vector3 y = z.cross(x);
    return new double[] {x.x(), x.y(), x.z(), y.x(), y.y(), y.z(), z.x(), z.y(), z.z()};
  }

  /** The coefficients of the three distance equations, see the class. */
  private static final class Triangle {
    final double b20;
    final double b21;
    final double c20;
    final double c21;
    final double b30;
    final double b31;
    final double c30;
    final double c31;
    final double a;
    final double e;
    final double f;
    final double g;

    Triangle(Vector3[] c, Vector3[] d, Vector3[] x, double unit) {
      Vector3 c12 = c[0].minus(c[1]).times(unit);
      Vector3 c13 = c[0].minus(c[2]).times(unit);
      Vector3 c23 = c[1].minus(c[2]).times(unit);
      b21 = -2 * d[0].dot(d[1]);
      b20 = -2 * d[1].dot(c12);
      c21 = 2 * d[0].dot(c12);
      c20 = c12.dot(c12) - square(x[0].distanceTo(x[1]) * unit);
      b31 = -2 * d[0].dot(d[2]);
      b30 = -2 * d[2].dot(c13);
      c31 = 2 * d[0].dot(c13);
      c30 = c13.dot(c13) - square(x[0].distanceTo(x[2]) * unit);
      a = -2 * d[1].dot(d[2]);
      e = 2 * d[1].dot(c23);
      f = -2 * d[2].dot(c23);
      g = c23.dot(c23) - square(x[1].distanceTo(x[2]) * unit);
    }

    private static double square(double v) {
      return v * v;
    }

    /** l2 and l3 of a root l1: of E12's and E13's two roots each, those that fit E23 best. */
    boolean otherDepths(double[] l) {
      double b2 = b20 + b21 * l[0];
      double c2 = c20 + l[0] * (c21 + l[0]);
      double b3 = b30 + b31 * l[0];
      double c3 = c30 + l[0] * (c31 + l[0]);
      // A root of the resultant that is a double root of E12 or E13 may lie a rounding error
      // outside: clamp.
      double s2 = Math.sqrt(Math.max(0, b2 * b2 - 4 * c2));
      double s3 = Math.sqrt(Math.max(0, b3 * b3 - 4 * c3));
      double best = Double.POSITIVE_INFINITY;
      for (int i = -1; i <= 1; i += 2) {
        for (int j = -1; j <= 1; j += 2) {
          double l2 = (-b2 + i * s2) / 2;
          double l3 = (-b3 + j * s3) / 2;
          double misfit = Math.abs(e23(l2, l3));
          if (l2 > 0 && l3 > 0 && misfit < best) {
            best = misfit;
            l[1] = l2;
            l[2] = l3;
          }
        }
      }
      return best < Double.POSITIVE_INFINITY;
    }

    private double e12(double l1, double l2) {
      return l2 * (l2 + b20 + b21 * l1) + c20 + l1 * (c21 + l1);
    }

    private double e13(double l1, double l3) {
      return l3 * (l3 + b30 + b31 * l1) + c30 + l1 * (c31 + l1);
    }

    private double e23(double l2, double l3) {
      return l2 * l2 + l3 * l3 + a * l2 * l3 + e * l2 + f * l3 + g;
    }

    /** Newton's method on the three equations; false when it ends nowhere. */
    boolean polish(double[] l) {
      for (int i = 0; i < POLISHING_STEPS; i++) {
        double f1 = e12(l[0], l[1]);
        double f2 = e13(l[0], l[2]);
        double f3 = e23(l[1], l[2]);
        // Jacobian rows [j11 j12 0], [j21 0 j23], [0 j32 j33]; its system is solved by Cramer's
        // rule.
        double j11 = b21 * l[1] + c21 + 2 * l[0];
        double j12 = 2 * l[1] + b20 + b21 * l[0];
        double j21 = b31 * l[2] + c31 + 2 * l[0];
        double j23 = 2 * l[2] + b30 + b31 * l[0];
        double j32 = 2 * l[1] + a * l[2] + e;
        double j33 = 2 * l[2] + a * l[1] + f;
        double det = -j11 * j23 * j32 - j12 * j21 * j33;
        if (!(Math.abs(det) > 1e-14)) {
          break;
        }
        double d0 = (-f1 * j23 * j32 - j12 * (f2 * j33 - j23 * f3)) / det;
        double d1 = (j11 * (f2 * j33 - j23 * f3) - f1 * j21 * j33) / det;
        double d2 = (-j11 * f2 * j32 - j12 * j21 * f3 + f1 * j21 * j32) / det;
        l[0] -= d0;
        l[1] -= d1;
        l[2] -= d2;
      }
      double misfit =
          Math.abs(e12(l[0], l[1])) + Math.abs(e13(l[0], l[2])) + Math.abs(e23(l[1], l[2]));
      return misfit < 1e-6 * (1 + l[0] * l[0]);
    }
  }
}
