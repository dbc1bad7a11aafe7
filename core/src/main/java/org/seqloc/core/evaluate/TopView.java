package org.seqloc.core.evaluate;

import java.util.List;
import org.seqloc.core.geometry.Vector3;

/**
 * Looks down on the map, be its z axis up or, as in a camera's axes, its y axis down: the path
 * tells which. Both are seen right-handed. A path longer in the second axis is turned to lie across
 * the page.
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
    int vertical = vertical(extent);
    int first = 0;
    int second = vertical == 2 ? 1 : 2;
    return extent[second] > 1.4 * extent[first]
        ? new TopView(second, first, true)
        : new TopView(first, second, false);
  }

  /**
   * Vehicles travel along the level: what is travelled most is not vertical. For a path along x,
   * which is level in both kinds of map, z is taken unless the path leaves y clearly less; a slope
   * is no reason.
   */
  private static int vertical(double[] extent) {
    boolean alongZ = extent[2] > extent[0] && extent[2] > extent[1];
    boolean alongX = extent[0] >= extent[1];
    return alongZ || (alongX && extent[2] > 2 * extent[1]) ? 1 : 2;
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
