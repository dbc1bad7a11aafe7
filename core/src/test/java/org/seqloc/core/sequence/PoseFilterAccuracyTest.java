package org.seqloc.core.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.seqloc.core.geometry.Covariance6;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.pose.RigPose;

/** Poses are better than measured, and as good as their covariance says. */
class PoseFilterAccuracyTest extends Drive {

  /** The measurements' covariance says all: the map is exact. */
  private static final FilterOptions EXACT_MAP =
      new FilterOptions(4, 1, 10, 0.5, 0.05, 0.02, 0.01, 0.001, 0, 0, 5.3, 30, 5, 10, 15 * SECOND);

  @Test
  void filteredPosesAreBetterThanMeasuredOnes() {
    double raw = 0;
    double filtered = 0;
    double withOdometry = 0;
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      PoseFilter alone = new PoseFilter(FilterOptions.DEFAULT);
      PoseFilter fused = new PoseFilter(FilterOptions.DEFAULT);
      for (long t = 0; t < 20 * SECOND; t += FRAME) {
        RigPose.Found measured = found(noisy(onCurve(t), random), 100);
        alone.predict(t, Optional.empty());
        fused.predict(t, Optional.of(drifting(t)));
        Pose a = accepted(alone.update(measured)).mapFromBody();
        Pose f = accepted(fused.update(measured)).mapFromBody();
        if (t > 2 * SECOND) {
          raw += Math.pow(errorM(measured.mapFromBody(), onCurve(t)), 2);
          filtered += Math.pow(errorM(a, onCurve(t)), 2);
          withOdometry += Math.pow(errorM(f, onCurve(t)), 2);
        }
      }
    }
    double gain = Math.sqrt(filtered / raw);
    double gainWithOdometry = Math.sqrt(withOdometry / raw);
    assertTrue(gain < 0.88, "filtered to measured error " + gain);
    assertTrue(gainWithOdometry < 0.6, "with odometry " + gainWithOdometry);
  }

  /** A vehicle whose accelerations are what the filter assumes, moved in small steps. */
  private static final class Wanderer {
    static final int SUBSTEPS = 50;
    final Random random;
    Pose mapFromBody = Pose.IDENTITY;
    Vector3 velocity;
    Vector3 turnRate;

    Wanderer(Random random) {
      this.random = random;
      velocity = gaussian(EXACT_MAP.initialSpeedSigmaMps());
      turnRate = gaussian(EXACT_MAP.initialTurnRateSigmaRps());
    }

    Vector3 gaussian(double sigma) {
      return new Vector3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian())
          .times(sigma);
    }

    void move(double seconds) {
      double h = seconds / SUBSTEPS;
      for (int i = 0; i < SUBSTEPS; i++) {
        mapFromBody =
            new Pose(
                mapFromBody.rotation().times(Quaternion.exp(turnRate.times(h))),
                mapFromBody.translation().plus(mapFromBody.rotation().rotate(velocity.times(h))));
        velocity = velocity.plus(gaussian(EXACT_MAP.accelerationNoise() * Math.sqrt(h)));
        turnRate = turnRate.plus(gaussian(EXACT_MAP.angularAccelerationNoise() * Math.sqrt(h)));
      }
    }
  }

  /** Squared error of a pose in units of its covariance; chi-squared of 6 when that is right. */
  private static double normalizedSquaredError(Pose estimate, Covariance6 covariance, Pose truth) {
    Vector3 dt = truth.translation().minus(estimate.translation());
    Vector3 dw = truth.rotation().times(estimate.rotation().inverse()).log();
    DMatrixRMaj e = new DMatrixRMaj(6, 1, true, dt.x(), dt.y(), dt.z(), dw.x(), dw.y(), dw.z());
    DMatrixRMaj solved = new DMatrixRMaj(6, 1);
    assertTrue(CommonOps_DDRM.solve(new DMatrixRMaj(6, 6, true, covariance.toArray()), e, solved));
    return CommonOps_DDRM.dot(e, solved);
  }

  @Test
  void errorsAreAsLargeAsTheCovarianceSays() {
    double updated = 0;
    double predicted = 0;
    int count = 0;
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      Wanderer truth = new Wanderer(random);
      PoseFilter filter = new PoseFilter(EXACT_MAP);
      for (int i = 0; i < 30; i++) {
        Optional<PredictedPose> prediction = filter.predict(i * FRAME, Optional.empty());
        FilterOutcome.Accepted pose =
            accepted(filter.update(found(noisy(truth.mapFromBody, random), 100)));
        if (i >= 5) {
          predicted +=
              normalizedSquaredError(
                  prediction.orElseThrow().mapFromBody(),
                  prediction.orElseThrow().covariance(),
                  truth.mapFromBody);
          updated +=
              normalizedSquaredError(pose.mapFromBody(), pose.covariance(), truth.mapFromBody);
          count++;
        }
        truth.move(FRAME * 1e-9);
      }
    }
    // Each is the mean of 1000 values of mean 6 and variance 12, neighbours correlated.
    assertEquals(6, updated / count, 0.7, "updated");
    assertEquals(6, predicted / count, 0.7, "predicted");
  }

  @Test
  void initialSpreadCoversAVehicleOfUnknownSpeed() {
    double sum = 0;
    int seeds = 400;
    for (int seed = 0; seed < seeds; seed++) {
      Random random = new Random(seed);
      Wanderer truth = new Wanderer(random);
      PoseFilter filter = new PoseFilter(EXACT_MAP);
      filter.predict(0, Optional.empty());
      accepted(filter.update(found(noisy(truth.mapFromBody, random), 100)));
      truth.move(FRAME * 1e-9);
      PredictedPose next = filter.predict(FRAME, Optional.empty()).orElseThrow();
      sum += normalizedSquaredError(next.mapFromBody(), next.covariance(), truth.mapFromBody);
    }
    assertEquals(6, sum / seeds, 0.6);
  }

  @Test
  void constantVelocityFollowsTheCurveThroughAGap() {
    // 10 m along an arc of 0.2 rad, whose end lies a metre beside the tangent.
    long last = 3 * SECOND;
    long after = last + SECOND;
    PoseFilter inOneStep = new PoseFilter(FilterOptions.DEFAULT);
    PoseFilter inManySteps = new PoseFilter(FilterOptions.DEFAULT);
    for (PoseFilter filter : List.of(inOneStep, inManySteps)) {
      for (long t = 0; t <= last; t += FRAME) {
        filter.predict(t, Optional.empty());
        accepted(filter.update(found(onCurve(t), 100)));
      }
    }
    for (long t = last + FRAME; t < after; t += FRAME) {
      inManySteps.predict(t, Optional.empty());
    }
    PredictedPose one = inOneStep.predict(after, Optional.empty()).orElseThrow();
    PredictedPose many = inManySteps.predict(after, Optional.empty()).orElseThrow();
    assertEquals(0, errorM(one.mapFromBody(), onCurve(after)), 0.1);
    assertEquals(0, errorM(many.mapFromBody(), onCurve(after)), 0.1);
    // About as sure of it: one long step leaves out what an uncertain turn does to the way within.
    assertEquals(1, one.covariance().positionSigma() / many.covariance().positionSigma(), 0.2);
    assertEquals(1, one.covariance().rotationSigma() / many.covariance().rotationSigma(), 0.05);
  }

  @Test
  void errorsAfterAGapAreAsLargeAsTheCovarianceSays() {
    double sum = 0;
    int seeds = 400;
    for (int seed = 0; seed < seeds; seed++) {
      Random random = new Random(seed);
      Wanderer truth = new Wanderer(random);
      PoseFilter filter = new PoseFilter(EXACT_MAP);
      for (int i = 0; i < 10; i++) {
        filter.predict(i * FRAME, Optional.empty());
        accepted(filter.update(found(noisy(truth.mapFromBody, random), 100)));
        truth.move((i < 9 ? FRAME : 5 * FRAME) * 1e-9);
      }
      PredictedPose next = filter.predict(14 * FRAME, Optional.empty()).orElseThrow();
      sum += normalizedSquaredError(next.mapFromBody(), next.covariance(), truth.mapFromBody);
    }
    assertEquals(6, sum / seeds, 1);
  }

  @Test
  void covarianceStaysSoundOverALongDrive() {
    PoseFilter filter = new PoseFilter(FilterOptions.DEFAULT);
    Random random = new Random(9);
    for (int i = 0; i < 20_000; i++) {
      long t = i * FRAME;
      Optional<Pose> odometry = i / 100 % 2 == 0 ? Optional.of(drifting(t)) : Optional.empty();
      filter.predict(t, odometry).ifPresent(p -> assertCovariance(p.covariance()));
      if (i % 7 != 3) {
        assertCovariance(
            accepted(filter.update(found(noisy(onCurve(t), random), 100))).covariance());
      }
    }
  }
}
