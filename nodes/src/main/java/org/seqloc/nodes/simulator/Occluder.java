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
    // The stretch of the ray between each pair of faces: the latest entry, the first exit.
    double near = 0;
    double far = Double.POSITIVE_INFINITY;
    double a = crossing(along, goAlong, -halfX);
    double b = crossing(along, goAlong, halfX);
    near = Math.max(near, Math.min(a, b));
    far = Math.min(far, Math.max(a, b));
    a = crossing(across, goAcross, -halfY);
    b = crossing(across, goAcross, halfY);
    near = Math.max(near, Math.min(a, b));
    far = Math.min(far, Math.max(a, b));
    a = crossing(point.z(), direction.z(), bottom);
    b = crossing(point.z(), direction.z(), top);
    near = Math.max(near, Math.min(a, b));
    far = Math.min(far, Math.max(a, b));
    return near <= far;
  }

  /** Where start + t go = face. A ray along the face meets it far off, on the side it lies. */
  private static double crossing(double start, double go, double face) {
    double steep = Math.abs(go) < 1e-9 ? 1e-9 : go;
    return (face - start) / steep;
  }
}
