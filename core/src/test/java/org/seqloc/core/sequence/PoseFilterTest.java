package org.seqloc.core.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.seqloc.core.geometry.Covariance6;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.pose.RigPose;

/** Which measurements count, and how long the filter goes on without. */
class PoseFilterTest extends Drive {

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
