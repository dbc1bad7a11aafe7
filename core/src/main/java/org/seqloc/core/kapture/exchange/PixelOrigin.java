package org.seqloc.core.kapture.exchange;

import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.Vector2;

/** Where pixels are counted from; the package tells which format has which origin. */
final class PixelOrigin {

  /** The half pixel by which the image's corner lies before the first pixel's centre. */
  static final double CORNER_SHIFT = 0.5;

  private PixelOrigin() {}

  /** By how much pixels of a format that counts from the corner are moved to the left and up. */
  static double shift(boolean cornerOrigin) {
    return cornerOrigin ? CORNER_SHIFT : 0;
  }

  static Vector2 principalPoint(Camera camera) {
    int cx = indexOfPrincipalPoint(camera);
    double[] p = camera.parameters();
    return new Vector2(p[cx], p[cx + 1]);
  }

  /** The same camera with its principal point moved. */
  static Camera shift(Camera camera, double by) {
    double[] p = camera.parameters();
    int cx = indexOfPrincipalPoint(camera);
    p[cx] += by;
    p[cx + 1] += by;
    return new Camera(camera.model(), camera.width(), camera.height(), p);
  }

  private static int indexOfPrincipalPoint(Camera camera) {
    return switch (camera.model()) {
      case SIMPLE_PINHOLE, SIMPLE_RADIAL, RADIAL, SIMPLE_RADIAL_FISHEYE, RADIAL_FISHEYE -> 1;
      case PINHOLE, OPENCV, OPENCV_FISHEYE, FULL_OPENCV, FOV, THIN_PRISM_FISHEYE -> 2;
    };
  }
}
