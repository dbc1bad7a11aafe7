package org.seqloc.core.evaluate;

import java.util.ArrayList;
import java.util.List;

/** Keeps drawings of long runs small without a visible change. Points are {x, y} in pixels. */
final class PlotPoints {

  private PlotPoints() {}

  /** The points without those nearer than {@code distance} pixels to the last one kept. */
  static List<double[]> apart(List<double[]> points, double distance) {
    List<double[]> kept = new ArrayList<>();
    for (double[] p : points) {
      double[] last = kept.isEmpty() ? null : kept.get(kept.size() - 1);
      if (last == null || Math.hypot(p[0] - last[0], p[1] - last[1]) >= distance) {
        kept.add(p);
      }
    }
    return kept;
  }

  /** At most the first, lowest, highest and last point of each pixel column; x must not descend. */
  static List<double[]> columns(List<double[]> points) {
    List<double[]> kept = new ArrayList<>();
    int start = 0;
    while (start < points.size()) {
      double column = Math.floor(points.get(start)[0]);
      int end = start;
      int low = start;
      int high = start;
      while (end < points.size() && Math.floor(points.get(end)[0]) == column) {
        low = points.get(end)[1] < points.get(low)[1] ? end : low;
        high = points.get(end)[1] > points.get(high)[1] ? end : high;
        end++;
      }
      for (int i = start; i < end; i++) {
        if (i == start || i == low || i == high || i == end - 1) {
          kept.add(points.get(i));
        }
      }
      start = end;
    }
    return kept;
  }

  static void line(Canvas canvas, List<double[]> points, Ink ink, double width) {
    if (points.size() < 2) {
      return;
    }
    double[] xy = new double[2 * points.size()];
    for (int i = 0; i < points.size(); i++) {
      xy[2 * i] = points.get(i)[0];
      xy[2 * i + 1] = points.get(i)[1];
    }
    canvas.line(xy, ink, width);
  }
}
