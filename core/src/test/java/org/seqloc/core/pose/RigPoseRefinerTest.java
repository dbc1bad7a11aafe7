package org.seqloc.core.pose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.junit.jupiter.api.Test;
import org.seqloc.core.geometry.Covariance6;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector2;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.match.Correspondence;

class RigPoseRefinerTest {

  private static int[] all(int count) {
    return IntStream.range(0, count).toArray();
  }

  private static Pose perturbed(Pose pose, Vector3 dt, Vector3 dw) {
    return new Pose(Quaternion.exp(dw).times(pose.rotation()), pose.translation().plus(dt));
  }

  /** The scene's matches with other pixel noise. */
  private static List<Correspondence> noisy(SyntheticRigScene scene, double px, Random random) {
    List<Correspondence> result = new ArrayList<>();
    for (Correspondence c : scene.correspondences()) {
      result.add(
          new Correspondence(
              c.camera(),
              new Vector2(
                  c.pixel().x() + px * random.nextGaussian(),
                  c.pixel().y() + px * random.nextGaussian()),
              c.pointId(),
              c.pointInMap(),
              c.similarity()));
    }
    return result;
  }

  @Test
  void spreadOfTheSolutionsIsWhatTheCovarianceSays() {
    for (int cameras : new int[] {1, 2, 4}) {
      for (double px : new double[] {0.3, 1}) {
        SyntheticRigScene scene = SyntheticRigScene.of(cameras, 120, 0, 0, 40 + cameras);
        Random random = new Random(1);
        int trials = 400;
        double[] reported = new double[6];
        double[] squares = new double[6];
        double[] means = new double[6];
        for (int t = 0; t < trials; t++) {
          Observations observations = new Observations(scene.rig(), noisy(scene, px, random));
          RigPoseRefiner refiner = new RigPoseRefiner(observations);
          Pose pose = refiner.refine(scene.mapFromBody(), all(120), 10);
          Covariance6 covariance = refiner.covariance(pose, all(120), 0.01);
          Vector3 dt = pose.translation().minus(scene.mapFromBody().translation());
          Vector3 dw = pose.rotation().times(scene.mapFromBody().rotation().inverse()).log();
          double[] e = {dt.x(), dt.y(), dt.z(), dw.x(), dw.y(), dw.z()};
          for (int i = 0; i < 6; i++) {
            reported[i] += covariance.get(i, i) / trials;
            squares[i] += e[i] * e[i] / trials;
            means[i] += e[i] / trials;
          }
        }
        for (int i = 0; i < 6; i++) {
          double ratio = Math.sqrt(squares[i] / reported[i]);
          assertTrue(
              ratio > 0.7 && ratio < 1.2,
              cameras + " cameras, " + px + " px, parameter " + i + ": " + ratio);
          assertTrue(
              Math.abs(means[i]) < 4 * Math.sqrt(squares[i] / trials), "unbiased: " + means[i]);
        }
      }
    }
  }

  @Test
  void covarianceIsSymmetricAndPositive() {
    for (int seed = 0; seed < 50; seed++) {
      SyntheticRigScene scene = SyntheticRigScene.of(1 + seed % 4, 30, 0, 1, seed);
      RigPoseRefiner refiner =
          new RigPoseRefiner(new Observations(scene.rig(), scene.correspondences()));
      Covariance6 covariance = refiner.covariance(scene.mapFromBody(), all(30), 1);
      for (int i = 0; i < 6; i++) {
        for (int j = 0; j < i; j++) {
          assertEquals(covariance.get(i, j), covariance.get(j, i), 0);
        }
      }
      assertTrue(
          DecompositionFactory_DDRM.chol(6, true)
              .decompose(new DMatrixRMaj(6, 6, true, covariance.toArray())));
    }
  }

  @Test
  void covarianceShrinksWithTheMatchesAndGrowsWithTheNoise() {
    SyntheticRigScene scene = SyntheticRigScene.of(2, 400, 0, 1, 5);
    RigPoseRefiner refiner =
        new RigPoseRefiner(new Observations(scene.rig(), scene.correspondences()));
    double of400 = refiner.covariance(scene.mapFromBody(), all(400), 1).positionSigma();
    double of100 = refiner.covariance(scene.mapFromBody(), all(100), 1).positionSigma();
    assertEquals(2, of100 / of400, 0.4);
    double floor = refiner.covariance(scene.mapFromBody(), all(400), 10).positionSigma();
    assertTrue(floor > 8 * of400, "the least error is believed: " + floor / of400);
  }

  @Test
  void farOffStartConverges() {
    int hits = 0;
    for (int seed = 0; seed < 50; seed++) {
      SyntheticRigScene scene = SyntheticRigScene.of(4, 100, 0, 0, seed);
      RigPoseRefiner refiner =
          new RigPoseRefiner(new Observations(scene.rig(), scene.correspondences()));
      Random random = new Random(seed);
      Pose start =
          perturbed(
              scene.mapFromBody(),
              new Vector3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian())
                  .times(0.3),
              new Vector3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian())
                  .times(0.03));
      Pose pose = refiner.refine(start, all(100), 50);
      hits += pose.translation().distanceTo(scene.mapFromBody().translation()) < 1e-5 ? 1 : 0;
    }
    assertTrue(hits >= 48, hits + " of 50");
  }

  @Test
  void outlierAmongTheInliersPullsLittle() {
    SyntheticRigScene scene = SyntheticRigScene.of(4, 100, 0, 0, 6);
    List<Correspondence> matches = new ArrayList<>(scene.correspondences());
    Correspondence first = matches.get(0);
    matches.set(
        0,
        new Correspondence(
            first.camera(),
            new Vector2(first.pixel().x() + 30, first.pixel().y()),
            first.pointId(),
            first.pointInMap(),
            1));
    RigPoseRefiner refiner = new RigPoseRefiner(new Observations(scene.rig(), matches));
    Pose pose = refiner.refine(scene.mapFromBody(), all(100), 20);
    assertEquals(0, pose.translation().distanceTo(scene.mapFromBody().translation()), 2e-3);
  }

  @Test
  void matchesThatDoNotDetermineThePoseHaveNoCovariance() {
    SyntheticRigScene scene = SyntheticRigScene.of(2, 20, 0, 0, 7);
    RigPoseRefiner refiner =
        new RigPoseRefiner(new Observations(scene.rig(), scene.correspondences()));
    assertNull(refiner.covariance(scene.mapFromBody(), new int[0], 1));
    assertNull(refiner.covariance(scene.mapFromBody(), new int[] {0}, 1));
    assertNull(refiner.covariance(scene.mapFromBody(), new int[] {0, 0, 0, 0}, 1));
    assertNotNull(refiner.covariance(scene.mapFromBody(), all(20), 1));
    // Refining over too little is no trouble either.
    Pose pose = refiner.refine(scene.mapFromBody(), new int[] {0}, 10);
    assertTrue(Double.isFinite(pose.translation().norm()));
  }
}
