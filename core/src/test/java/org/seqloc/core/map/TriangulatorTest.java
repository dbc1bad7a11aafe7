package org.seqloc.core.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;

class TriangulatorTest {

  private static final Camera CAMERA =
      new Camera(CameraModel.OPENCV, 1200, 400, 700, 700, 600, 190, -0.1, 0.02, 0.001, -0.001);

  /** Cameras along a drive, looking forward (z of the map), turned a little each. */
  private static List<MapImage> drive(int count) {
    List<MapImage> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Pose mapFromCamera =
          new Pose(
              Quaternion.ofRollPitchYaw(0.01 * i, 0.02 * i, -0.01 * i),
              new Vector3(0.3 * (i % 2), 0, 1.5 * i));
      images.add(new MapImage("image" + i, i, i, CAMERA, mapFromCamera, () -> null));
    }
    return images;
  }

  private static Triangulator.View view(List<MapImage> images, int image, Vector3 point) {
    Vector3 p = images.get(image).mapFromCamera().inverse().transform(point);
    double[] pixel = new double[2];
    assertTrue(CAMERA.project(p.x(), p.y(), p.z(), pixel));
    return new Triangulator.View(image, pixel[0], pixel[1]);
  }

  @Test
  void exactViewsGiveTheExactPoint() {
    List<MapImage> images = drive(5);
    Vector3 point = new Vector3(-4, 1.2, 18);
    Triangulator.View[] track = new Triangulator.View[5];
    for (int i = 0; i < 5; i++) {
      track[i] = view(images, i, point);
    }
    Triangulator.Point found =
        new Triangulator(images, 2, Math.toRadians(1)).triangulate(track).orElseThrow();
    assertEquals(0, found.pointInMap().distanceTo(point), 1e-6, "metres");
    assertEquals(5, found.inliers().cardinality());
  }

  @Test
  void wrongViewIsLeftOut() {
    List<MapImage> images = drive(5);
    Vector3 point = new Vector3(3, -1, 15);
    Triangulator.View[] track = new Triangulator.View[5];
    for (int i = 0; i < 5; i++) {
      track[i] = view(images, i, point);
    }
    track[2] = new Triangulator.View(2, track[2].x() + 40, track[2].y() - 25);
    Triangulator.Point found =
        new Triangulator(images, 2, Math.toRadians(1)).triangulate(track).orElseThrow();
    assertEquals("{0, 1, 3, 4}", found.inliers().toString());
    assertEquals(0, found.pointInMap().distanceTo(point), 1e-6, "metres");
  }

  @Test
  void refinementBeatsThePairProposalUnderNoise() {
    List<MapImage> images = drive(8);
    SplittableRandom random = new SplittableRandom(7);
    double squares = 0;
    int trials = 200;
    for (int t = 0; t < trials; t++) {
      Vector3 point =
          new Vector3(random.nextDouble(3, 8), random.nextDouble(-2, 2), random.nextDouble(18, 24));
      Triangulator.View[] track = new Triangulator.View[8];
      for (int i = 0; i < 8; i++) {
        Triangulator.View exact = view(images, i, point);
        track[i] =
            new Triangulator.View(
                i, exact.x() + random.nextDouble(-1, 1), exact.y() + random.nextDouble(-1, 1));
      }
      double error =
          new Triangulator(images, 4, Math.toRadians(1))
              .triangulate(track)
              .orElseThrow()
              .pointInMap()
              .distanceTo(point);
      squares += error * error;
    }
    // 0.58 px of noise is 1.7 cm across at 20 m; along the ray the 10 m of baseline, seen under
    // some
    // 15 degrees, makes it a few times that.
    assertEquals(0, Math.sqrt(squares / trials), 0.08, "metres");
  }

  @Test
  void pointBehindTheCamerasIsRefused() {
    List<MapImage> images = drive(2);
    // Rays that meet behind: mirror images of each other.
    Triangulator.View[] track = {
      new Triangulator.View(0, 800, 190), new Triangulator.View(1, 500, 190)
    };
    assertTrue(new Triangulator(images, 2, Math.toRadians(1)).triangulate(track).isEmpty());
  }

  @Test
  void tooNarrowAnAngleIsRefused() {
    List<MapImage> images = drive(2);
    Vector3 farAway = new Vector3(5, 0, 4000);
    Triangulator.View[] track = {view(images, 0, farAway), view(images, 1, farAway)};
    assertTrue(new Triangulator(images, 2, Math.toRadians(1)).triangulate(track).isEmpty());
  }
}
