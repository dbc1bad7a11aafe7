package org.seqloc.core.geometry;

/**
 * COLMAP's camera models; the parameter order is COLMAP's.
 *
 * @see <a href="https://colmap.github.io/cameras.html">COLMAP: camera models</a>
 */
public enum CameraModel {
  /** f, cx, cy. */
  SIMPLE_PINHOLE(3),
  /** fx, fy, cx, cy. */
  PINHOLE(4),
  /** f, cx, cy, k1. */
  SIMPLE_RADIAL(4),
  /** f, cx, cy, k1, k2. */
  RADIAL(5),
  /** fx, fy, cx, cy, k1, k2, p1, p2. */
  OPENCV(8),
  /** fx, fy, cx, cy, k1, k2, k3, k4: ROS's "equidistant". */
  OPENCV_FISHEYE(8),
  /** fx, fy, cx, cy, k1, k2, p1, p2, k3, k4, k5, k6: ROS's "rational_polynomial". */
  FULL_OPENCV(12),
  /** fx, fy, cx, cy, omega. */
  FOV(5),
  /** f, cx, cy, k1. */
  SIMPLE_RADIAL_FISHEYE(4),
  /** f, cx, cy, k1, k2. */
  RADIAL_FISHEYE(5),
  /** fx, fy, cx, cy, k1, k2, p1, p2, k3, k4, sx1, sy1. */
  THIN_PRISM_FISHEYE(12);

  private final int parameterCount;

  CameraModel(int parameterCount) {
    this.parameterCount = parameterCount;
  }

  /** The number of parameters, image size not counted. */
  public int parameterCount() {
    return parameterCount;
  }
}
