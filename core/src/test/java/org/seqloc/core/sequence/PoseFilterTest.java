package org.seqloc.core.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.junit.jupiter.api.Test;
import org.seqloc.core.geometry.Covariance6;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.pose.RigPose;

class PoseFilterTest {

  private static final long MS = 1_000_000L;
  private static final long SECOND = 1_000 * MS;
  private static final long FRAME = 100 * MS;

  private static final double SPEED_MPS = 10;
  private static final double TURN_RATE_RPS = 0.2;
  private static final double SIGMA_M = 0.1;
  private static final double SIGMA_RAD = 0.01;

  /** The measurements' covariance says all: the map is exact. */
  private static final FilterOptions EXACT_MAP =
      new FilterOptions(4, 1, 10, 0.5, 0.05, 0.02, 0.01, 0.001, 0, 0, 5.3, 30, 5, 10, 15 * SECOND);

  /** A car on a circle, in closed form: constant velocity and turn rate in its own frame. */
  private static Pose onCurve(long stampNanos) {
    double seconds = stampNanos * 1e-9;
    double yaw = TURN_RATE_RPS * seconds;
    double radius = SPEED_MPS / TURN_RATE_RPS;
    return new Pose(
        Quaternion.ofAxisAngle(new Vector3(0, 0, 1), yaw),
        new Vector3(radius * Math.sin(yaw), radius * (1 - Math.cos(yaw)), 0));
  }

  /** What a wheel odometry of 1 % too large wheels and a gyroscope 1 % off makes of the curve. */
  private static Pose drifting(long stampNanos) {
    double seconds = stampNanos * 1e-9;
    double yaw = 1.01 * TURN_RATE_RPS * seconds;
    double radius = SPEED_MPS / TURN_RATE_RPS;
    return new Pose(
        Quaternion.ofAxisAngle(new Vector3(0, 0, 1), yaw),
        new Vector3(radius * Math.sin(yaw), radius * (1 - Math.cos(yaw)), 0));
  }

  private static RigPose.Found found(Pose mapFromBody, int inliers) {
    return new RigPose.Found(
        mapFromBody,
        Covariance6.ofSigmas(SIGMA_M, SIGMA_RAD),
        IntStream.range(0, inliers).boxed().toList(),
        0.8,
        1,
        2);
  }

  private static Pose noisy(Pose pose, Random random) {
    return perturbed(
        pose,
        new Vector3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian())
            .times(SIGMA_M),
        new Vector3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian())
            .times(SIGMA_RAD));
  }

  private static Pose perturbed(Pose pose, Vector3 dt, Vector3 dw) {
    return new Pose(Quaternion.exp(dw).times(pose.rotation()), pose.translation().plus(dt));
  }

  private static double errorM(Pose a, Pose b) {
    return a.translation().distanceTo(b.translation());
  }

  private static FilterOutcome.Accepted accepted(FilterOutcome outcome) {
    return assertInstanceOf(FilterOutcome.Accepted.class, outcome, outcome::toString);
  }

  private static FilterOutcome.Rejected rejected(FilterOutcome outcome) {
    return assertInstanceOf(FilterOutcome.Rejected.class, outcome, outcome::toString);
  }

  /** Drives the curve for some frames with good measurements, without odometry. */
  private static PoseFilter tracking(FilterOptions options, int frames, long seed) {
    PoseFilter filter = new PoseFilter(options);
    Random random = new Random(seed);
    for (int i = 0; i < frames; i++) {
      filter.predict(i * FRAME, Optional.empty());
      accepted(filter.update(found(noisy(onCurve(i * FRAME), random), 100)));
    }
    return filter;
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

  private static void assertCovariance(Covariance6 covariance) {
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < i; j++) {
        assertEquals(covariance.get(i, j), covariance.get(j, i), 0, "symmetric to the last bit");
      }
    }
    DMatrixRMaj matrix = new DMatrixRMaj(6, 6, true, covariance.toArray());
    assertTrue(
        DecompositionFactory_DDRM.chol(6, true).decompose(matrix.copy()), "positive definite");
  }

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
  void outlierIsRefusedAndLeavesTheStateUnharmed() {
    PoseFilter with = tracking(FilterOptions.DEFAULT, 30, 3);
    PoseFilter without = tracking(FilterOptions.DEFAULT, 30, 3);
    long t = 30 * FRAME;
    with.predict(t, Optional.empty());
    without.predict(t, Optional.empty());
    Pose wrong = perturbed(onCurve(t), new Vector3(3, -4, 0), Vector3.ZERO);
    String reason = rejected(with.update(found(wrong, 100))).reason();
    assertTrue(reason.matches("measured [45]\\.\\d+ m and .* off the prediction, .*"), reason);
    assertTrue(with.isTracking());
    t += FRAME;
    assertEquals(without.predict(t, Optional.empty()), with.predict(t, Optional.empty()));
    RigPose.Found right = found(onCurve(t), 100);
    assertEquals(without.update(right), with.update(right));
  }

  @Test
  void turnedMeasurementIsRefusedToo() {
    PoseFilter filter = tracking(FilterOptions.DEFAULT, 30, 4);
    filter.predict(30 * FRAME, Optional.empty());
    Pose turned = perturbed(onCurve(30 * FRAME), Vector3.ZERO, new Vector3(0, 0, 2));
    rejected(filter.update(found(turned, 100)));
  }

  @Test
  void manyRefusedInARowMeanThatTheFilterIsWrong() {
    PoseFilter filter = tracking(FilterOptions.DEFAULT, 30, 5);
    Vector3 away = new Vector3(0, 0, 200);
    long t = 30 * FRAME;
    for (int i = 1; i <= FilterOptions.DEFAULT.maxRejections(); i++, t += FRAME) {
      filter.predict(t, Optional.empty());
      rejected(filter.update(found(perturbed(onCurve(t), away, Vector3.ZERO), 100)));
      assertEquals(i < FilterOptions.DEFAULT.maxRejections(), filter.isTracking());
    }
    assertTrue(filter.predict(t, Optional.empty()).isEmpty());
    Pose there = perturbed(onCurve(t), away, Vector3.ZERO);
    FilterOutcome.Accepted again = accepted(filter.update(found(there, 100)));
    assertEquals(there, again.mapFromBody());
    assertEquals(0, again.mahalanobis());
  }

  @Test
  void acceptedMeasurementForgivesTheRefusedOnes() {
    PoseFilter filter = tracking(FilterOptions.DEFAULT, 30, 6);
    long t = 30 * FRAME;
    for (int i = 0; i < 20; i++, t += FRAME) {
      filter.predict(t, Optional.empty());
      if (i % 4 == 3) {
        accepted(filter.update(found(onCurve(t), 100)));
      } else {
        Pose wrong = perturbed(onCurve(t), new Vector3(0, 0, 50), Vector3.ZERO);
        rejected(filter.update(found(wrong, 100)));
      }
    }
    assertTrue(filter.isTracking());
  }

  @Test
  void driftingOdometryBridgesAGapOfVision() {
    PoseFilter filter = new PoseFilter(FilterOptions.DEFAULT);
    Random random = new Random(8);
    long t = 0;
    for (; t <= 10 * SECOND; t += FRAME) {
      filter.predict(t, Optional.of(drifting(t)));
      accepted(filter.update(found(noisy(onCurve(t), random), 100)));
    }
    double sigma = 0;
    double error = 0;
    for (; t <= 13 * SECOND; t += FRAME) {
      PredictedPose predicted = filter.predict(t, Optional.of(drifting(t))).orElseThrow();
      assertCovariance(predicted.covariance());
      assertTrue(predicted.covariance().positionSigma() > sigma, "grows");
      sigma = predicted.covariance().positionSigma();
      error = errorM(predicted.mapFromBody(), onCurve(t));
      assertTrue(error < 3 * sigma);
    }
    // 1 % of 30 m, and what the heading was off when vision ended: up to 0.01 rad of 30 m.
    assertTrue(error < 0.5, "error " + error);
    filter.predict(t, Optional.of(drifting(t)));
    accepted(filter.update(found(onCurve(t), 100)));
  }

  @Test
  void velocityTakesOverWhereOdometryEnds() {
    PoseFilter filter = new PoseFilter(FilterOptions.DEFAULT);
    long t = 0;
    for (; t <= 2 * SECOND; t += FRAME) {
      filter.predict(t, Optional.of(onCurve(t)));
      accepted(filter.update(found(onCurve(t), 100)));
    }
    for (; t <= 3 * SECOND; t += FRAME) {
      Pose predicted = filter.predict(t, Optional.empty()).orElseThrow().mapFromBody();
      assertEquals(0, errorM(predicted, onCurve(t)), 0.2);
    }
  }

  @Test
  void uncertaintyGrowsWhileCoastingUntilItIsGivenUp() {
    PoseFilter filter = tracking(FilterOptions.DEFAULT, 30, 7);
    double sigma = 0;
    double turnSigma = 0;
    long t = 30 * FRAME;
    Optional<PredictedPose> predicted = filter.predict(t, Optional.empty());
    while (predicted.isPresent()) {
      Covariance6 covariance = predicted.get().covariance();
      assertCovariance(covariance);
      assertTrue(covariance.positionSigma() > sigma && covariance.rotationSigma() > turnSigma);
      assertTrue(covariance.positionSigma() <= FilterOptions.DEFAULT.maxPositionSigmaM());
      sigma = covariance.positionSigma();
      turnSigma = covariance.rotationSigma();
      t += FRAME;
      predicted = filter.predict(t, Optional.empty());
    }
    assertFalse(filter.isTracking());
    assertTrue(t - 30 * FRAME > SECOND, "a second at least is bridged");
    // A new start needs no agreement with the old state.
    Pose elsewhere = new Pose(Quaternion.IDENTITY, new Vector3(500, 0, 0));
    assertEquals(elsewhere, accepted(filter.update(found(elsewhere, 100))).mapFromBody());
  }

  @Test
  void coastingOnOdometryEndsAfterTheSetTime() {
    PoseFilter filter = new PoseFilter(FilterOptions.DEFAULT);
    filter.predict(0, Optional.of(onCurve(0)));
    accepted(filter.update(found(onCurve(0), 100)));
    long t = FRAME;
    // Standing, which odometry is sure of.
    while (filter.predict(t, Optional.of(onCurve(0))).isPresent()) {
      t += FRAME;
    }
    assertEquals(15 * SECOND + FRAME, t);
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

  @Test
  void weakMeasurementAwaitsASecondThatAgrees() {
    PoseFilter filter = new PoseFilter(FilterOptions.DEFAULT);
    filter.predict(0, Optional.empty());
    String reason = rejected(filter.update(found(onCurve(0), 15))).reason();
    assertEquals("not yet tracking, and 15 inliers await a second frame that agrees", reason);
    filter.predict(FRAME, Optional.empty());
    Pose other = perturbed(onCurve(FRAME), new Vector3(40, 0, 0), Vector3.ZERO);
    rejected(filter.update(found(other, 15)));
    filter.predict(2 * FRAME, Optional.empty());
    rejected(filter.update(found(onCurve(2 * FRAME), 15)));
    filter.predict(3 * FRAME, Optional.empty());
    accepted(filter.update(found(onCurve(3 * FRAME), 15)));
    assertTrue(filter.isTracking());
  }

  @Test
  void odometryTellsWhetherWeakMeasurementsAgree() {
    PoseFilter filter = new PoseFilter(FilterOptions.DEFAULT);
    filter.predict(0, Optional.of(onCurve(0)));
    rejected(filter.update(found(onCurve(0), 15)));
    // Two metres beside where odometry says.
    filter.predict(FRAME, Optional.of(onCurve(FRAME)));
    Pose beside = perturbed(onCurve(FRAME), new Vector3(0, 2, 0), Vector3.ZERO);
    rejected(filter.update(found(beside, 15)));
    filter.predict(2 * FRAME, Optional.of(onCurve(2 * FRAME)));
    Pose stillBeside = perturbed(onCurve(2 * FRAME), new Vector3(0, 2, 0), Vector3.ZERO);
    accepted(filter.update(found(stillBeside, 15)));
  }

  @Test
  void weakMeasurementOfLongAgoAgreesWithNothing() {
    PoseFilter filter = new PoseFilter(FilterOptions.DEFAULT);
    filter.predict(0, Optional.empty());
    rejected(filter.update(found(onCurve(0), 15)));
    filter.predict(60 * SECOND, Optional.empty());
    Pose far = new Pose(Quaternion.IDENTITY, new Vector3(900, 0, 0));
    rejected(filter.update(found(far, 15)));
  }

  @Test
  void lateFrameIsRefusedAndChangesNothing() {
    PoseFilter with = tracking(FilterOptions.DEFAULT, 30, 10);
    PoseFilter without = tracking(FilterOptions.DEFAULT, 30, 10);
    long late = 29 * FRAME - FRAME / 2;
    assertTrue(with.predict(late, Optional.empty()).isEmpty());
    String reason = rejected(with.update(found(onCurve(late), 100))).reason();
    assertTrue(reason.contains("0.0500 s"), reason);
    for (int i = 0; i < 20; i++) {
      with.predict(late, Optional.empty());
      rejected(with.update(found(onCurve(late), 100)));
    }
    assertTrue(with.isTracking(), "late frames do not count as wrong ones");
    assertEquals(
        without.predict(30 * FRAME, Optional.empty()), with.predict(30 * FRAME, Optional.empty()));
    RigPose.Found right = found(onCurve(30 * FRAME), 100);
    assertEquals(without.update(right), with.update(right));
  }

  @Test
  void repeatedStampIsNotCountedTwice() {
    for (boolean odometry : new boolean[] {false, true}) {
      PoseFilter filter = new PoseFilter(FilterOptions.DEFAULT);
      FilterOutcome.Accepted once = null;
      Optional<Pose> odom = Optional.empty();
      for (int i = 0; i < 30; i++) {
        odom = odometry ? Optional.of(onCurve(i * FRAME)) : Optional.empty();
        filter.predict(i * FRAME, odom);
        once = accepted(filter.update(found(onCurve(i * FRAME), 100)));
      }
      PredictedPose again = filter.predict(29 * FRAME, odom).orElseThrow();
      assertEquals(once.mapFromBody(), again.mapFromBody());
      assertEquals(once.covariance(), again.covariance());
      rejected(filter.update(found(onCurve(29 * FRAME), 100)));
      assertEquals(again, filter.predict(29 * FRAME, odom).orElseThrow());
      assertTrue(filter.isTracking());
    }
  }

  @Test
  void clockThatJumpsBackIsANewRecording() {
    PoseFilter filter = tracking(FilterOptions.DEFAULT, 100, 11);
    assertTrue(filter.predict(0, Optional.empty()).isEmpty());
    assertFalse(filter.isTracking());
    Pose start = new Pose(Quaternion.IDENTITY, new Vector3(-70, 0, 0));
    assertEquals(start, accepted(filter.update(found(start, 100))).mapFromBody());
    assertTrue(filter.predict(FRAME, Optional.empty()).isPresent());
  }

  @Test
  void clockThatJumpsFarAheadLosesTheVehicle() {
    PoseFilter filter = tracking(FilterOptions.DEFAULT, 30, 14);
    long year = 365 * 24 * 3600 * SECOND;
    assertTrue(filter.predict(year, Optional.empty()).isEmpty());
    assertEquals(onCurve(0), accepted(filter.update(found(onCurve(0), 100))).mapFromBody());
    assertCovariance(filter.predict(year + FRAME, Optional.empty()).orElseThrow().covariance());
  }

  @Test
  void resetForgets() {
    PoseFilter filter = tracking(FilterOptions.DEFAULT, 10, 12);
    filter.reset();
    assertFalse(filter.isTracking());
    assertThrows(IllegalStateException.class, () -> filter.update(found(Pose.IDENTITY, 100)));
    assertTrue(filter.predict(11 * FRAME, Optional.empty()).isEmpty());
    // As a new filter would.
    rejected(filter.update(found(onCurve(0), 15)));
  }

  @Test
  void sameInputGivesTheSameBits() {
    List<List<Object>> runs = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      List<Object> results = new ArrayList<>();
      PoseFilter filter = new PoseFilter(FilterOptions.DEFAULT);
      Random random = new Random(13);
      for (int i = 0; i < 200; i++) {
        long t = i * FRAME;
        results.add(filter.predict(t, i > 100 ? Optional.of(drifting(t)) : Optional.empty()));
        if (i % 5 != 4) {
          results.add(filter.update(found(noisy(onCurve(t), random), 100)));
        }
      }
      runs.add(results);
    }
    assertEquals(runs.get(0), runs.get(1));
  }
}
