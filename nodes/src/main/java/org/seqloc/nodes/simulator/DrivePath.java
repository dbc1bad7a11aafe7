package org.seqloc.nodes.simulator;

import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;

/**
 * How the rig moves in a pass: along its lane with slow weaving, slower in bends, the body pitching
 * and rolling a little. Smooth in time.
 */
final class DrivePath {

  /** Middle of the right-hand lane. */
  private static final double LANE = -1.75;

  private static final double STEP_SECONDS = 0.01;

  private final Street street;
  private final double lateralOffset;
  private final double phase;
  private final double[] stations;
  private final double leadSeconds;

  /**
   * @param leadSeconds the path is known from that long before time 0, where it is at station 0
   * @param seconds how long after time 0 it ends
   * @param speed on straight road, m/s
   * @param lateralOffset metres left of the middle of the lane
   * @param phase of the weaving, radians
   */
  DrivePath(
      Street street,
      double leadSeconds,
      double seconds,
      double speed,
      double lateralOffset,
      double phase) {
    this.street = street;
    this.leadSeconds = leadSeconds;
    this.lateralOffset = lateralOffset;
    this.phase = phase;
    stations = new double[(int) Math.ceil((leadSeconds + seconds) / STEP_SECONDS) + 2];
    stations[0] = -speed * leadSeconds;
    for (int i = 1; i < stations.length; i++) {
      double at = stations[i - 1];
      // Two metres ahead: a driver brakes before the bend.
      double bend = Math.min(1, Math.abs(street.curvature(at + 2)) * 14);
      double ripple = 1 + 0.05 * Math.sin(0.045 * at + phase);
      stations[i] = at + STEP_SECONDS * speed * ripple * (1 - 0.4 * bend);
    }
  }

  /** Metres of street after {@code seconds}, linear between steps of a hundredth. */
  double station(double seconds) {
    double index = Math.max(0, (seconds + leadSeconds) / STEP_SECONDS);
    int i = (int) Math.min(stations.length - 2, index);
    return stations[i] + (index - i) * (stations[i + 1] - stations[i]);
  }

  private double lateral(double station) {
    return LANE
        + lateralOffset
        + 0.16 * Math.sin(0.11 * station + phase)
        + 0.08 * Math.sin(0.27 * station + 2.1 * phase);
  }

  /** base_link, {@code seconds} into the pass. */
  Pose mapFromBody(double seconds) {
    double station = station(seconds);
    Vector3 here = street.at(station, lateral(station));
    double h = 0.25;
    Vector3 ahead = street.at(station + h, lateral(station + h));
    Vector3 before = street.at(station - h, lateral(station - h));
    double yaw = Math.atan2(ahead.y() - before.y(), ahead.x() - before.x());
    double speed = (station(seconds + 0.1) - station(seconds - 0.1)) / 0.2;
    // The body leans out of a bend and trembles over the road.
    double roll =
        0.0035 * speed * speed * street.curvature(station)
            + 0.004 * Math.sin(1.9 * seconds + phase)
            + 0.002 * Math.sin(5.3 * seconds);
    double pitch =
        0.006 * Math.sin(1.3 * seconds + 0.7 * phase) + 0.003 * Math.sin(4.1 * seconds + phase);
    return new Pose(Quaternion.ofRollPitchYaw(roll, pitch, yaw), here);
  }
}
