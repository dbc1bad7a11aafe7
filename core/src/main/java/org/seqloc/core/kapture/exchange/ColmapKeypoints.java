package org.seqloc.core.kapture.exchange;

import java.util.Arrays;

/** The keypoints of an image in a COLMAP model: pixels and the points that they see. */
final class ColmapKeypoints {

  /** What a keypoint that sees no point has as the point's id. */
  static final long NO_POINT = -1;

  static final ColmapKeypoints NONE = new ColmapKeypoints(0);

  private double[] xy;
  private long[] points;
  private int size;

  ColmapKeypoints(int capacity) {
    xy = new double[2 * capacity];
    points = new long[capacity];
  }

  void add(double x, double y, long point) {
    if (size == points.length) {
      int capacity = Math.max(16, size + (size >> 1));
      xy = Arrays.copyOf(xy, 2 * capacity);
      points = Arrays.copyOf(points, capacity);
    }
    xy[2 * size] = x;
    xy[2 * size + 1] = y;
    points[size++] = point;
  }

  int size() {
    return size;
  }

  double x(int keypoint) {
    return xy[2 * keypoint];
  }

  double y(int keypoint) {
    return xy[2 * keypoint + 1];
  }

  /** The id of the point that is seen, or {@link #NO_POINT}. */
  long point(int keypoint) {
    return points[keypoint];
  }

  /** All pixels less a shift, float[2 * size]. */
  float[] pixels(double shift) {
    float[] pixels = new float[2 * size];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) (xy[i] - shift);
    }
    return pixels;
  }
}
