package org.seqloc.core.pose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;

class GeneralizedP3pTest {

  private static Vector3 random(SplittableRandom random, double size) {
    return new Vector3(
        random.nextDouble(-size, size),
        random.nextDouble(-size, size),
        random.nextDouble(-size, size));
  }

  /** The share of trials in which the true pose is among the solutions. */
  private static double success(int sharedOrigins, double originSize, int trials) {
    SplittableRandom random = new SplittableRandom(11);
    GeneralizedP3p solver = new GeneralizedP3p();
    int hits = 0;
    for (int t = 0; t < trials; t++) {
      Pose mapFromBody = new Pose(Quaternion.exp(random(random, 1.7)), random(random, 100));
      Vector3[] origins = new Vector3[3];
      Vector3[] directions = new Vector3[3];
      Vector3[] points = new Vector3[3];
      for (int i = 0; i < 3; i++) {
        origins[i] = i > 0 && i < sharedOrigins ? origins[0] : random(random, originSize);
        directions[i] = random(random, 1).normalized();
        points[i] =
            mapFromBody.transform(origins[i].plus(directions[i].times(random.nextDouble(2, 60))));
      }
      Pose[] poses = new Pose[GeneralizedP3p.MAX_SOLUTIONS];
      int count = solver.solve(origins, directions, points, poses);
      for (int i = 0; i < count; i++) {
        if (poses[i].translation().distanceTo(mapFromBody.translation()) < 1e-5
            && poses[i].rotation().angleTo(mapFromBody.rotation()) < 1e-6) {
          hits++;
          break;
        }
      }
    }
    return (double) hits / trials;
  }

  @Test
  void threeCamerasFindTheTruePose() {
    double success = success(0, 2, 10_000);
    assertTrue(success >= 0.999, "success " + success);
  }

  @Test
  void twoRaysOfOneCameraAndOneOfAnotherFindTheTruePose() {
    double success = success(2, 2, 10_000);
    assertTrue(success >= 0.999, "success " + success);
  }

  @Test
  void oneCameraFindsTheTruePose() {
    double success = success(3, 2, 10_000);
    assertTrue(success >= 0.999, "success " + success);
  }

  @Test
  void pointsOnALineGiveNothing() {
    Vector3[] points = {new Vector3(0, 0, 5), new Vector3(1, 0, 5), new Vector3(2, 0, 5)};
    Vector3[] origins = {Vector3.ZERO, Vector3.ZERO, Vector3.ZERO};
    Vector3[] directions = new Vector3[3];
    for (int i = 0; i < 3; i++) {
      directions[i] = points[i].normalized();
    }
    Pose[] poses = new Pose[GeneralizedP3p.MAX_SOLUTIONS];
    assertEquals(0, new GeneralizedP3p().solve(origins, directions, points, poses));
    points[1] = points[0];
    points[2] = points[0];
    assertEquals(0, new GeneralizedP3p().solve(origins, directions, points, poses));
  }
}
