package org.seqloc.core.map;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Vector3;

/**
 * Finds the point that several images of known pose see.
 *
 * <p>Every pair of views proposes the midpoint of its two rays (Hartley and Sturm 1997 call it the
 * midpoint method); the proposal that most views agree with, within the reprojection limit and in
 * front of the camera, is refined by Gauss-Newton on the reprojection errors of the views that
 * agree. The point is kept when the angle under which two of those views see it is wide enough to
 * tell its depth.
 */
final class Triangulator {

  /**
   * Tracks longer than this are proposed to by their first this many views only; all views still
   * judge.
   */
  private static final int MAX_PROPOSING_VIEWS = 12;

  private static final int REFINEMENTS = 5;

  /**
   * One image of the point.
   *
   * @param image index into the images, and of its pose
   */
  record View(int image, double x, double y) {}

  /**
   * @param inliers which of the track's views agree, at least two
   */
  record Point(Vector3 pointInMap, BitSet inliers) {}

  private final List<MapImage> images;
  private final Pose[] cameraFromMap;
  private final double maxErrorPx;
  private final double minAngleCosine;

  Triangulator(List<MapImage> images, double maxErrorPx, double minAngleRad) {
    this.images = images;
    this.maxErrorPx = maxErrorPx;
    this.minAngleCosine = Math.cos(minAngleRad);
    cameraFromMap = images.stream().map(i -> i.mapFromCamera().inverse()).toArray(Pose[]::new);
  }

  /** The point of a track, empty when no two of its views agree on one. */
  Optional<Point> triangulate(View... track) {
    Vector3[] rays = new Vector3[track.length];
    for (int i = 0; i < rays.length; i++) {
      View view = track[i];
      MapImage image = images.get(view.image());
      rays[i] = image.mapFromCamera().rotation().rotate(image.camera().ray(view.x(), view.y()));
    }
    Vector3 best = null;
    double bestCost = Double.POSITIVE_INFINITY;
    int proposing = Math.min(rays.length, MAX_PROPOSING_VIEWS);
    for (int i = 0; i < proposing; i++) {
      for (int j = i + 1; j < proposing; j++) {
        if (rays[i].dot(rays[j]) > minAngleCosine) {
          continue;
        }
        Optional<Vector3> proposal = midpoint(centre(track[i]), rays[i], centre(track[j]), rays[j]);
        if (proposal.isPresent()) {
          double cost = cost(track, proposal.get());
          if (cost < bestCost) {
            bestCost = cost;
            best = proposal.get();
          }
        }
      }
    }
    if (best == null) {
      return Optional.empty();
    }
    Vector3 refined = refine(track, best);
    BitSet inliers = new BitSet(rays.length);
    double minCosine = 1;
    for (int i = 0; i < rays.length; i++) {
      if (errorPx(track[i], refined) <= maxErrorPx) {
        inliers.set(i);
        for (int j = 0; j < i; j++) {
          if (inliers.get(j)) {
            minCosine = Math.min(minCosine, rays[i].dot(rays[j]));
          }
        }
      }
    }
    return inliers.cardinality() >= 2 && minCosine <= minAngleCosine
        ? Optional.of(new Point(refined, inliers))
        : Optional.empty();
  }

  private Vector3 centre(View view) {
    return images.get(view.image()).mapFromCamera().translation();
  }

  /** Truncated squared error: a view that disagrees costs as much as one at the limit. */
  private double cost(View[] track, Vector3 point) {
    double limit = maxErrorPx * maxErrorPx;
    double cost = 0;
    for (View view : track) {
      double error = errorPx(view, point);
      cost += Math.min(error * error, limit);
    }
    return cost;
  }

  private double errorPx(View view, Vector3 point) {
    Vector3 p = cameraFromMap[view.image()].transform(point);
    double[] pixel = new double[2];
    return images.get(view.image()).camera().project(p.x(), p.y(), p.z(), pixel)
        ? Math.hypot(pixel[0] - view.x(), pixel[1] - view.y())
        : Double.POSITIVE_INFINITY;
  }

  /**
   * Midpoint of the shortest segment between two rays; empty when it lies behind one of the
   * cameras.
   */
  private static Optional<Vector3> midpoint(Vector3 c1, Vector3 d1, Vector3 c2, Vector3 d2) {
    Vector3 w = c2.minus(c1);
    double b = d1.dot(d2);
    double denominator = 1 - b * b;
    if (!(denominator > 1e-12)) {
      return Optional.empty();
    }
    double s = (w.dot(d1) - b * w.dot(d2)) / denominator;
    double t = (b * w.dot(d1) - w.dot(d2)) / denominator;
    if (!(s > 0 && t > 0)) {
      return Optional.empty();
    }
    return Optional.of(c1.plus(d1.times(s)).plus(c2.plus(d2.times(t))).times(0.5));
  }

  /** Gauss-Newton over the views within the limit; stops where a step no longer lowers the cost. */
  private Vector3 refine(View[] track, Vector3 start) {
    Vector3 point = start;
    double cost = cost(track, point);
    double[] pixel = new double[2];
    double[] j = new double[6];
    for (int iteration = 0; iteration < REFINEMENTS; iteration++) {
      // Normal equations H dp = g of the point in the map, H symmetric 3 x 3.
      double[] h = new double[6];
      double[] g = new double[3];
      for (View view : track) {
        Pose pose = cameraFromMap[view.image()];
        Vector3 p = pose.transform(point);
        if (!images.get(view.image()).camera().projectWithJacobian(p.x(), p.y(), p.z(), pixel, j)) {
          continue;
        }
        double ex = view.x() - pixel[0];
        double ey = view.y() - pixel[1];
        if (ex * ex + ey * ey > maxErrorPx * maxErrorPx) {
          continue;
        }
        double[] r = pose.rotation().toMatrix();
        double[] jx = new double[3];
        double[] jy = new double[3];
        for (int k = 0; k < 3; k++) {
          jx[k] = j[0] * r[k] + j[1] * r[3 + k] + j[2] * r[6 + k];
          jy[k] = j[3] * r[k] + j[4] * r[3 + k] + j[5] * r[6 + k];
          g[k] += jx[k] * ex + jy[k] * ey;
        }
        h[0] += jx[0] * jx[0] + jy[0] * jy[0];
        h[1] += jx[0] * jx[1] + jy[0] * jy[1];
        h[2] += jx[0] * jx[2] + jy[0] * jy[2];
        h[3] += jx[1] * jx[1] + jy[1] * jy[1];
        h[4] += jx[1] * jx[2] + jy[1] * jy[2];
        h[5] += jx[2] * jx[2] + jy[2] * jy[2];
      }
      Vector3 candidate = point.plus(solve(h, g));
      double candidateCost = cost(track, candidate);
      if (!(candidateCost < cost)) {
        break;
      }
      point = candidate;
      cost = candidateCost;
    }
    return point;
  }

  /**
   * Solves the symmetric 3 x 3 system (upper triangle a, b, c, d, e, f) by cofactors; NaN when it
   * is singular.
   */
  private static Vector3 solve(double[] h, double[] g) {
    double c00 = h[3] * h[5] - h[4] * h[4];
    double c01 = h[2] * h[4] - h[1] * h[5];
    double c02 = h[1] * h[4] - h[2] * h[3];
    double c11 = h[0] * h[5] - h[2] * h[2];
    double c12 = h[1] * h[2] - h[0] * h[4];
    double c22 = h[0] * h[3] - h[1] * h[1];
    double det = h[0] * c00 + h[1] * c01 + h[2] * c02;
    return new Vector3(
        (c00 * g[0] + c01 * g[1] + c02 * g[2]) / det,
        (c01 * g[0] + c11 * g[1] + c12 * g[2]) / det,
        (c02 * g[0] + c12 * g[1] + c22 * g[2]) / det);
  }
}
