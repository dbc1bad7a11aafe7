package org.seqloc.core.evaluate;

import java.util.List;
import org.seqloc.core.geometry.Vector3;

/**
 * Looks down on the map: the axis along which the path extends least is taken as the vertical. That
 * serves maps with z up and those in a camera's axes (y down) alike; both are seen right-handed. A
 * path longer in the second axis is turned to lie across the page.
 */
record TopView(int acrossAxis, int upAxis, boolean turned) {

  private static final String NAMES = "xyz";

  static TopView of(List<Vector3> path) {
    double[] extent = new double[3];
    for (int axis = 0; axis < 3; axis++) {
      int a = axis;
      double min = path.stream().mapToDouble(p -> component(p, a)).min().orElse(0);
      double max = path.stream().mapToDouble(p -> component(p, a)).max().orElse(0);
      extent[axis] = max - min;
    }
    // Least extent; z first, so that a path of two equally short axes reads as a usual map.
    int vertical = 2;
    for (int axis : new int[] {1, 0}) {
      if (extent[axis] < extent[vertical]) {
        vertical = axis;
      }
    }
    int first = vertical == 0 ? 1 : 0;
    int second = vertical == 2 ? 1 : 2;
    return extent[second] > 1.4 * extent[first]
        ? new TopView(second, first, true)
        : new TopView(first, second, false);
  }

  double across(Vector3 p) {
    return component(p, acrossAxis);
  }

  /** A quarter turn takes the first axis downwards. */
  double up(Vector3 p) {
    return turned ? -component(p, upAxis) : component(p, upAxis);
  }

  String acrossName() {
    return NAMES.substring(acrossAxis, acrossAxis + 1);
  }

  String upName() {
    return NAMES.substring(upAxis, upAxis + 1);
  }

  private static double component(Vector3 p, int axis) {
    return axis == 0 ? p.x() : axis == 1 ? p.y() : p.z();
  }
}
