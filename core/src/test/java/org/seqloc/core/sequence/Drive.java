package org.seqloc.core.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.seqloc.core.geometry.Covariance6;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.pose.RigPose;

/** A car on a circle, measured and filtered. */
abstract class Drive {

  private static final long MS = 1_000_000L;
  static final long SECOND = 1_000 * MS;
  static final long FRAME = 100 * MS;
  private static final double SPEED_MPS = 10;
  private static final double TURN_RATE_RPS = 0.2;
  private static final double SIGMA_M = 0.1;
  private static final double SIGMA_RAD = 0.01;

  /** A car on a circle, in closed form: constant velocity and turn rate in its own frame. */
  static Pose onCurve(long stampNanos) {
    return onCurve(stampNanos, TURN_RATE_RPS);
  }

  /** What a wheel odometry of 1 % too large wheels and a gyroscope 1 % off makes of the curve. */
  static Pose drifting(long stampNanos) {
    return onCurve(stampNanos, 1.01 * TURN_RATE_RPS);
  }

  private static Pose onCurve(long stampNanos, double turnRateRps) {
    double yaw = turnRateRps * (stampNanos * 1e-9);
    double radius = SPEED_MPS / TURN_RATE_RPS;
    return new Pose(
        Quaternion.ofAxisAngle(new Vector3(0, 0, 1), yaw),
        new Vector3(radius * Math.sin(yaw), radius * (1 - Math.cos(yaw)), 0));
  }

  static RigPose.Found found(Pose mapFromBody, int inliers) {
    return new RigPose.Found(
        mapFromBody,
        Covariance6.ofSigmas(SIGMA_M, SIGMA_RAD),
        IntStream.range(0, inliers).boxed().toList(),
        0.8,
        1,
        2);
  }

  static Pose noisy(Pose pose, Random random) {
    return perturbed(
        pose,
        new Vector3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian())
            .times(SIGMA_M),
        new Vector3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian())
            .times(SIGMA_RAD));
  }

  static Pose perturbed(Pose pose, Vector3 dt, Vector3 dw) {
    return new Pose(Quaternion.exp(dw).times(pose.rotation()), pose.translation().plus(dt));
  }

  static double errorM(Pose a, Pose b) {
    return a.translation().distanceTo(b.translation());
  }

  static FilterOutcome.Accepted accepted(FilterOutcome outcome) {
    return assertInstanceOf(FilterOutcome.Accepted.class, outcome, outcome::toString);
  }

  static FilterOutcome.Rejected rejected(FilterOutcome outcome) {
    return assertInstanceOf(FilterOutcome.Rejected.class, outcome, outcome::toString);
  }

  /** Drives the curve for some frames with good measurements, without odometry. */
  static PoseFilter tracking(FilterOptions options, int frames, long seed) {
    PoseFilter filter = new PoseFilter(options);
    Random random = new Random(seed);
    for (int i = 0; i < frames; i++) {
      filter.predict(i * FRAME, Optional.empty());
      accepted(filter.update(found(noisy(onCurve(i * FRAME), random), 100)));
    }
    return filter;
  }

  static void assertCovariance(Covariance6 covariance) {
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < i; j++) {
        assertEquals(covariance.get(i, j), covariance.get(j, i), 0, "symmetric to the last bit");
      }
    }
    DMatrixRMaj matrix = new DMatrixRMaj(6, 6, true, covariance.toArray());
    assertTrue(
        DecompositionFactory_DDRM.chol(6, true).decompose(matrix.copy()), "positive definite");
  }
}
