package org.seqloc.nodes.simulator;

import org.seqloc.core.geometry.Vector3;

/**
 * An upright box that throws a shadow, standing on the ground.
 *
 * @param axisX level unit direction of its length; its width is square to it
 * @param bottom height of its underside, metres
 */
record Occluder(
    Vector3 centre, Vector3 axisX, double halfX, double halfY, double bottom, double top) {

  /** Of the circle that holds its footprint. */
  double radius() {
    return Math.hypot(halfX, halfY);
  }

  /** Whether the ray from {@code point} along {@code direction} meets the box. */
  boolean meets(Vector3 point, Vector3 direction) {
    double dx = point.x() - centre.x();
    double dy = point.y() - centre.y();
    double along = dx * axisX.x() + dy * axisX.y();
    double across = dy * axisX.x() - dx * axisX.y();
    double goAlong = direction.x() * axisX.x() + direction.y() * axisX.y();
    double goAcross = direction.y() * axisX.x() - direction.x() * axisX.y();
    double near = 0;
    double far = Double.POSITIVE_INFINITY;
    double[] start = {along, across, point.z() - (bottom + top) / 2};
    double[] go = {goAlong, goAcross, direction.z()};
    double[] half = {halfX, halfY, (top - bottom) / 2};
    for (int i = 0; i < 3; i++) {
      if (Math.abs(go[i]) < 1e-12) {
        if (Math.abs(start[i]) > half[i]) {
          return false;
        }
        continue;
      }
      double a = (-half[i] - start[i]) / go[i];
      double b = (half[i] - start[i]) / go[i];
      near = Math.max(near, Math.min(a, b));
      far = Math.min(far, Math.max(a, b));
      if (near > far) {
        return false;
      }
    }
    return true;
  }
}
