package org.seqloc.core.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.seqloc.core.feature.CameraFeatures;
import org.seqloc.core.feature.LocalFeatures;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Rig;
import org.seqloc.core.geometry.Vector3;

class ProjectionMatcherTest {

  private static final int DIMENSION = 32;
  private static final Camera CAMERA =
      new Camera(CameraModel.PINHOLE, 640, 480, 500, 500, 319.5, 239.5);
  private static final Rig RIG = Rig.ofSingle("camera", CAMERA);
  private static final Pose MAP_FROM_BODY =
      new Pose(Quaternion.ofRollPitchYaw(0.1, -0.05, 0.2), new Vector3(1, 2, 3));

  private static float[] unitRows(int count, SplittableRandom random) {
    float[] rows = new float[count * DIMENSION];
    for (int i = 0; i < count; i++) {
      double squares = 0;
      for (int d = 0; d < DIMENSION; d++) {
        rows[i * DIMENSION + d] = (float) random.nextDouble(-1, 1);
        squares += rows[i * DIMENSION + d] * rows[i * DIMENSION + d];
      }
      for (int d = 0; d < DIMENSION; d++) {
        rows[i * DIMENSION + d] /= (float) Math.sqrt(squares);
      }
    }
    return rows;
  }

  /** Points seen at keypoints in the same order, keypoint i at the pixel of point i. */
  private record Scene(MapPoints points, CameraFeatures features) {
    static Scene of(int count, float[] pointDescriptors, float[] keypointDescriptors) {
      SplittableRandom random = new SplittableRandom(3);
      float[] xy = new float[2 * count];
      double[] xyz = new double[3 * count];
      int[] ids = new int[count];
      for (int i = 0; i < count; i++) {
        xy[2 * i] = (float) random.nextDouble(0, 639);
        xy[2 * i + 1] = (float) random.nextDouble(0, 479);
        Vector3 point =
            MAP_FROM_BODY.transform(
                CAMERA.ray(xy[2 * i], xy[2 * i + 1]).times(random.nextDouble(5, 30)));
        xyz[3 * i] = point.x();
        xyz[3 * i + 1] = point.y();
        xyz[3 * i + 2] = point.z();
        ids[i] = 1000 + i;
      }
      return new Scene(
          new MapPoints(ids, xyz, pointDescriptors, DIMENSION),
          new CameraFeatures(
              0,
              new LocalFeatures(
                  DIMENSION, xy, new float[count], new float[count], keypointDescriptors)));
    }
  }

  @Test
  void everyPointFindsItsKeypointUnderARoughPose() {
    float[] descriptors = unitRows(400, new SplittableRandom(1));
    Scene scene = Scene.of(400, descriptors, descriptors.clone());
    // Ten pixels off.
    Pose rough =
        new Pose(
            MAP_FROM_BODY.rotation().times(Quaternion.exp(new Vector3(0, 0.02, 0))),
            MAP_FROM_BODY.translation());
    List<Correspondence> matches =
        new ProjectionMatcher(RIG, ProjectionOptions.DEFAULT)
            .match(scene.features(), scene.points(), rough, 0, 0.02);
    assertTrue(matches.size() > 370, "those that left the image are missing: " + matches.size());
    for (Correspondence match : matches) {
      int i = (int) match.pointId() - 1000;
      assertEquals(scene.features().features().x(i), match.pixel().x(), 0);
      assertEquals(1, match.similarity(), 1e-5);
    }
  }

  @Test
  void keypointsOutsideTheRadiusAreNotMatched() {
    float[] descriptors = unitRows(50, new SplittableRandom(1));
    Scene scene = Scene.of(50, descriptors, descriptors.clone());
    // 50 pixels off, but said to be sure.
    Pose wrong =
        new Pose(
            MAP_FROM_BODY.rotation().times(Quaternion.exp(new Vector3(0, 0.1, 0))),
            MAP_FROM_BODY.translation());
    assertEquals(
        List.of(),
        new ProjectionMatcher(RIG, ProjectionOptions.DEFAULT)
            .match(scene.features(), scene.points(), wrong, 0, 0));
  }

  @Test
  void aKeypointGoesToTheMostSimilarPointOnly() {
    float[] one = unitRows(1, new SplittableRandom(5));
    float[] two = new float[2 * DIMENSION];
    System.arraycopy(one, 0, two, 0, DIMENSION);
    System.arraycopy(one, 0, two, DIMENSION, DIMENSION);
    two[0] += 0.1f;
    Scene scene = Scene.of(1, one, one.clone());
    Vector3 p = scene.points().position(0);
    MapPoints twins =
        new MapPoints(
            new int[] {7, 8},
            new double[] {p.x(), p.y(), p.z(), p.x(), p.y(), p.z()},
            two,
            DIMENSION);
    List<Correspondence> matches =
        new ProjectionMatcher(RIG, ProjectionOptions.DEFAULT)
            .match(scene.features(), twins, MAP_FROM_BODY, 0, 0);
    assertEquals(1, matches.size());
    float expected = Math.max(twins.similarity(0, one, 0), twins.similarity(1, one, 0));
    assertEquals(expected, matches.get(0).similarity(), 0);
  }

  @Test
  void twinKeypointsInTheWindowAreNotDistinct() {
    for (int seed = 0; seed < 200; seed++) {
      float[] one = unitRows(1, new SplittableRandom(seed));
      Scene scene = Scene.of(1, one, one.clone());
      float[] twins = new float[2 * DIMENSION];
      System.arraycopy(one, 0, twins, 0, DIMENSION);
      System.arraycopy(one, 0, twins, DIMENSION, DIMENSION);
      float x = scene.features().features().x(0);
      float y = scene.features().features().y(0);
      LocalFeatures beside =
          new LocalFeatures(
              DIMENSION, new float[] {x, y, x + 3, y}, new float[2], new float[2], twins);
      assertEquals(
          List.of(),
          new ProjectionMatcher(RIG, ProjectionOptions.DEFAULT)
              .match(new CameraFeatures(0, beside), scene.points(), MAP_FROM_BODY, 0, 0));
    }
  }
}
