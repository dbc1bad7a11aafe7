package org.seqloc.nodes.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;

/**
 * What wheels and a yaw gyroscope make of a drive: the true planar motion with a wrong wheel size,
 * noise, and a heading that walks off.
 */
final class WheelOdometry {

  /** Standard deviation of the wheels' scale. */
  static final double SCALE_ERROR = 0.01;

  /** Random walk of the heading, rad per root metre: 0.2 degrees after ten metres. */
  static final double YAW_WALK = Math.toRadians(0.2) / Math.sqrt(10);

  /** Standard deviation of a speed, m/s. */
  static final double SPEED_NOISE = 0.03;

  /** Standard deviation of a turn rate, rad/s. */
  static final double RATE_NOISE = 0.002;

  /** What cannot change on a level road is this sure: metres and radians. */
  private static final double LEVEL_SIGMA = 1e-3;

  private WheelOdometry() {}

  /**
   * How far off the integrated pose may be, row-major 6 x 6: by the wheels' scale along the way, by
   * the heading's walk across it.
   *
   * @param travelled metres since the start
   */
  static double[] poseCovariance(double travelled) {
    double way = Math.max(0.01, travelled);
    double along = SCALE_ERROR * way;
    double across = YAW_WALK * way * Math.sqrt(way / 3);
    double position = along * along + across * across;
    return diagonal(
        position,
        position,
        LEVEL_SIGMA * LEVEL_SIGMA,
        LEVEL_SIGMA * LEVEL_SIGMA,
        LEVEL_SIGMA * LEVEL_SIGMA,
        YAW_WALK * YAW_WALK * way);
  }

  /** Of speed and turn rate, row-major 6 x 6. */
  static double[] twistCovariance() {
    double level = LEVEL_SIGMA * LEVEL_SIGMA;
    return diagonal(SPEED_NOISE * SPEED_NOISE, level, level, level, level, RATE_NOISE * RATE_NOISE);
  }

  private static double[] diagonal(double... values) {
    double[] matrix = new double[36];
    for (int i = 0; i < 6; i++) {
      matrix[7 * i] = values[i];
    }
    return matrix;
  }

  /**
   * @param startNanos stamp of the pass's second 0
   * @param from first reading, seconds into the pass
   * @param count of readings
   * @param interval seconds between them
   */
  static List<OdometryReading> of(
      DrivePath path, long startNanos, double from, int count, double interval, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double scale = 1 + SCALE_ERROR * Math.max(-2, Math.min(2, random.nextGaussian()));
    List<OdometryReading> readings = new ArrayList<>(count);
    double x = 0;
    double y = 0;
    double yaw = 0;
    double travelled = 0;
    Pose before = path.mapFromBody(from - interval);
    for (int i = 0; i < count; i++) {
      double seconds = from + i * interval;
      Pose now = path.mapFromBody(seconds);
      Vector3 step = now.translation().minus(before.translation());
      double way = Math.hypot(step.x(), step.y());
      double turn = Math.IEEEremainder(now.rotation().yaw() - before.rotation().yaw(), 2 * Math.PI);
      double measuredWay = way * scale;
      double measuredTurn = turn + YAW_WALK * Math.sqrt(way) * random.nextGaussian();
      if (i > 0) {
        x += measuredWay * Math.cos(yaw + measuredTurn / 2);
        y += measuredWay * Math.sin(yaw + measuredTurn / 2);
        yaw += measuredTurn;
        travelled += measuredWay;
      }
      readings.add(
          new OdometryReading(
              startNanos + Math.round(seconds * 1e9),
              new Pose(Quaternion.ofRollPitchYaw(0, 0, yaw), new Vector3(x, y, 0)),
              measuredWay / interval + SPEED_NOISE * random.nextGaussian(),
              measuredTurn / interval + RATE_NOISE * random.nextGaussian(),
              travelled));
      before = now;
    }
    return readings;
  }
}
