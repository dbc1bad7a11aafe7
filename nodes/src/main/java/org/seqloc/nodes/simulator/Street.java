package org.seqloc.nodes.simulator;

import java.util.SplittableRandom;
import org.seqloc.core.geometry.Vector3;

/**
 * The centre line of a street: gentle curves with 90-degree turns, left and right by turns, so that
 * a street of any length never meets itself.
 *
 * <p>A place is (station, lateral): metres along the line, from {@code start()} (below zero) on,
 * and metres to its left.
 */
final class Street {

  static final double ROAD_HALF_WIDTH = 3.5;
  static final double PARKING_WIDTH = 2.2;
  static final double KERB = ROAD_HALF_WIDTH + PARKING_WIDTH;

  /** From the centre line to the fronts of the houses. */
  static final double FRONT = KERB + 2.8;

  private static final double STEP = 0.25;
  private static final double TURN_RADIUS = 14;
  private static final double EASE = 10;

  private static final double CROSSING_STRETCH = 40;

  /** Metres of street before station 0. */
  private static final double LEAD = 40;

  private final double[] x;
  private final double[] y;
  private final double[] heading;
  private final double[] curvature;

  /** Station of the crossing in each stretch of the street, infinite where there is none. */
  private final double[] crossings;

  /**
   * @param length metres from station 0 on, at least
   */
  Street(long seed, double length) {
    int count = (int) Math.ceil((LEAD + length) / STEP) + 1;
    x = new double[count];
    y = new double[count];
    heading = new double[count];
    curvature = new double[count];
    curve(new SplittableRandom(Colours.seed(seed, 1)));
    SplittableRandom random = new SplittableRandom(Colours.seed(seed, 2));
    crossings = new double[1 + (int) (count * STEP / CROSSING_STRETCH)];
    for (int k = 0; k < crossings.length; k++) {
      double at = start() + CROSSING_STRETCH * (k + Colours.uniform(random, 0.2, 0.8));
      crossings[k] = random.nextInt(3) == 0 ? at : Double.POSITIVE_INFINITY;
    }
    for (int i = 1; i < count; i++) {
      double bend = (curvature[i - 1] + curvature[i]) / 2;
      heading[i] = heading[i - 1] + bend * STEP;
      double middle = heading[i - 1] + bend * STEP / 2;
      x[i] = x[i - 1] + STEP * Math.cos(middle);
      y[i] = y[i - 1] + STEP * Math.sin(middle);
    }
  }

  /** Blocks of 55 to 75 m with one gentle swing each, then a turn. */
  private void curve(SplittableRandom random) {
    double sign = random.nextBoolean() ? 1 : -1;
    // An eased turn covers EASE / R in its two ends; the arc between does the rest of 90 degrees.
    double arc = TURN_RADIUS * (Math.PI / 2 - EASE / TURN_RADIUS);
    double from = LEAD / STEP;
    for (int i = 0; i < curvature.length; ) {
      double block = Colours.uniform(random, 55, 75);
      double swing = Colours.uniform(random, 1 / 350.0, 1 / 160.0) * -sign;
      int blockSteps = (int) ((i == 0 ? from : 0) + block / STEP);
      int turnSteps = (int) ((arc + 2 * EASE) / STEP);
      for (int k = 0; k < blockSteps + turnSteps && i < curvature.length; k++, i++) {
        if (k < blockSteps) {
          double phase = (double) k / blockSteps;
          curvature[i] = swing * Math.sin(2 * Math.PI * phase);
        } else {
          double along = (k - blockSteps) * STEP;
          double ease = Math.min(1, Math.min(along, arc + 2 * EASE - along) / EASE);
          curvature[i] = sign / TURN_RADIUS * ease * ease * (3 - 2 * ease);
        }
      }
      sign = -sign;
    }
  }

  /** The first station, below zero. */
  double start() {
    return -LEAD;
  }

  /** The last station. */
  double end() {
    return start() + (x.length - 1) * STEP;
  }

  /** The ground at a place; stations outside the street are taken to its ends. */
  Vector3 at(double station, double lateral) {
    double h = heading(station);
    return new Vector3(
        interpolate(x, station) - lateral * Math.sin(h),
        interpolate(y, station) + lateral * Math.cos(h),
        0);
  }

  /** Direction of the line, radians from the map's x. */
  double heading(double station) {
    return interpolate(heading, station);
  }

  /** Signed, 1/m, positive to the left. */
  double curvature(double station) {
    return interpolate(curvature, station);
  }

  /** Metres along the street to the crossing for people in the same stretch; infinite for none. */
  double toCrossing(double station) {
    int stretch = (int) ((station - start()) / CROSSING_STRETCH);
    return Math.abs(station - crossings[Math.max(0, Math.min(crossings.length - 1, stretch))]);
  }

  private double interpolate(double[] values, double station) {
    double index = Math.max(0, Math.min(values.length - 1, (station - start()) / STEP));
    int i = (int) Math.min(values.length - 2, index);
    double f = index - i;
    return values[i] * (1 - f) + values[i + 1] * f;
  }

  /**
   * The place nearest to a point of the map.
   *
   * @return station, lateral
   */
  double[] place(double px, double py) {
    int best = 0;
    double bestDistance = Double.POSITIVE_INFINITY;
    for (int i = 0; i < x.length; i++) {
      double dx = px - x[i];
      double dy = py - y[i];
      double distance = dx * dx + dy * dy;
      if (distance < bestDistance) {
        bestDistance = distance;
        best = i;
      }
    }
    double c = Math.cos(heading[best]);
    double s = Math.sin(heading[best]);
    double dx = px - x[best];
    double dy = py - y[best];
    // Off the centre line of a bend a metre of the way is not a metre of the line.
    double lateral = dy * c - dx * s;
    double stretch = Math.max(0.2, 1 - curvature[best] * lateral);
    return new double[] {start() + best * STEP + (dx * c + dy * s) / stretch, lateral};
  }
}
