package org.seqloc.core.pose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Rig;
import org.seqloc.core.geometry.Vector2;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.match.Correspondence;

class RigPoseSolverTest {

  private final RigPoseSolver solver = new RigPoseSolver(RigPoseOptions.DEFAULT);

  private static RigPose.Found found(RigPose pose) {
    return assertInstanceOf(RigPose.Found.class, pose, pose::toString);
  }

  private static double rotationErrorDeg(Pose a, Pose b) {
    return Math.toDegrees(a.rotation().angleTo(b.rotation()));
  }

  @Test
  void withoutNoiseTheInliersAndThePoseAreExact() {
    for (int cameras : new int[] {1, 2, 4, 6}) {
      for (double outliers : new double[] {0, 0.2, 0.5, 0.7}) {
        SyntheticRigScene scene = SyntheticRigScene.of(cameras, 200, outliers, 0, 7 + cameras);
        RigPose.Found found =
            found(solver.solve(scene.rig(), scene.correspondences(), Optional.empty()));
        String what = cameras + " cameras, " + outliers + " outliers";
        assertEquals(
            0,
            found.mapFromBody().translation().distanceTo(scene.mapFromBody().translation()),
            1e-6,
            what);
        assertEquals(0, rotationErrorDeg(found.mapFromBody(), scene.mapFromBody()), 1e-6, what);
        TreeSet<Integer> inliers = new TreeSet<>(found.inliers());
        assertTrue(inliers.containsAll(scene.inliers()), what);
        // A random point may happen to project within four pixels.
        assertTrue(inliers.size() <= scene.inliers().size() + 3, what);
      }
    }
  }

  @Test
  void covarianceIsWhatTheErrorsShow() {
    // Normalized squared errors of the six parameters have mean 6 when the covariance is right.
    double sum = 0;
    int trials = 200;
    RigPoseSolver exactMap =
        new RigPoseSolver(new RigPoseOptions(5, 12, 0.1, 5_000, 0.9999, 5, 0.1, 1));
    for (int t = 0; t < trials; t++) {
      SyntheticRigScene scene = SyntheticRigScene.of(4, 150, 0.3, 1.0, 1000 + t);
      RigPose.Found found =
          found(exactMap.solve(scene.rig(), scene.correspondences(), Optional.empty()));
      Vector3 dt = found.mapFromBody().translation().minus(scene.mapFromBody().translation());
      Vector3 dw =
          found.mapFromBody().rotation().times(scene.mapFromBody().rotation().inverse()).log();
      DMatrixRMaj e = new DMatrixRMaj(6, 1, true, dt.x(), dt.y(), dt.z(), dw.x(), dw.y(), dw.z());
      DMatrixRMaj c = new DMatrixRMaj(6, 6, true, found.covariance().toArray());
      DMatrixRMaj solved = new DMatrixRMaj(6, 1);
      assertTrue(CommonOps_DDRM.solve(c, e, solved));
      sum += CommonOps_DDRM.dot(e, solved);
    }
    double mean = sum / trials;
    assertTrue(mean > 4.5 && mean < 8.5, "mean normalized squared error " + mean + ", expected 6");
  }

  @Test
  void accuracyUnderNoiseIsThatOfTheInformation() {
    double worst = 0;
    for (int t = 0; t < 50; t++) {
      SyntheticRigScene scene = SyntheticRigScene.of(4, 300, 0.4, 1.0, 50 + t);
      RigPose.Found found =
          found(solver.solve(scene.rig(), scene.correspondences(), Optional.empty()));
      worst =
          Math.max(
              worst,
              found.mapFromBody().translation().distanceTo(scene.mapFromBody().translation()));
    }
    assertTrue(worst < 0.06, "worst position error " + worst + " m at 1 px of noise");
  }

  @Test
  void sameInputSamePoseBitForBit() {
    SyntheticRigScene scene = SyntheticRigScene.of(4, 300, 0.6, 1.0, 3);
    RigPose first = solver.solve(scene.rig(), scene.correspondences(), Optional.empty());
    RigPose second =
        new RigPoseSolver(RigPoseOptions.DEFAULT)
            .solve(scene.rig(), scene.correspondences(), Optional.empty());
    assertEquals(first, second);
  }

  @Test
  void wrongPriorDoesNoHarm() {
    SyntheticRigScene scene = SyntheticRigScene.of(3, 200, 0.4, 0.5, 5);
    Pose wrong =
        new Pose(
            scene.mapFromBody().rotation(),
            scene.mapFromBody().translation().plus(new Vector3(2, -1, 0)));
    RigPose.Found found =
        found(solver.solve(scene.rig(), scene.correspondences(), Optional.of(wrong)));
    assertEquals(
        0, found.mapFromBody().translation().distanceTo(scene.mapFromBody().translation()), 0.05);
  }

  @Test
  void onePixelWithManyPointsCountsOnce() {
    SyntheticRigScene scene = SyntheticRigScene.of(2, 11, 0, 0, 5);
    List<Correspondence> doubled = new ArrayList<>(scene.correspondences());
    for (Correspondence c : scene.correspondences()) {
      doubled.add(
          new Correspondence(
              c.camera(), c.pixel(), c.pointId() + 1000, c.pointInMap(), c.similarity()));
    }
    RigPose.NotFound notFound =
        assertInstanceOf(
            RigPose.NotFound.class, solver.solve(scene.rig(), doubled, Optional.empty()));
    assertEquals(RigPose.Reason.TOO_FEW_CORRESPONDENCES, notFound.reason());
  }

  @Test
  void noiseOnlyGivesNoPose() {
    SyntheticRigScene scene = SyntheticRigScene.of(4, 200, 1.0, 0, 9);
    RigPose.NotFound notFound =
        assertInstanceOf(
            RigPose.NotFound.class,
            solver.solve(scene.rig(), scene.correspondences(), Optional.empty()));
    assertEquals(RigPose.Reason.TOO_FEW_INLIERS, notFound.reason());
    assertTrue(notFound.inliers() < 12);
  }

  @Test
  void pointsFarAwayDoNotDetermineThePosition() {
    // All points kilometres off: the rotation is sure, the position is not.
    SyntheticRigScene near = SyntheticRigScene.of(1, 100, 0, 0.5, 4);
    SplittableRandom random = new SplittableRandom(1);
    List<Correspondence> far = new ArrayList<>();
    for (Correspondence c : near.correspondences()) {
      Vector3 centre =
          near.mapFromBody()
              .transform(near.rig().camera(0).cameraFromBody().inverse().translation());
      Vector3 ray = c.pointInMap().minus(centre).normalized();
      far.add(
          new Correspondence(
              0,
              new Vector2(c.pixel().x(), c.pixel().y()),
              c.pointId(),
              centre.plus(ray.times(random.nextDouble(20_000, 50_000))),
              1));
    }
    RigPose.NotFound notFound =
        assertInstanceOf(RigPose.NotFound.class, solver.solve(near.rig(), far, Optional.empty()));
    assertEquals(RigPose.Reason.DEGENERATE_GEOMETRY, notFound.reason());
  }

  /** Scenes that are no scenes: every one gives a finite pose or a reason, never an exception. */
  @Test
  void degenerateInputGivesAFinitePoseOrAReason() {
    SplittableRandom random = new SplittableRandom(8);
    double[] odd = {
      Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300, -1e300, 0, 1e-300
    };
    RigPoseSolver few = new RigPoseSolver(new RigPoseOptions(4, 4, 0, 300, 0.9999, 1e9, 1e-9, 1));
    int found = 0;
    for (int t = 0; t < 300; t++) {
      SyntheticRigScene scene = SyntheticRigScene.of(1 + t % 4, 16, 0, t % 3, t);
      List<Correspondence> matches = new ArrayList<>();
      Vector3 centre = scene.mapFromBody().translation();
      for (Correspondence c : scene.correspondences()) {
        Vector3 p = c.pointInMap();
        Vector2 pixel = c.pixel();
        switch (t % 8) {
          case 0 -> p = new Vector3(1, 2, 3);
          case 1 -> p = centre.plus(new Vector3(matches.size(), 2 * matches.size(), 5));
          case 2 -> p = centre;
          case 3 -> pixel = new Vector2(320, 200);
          case 4 -> p = p.times(1e12);
          case 5 -> p = centre.plus(p.minus(centre).times(1e-9));
          case 6 -> {
            if (random.nextInt(3) == 0) {
              p = new Vector3(odd[random.nextInt(odd.length)], p.y(), p.z());
            }
          }
          default -> {
            if (random.nextInt(3) == 0) {
              pixel = new Vector2(odd[random.nextInt(odd.length)], pixel.y());
            }
          }
        }
        matches.add(new Correspondence(c.camera(), pixel, c.pointId(), p, 1));
      }
      for (Optional<Pose> prior :
          List.of(Optional.<Pose>empty(), Optional.of(scene.mapFromBody()))) {
        RigPose pose = few.solve(scene.rig(), matches, prior);
        if (pose instanceof RigPose.Found sure) {
          found++;
          Vector3 translation = sure.mapFromBody().translation();
          assertTrue(Double.isFinite(translation.norm()), "trial " + t);
          for (double value : sure.covariance().toArray()) {
            assertTrue(Double.isFinite(value), "trial " + t);
          }
          assertTrue(sure.medianErrorPx() <= 4, "trial " + t);
        } else {
          assertInstanceOf(RigPose.NotFound.class, pose);
        }
      }
    }
    assertTrue(found > 50, "those with a few odd matches still have a pose: " + found);
  }

  @Test
  void everyReasonIsGivenWhereItIsTrue() {
    SyntheticRigScene scene = SyntheticRigScene.of(2, 40, 0, 0.5, 12);
    assertReason(RigPose.Reason.TOO_FEW_CORRESPONDENCES, scene.rig(), List.of());
    assertReason(
        RigPose.Reason.TOO_FEW_CORRESPONDENCES,
        scene.rig(),
        scene.correspondences().subList(0, 11));
    // One point under many pixels: no three of them make a sample.
    List<Correspondence> onePoint = new ArrayList<>();
    for (Correspondence c : scene.correspondences()) {
      onePoint.add(new Correspondence(c.camera(), c.pixel(), 0, new Vector3(3, 4, 5), 1));
    }
    assertReason(RigPose.Reason.NO_CONSENSUS, scene.rig(), onePoint);
    assertReason(
        RigPose.Reason.TOO_FEW_INLIERS,
        scene.rig(),
        SyntheticRigScene.of(2, 40, 0.8, 0.5, 12).correspondences());
  }

  private void assertReason(RigPose.Reason expected, Rig rig, List<Correspondence> matches) {
    RigPose.NotFound notFound =
        assertInstanceOf(RigPose.NotFound.class, solver.solve(rig, matches, Optional.empty()));
    assertEquals(expected, notFound.reason());
    assertEquals(matches.size(), notFound.correspondences());
    assertTrue(
        notFound
            .toString()
            .endsWith("(" + matches.size() + " matches, " + notFound.inliers() + " agree)"));
  }
}
