package org.seqloc.nodes.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.image.CameraImage;
import org.seqloc.core.image.Image;
import org.seqloc.core.image.RigImages;

class SimulatedDriveTest {

  private static final SimOptions SMALL = SimOptions.DEFAULT.withFrames(12).withSize(320, 200);
  private static final SimulatedDrive DRIVE = new SimulatedDrive(SMALL);

  @Test
  void theSameSeedGivesTheSameBytesWithAnyNumberOfThreads() throws Exception {
    ForkJoinPool one = new ForkJoinPool(1);
    ForkJoinPool five = new ForkJoinPool(5);
    try {
      RigImages expected = DRIVE.query().render(7);
      RigImages again = one.submit(() -> new SimulatedDrive(SMALL).query().render(7)).get();
      RigImages parallel = five.submit(() -> DRIVE.query().render(7)).get();
      for (int camera = 0; camera < 4; camera++) {
        assertArrayEquals(pixels(expected, camera), pixels(again, camera));
        assertArrayEquals(pixels(expected, camera), pixels(parallel, camera));
      }
    } finally {
      one.shutdown();
      five.shutdown();
    }
  }

  @Test
  void anotherSeedGivesAnotherStreet() {
    SimulatedDrive other = new SimulatedDrive(SMALL.withSeed(2));
    double difference = meanDifference(DRIVE.map().render(3), other.map().render(3));
    assertTrue(difference > 15, "mean difference " + difference);
  }

  private static byte[] pixels(RigImages images, int camera) {
    return images.images().get(camera).image().pixels();
  }

  private static double meanDifference(RigImages a, RigImages b) {
    double sum = 0;
    int count = 0;
    for (int camera = 0; camera < 4; camera++) {
      byte[] p = pixels(a, camera);
      byte[] q = pixels(b, camera);
      for (int i = 0; i < p.length; i++) {
        sum += Math.abs((p[i] & 0xff) - (q[i] & 0xff));
        count++;
      }
    }
    return sum / count;
  }

  @Test
  void everyPictureHasContrastAndCornersAndLittleThatIsBlownOut() {
    for (SimulatedPass pass : List.of(DRIVE.map(), DRIVE.query())) {
      for (int frame = 0; frame < pass.frames(); frame += 4) {
        RigImages images = pass.render(frame);
        assertEquals(4, images.images().size());
        assertEquals(pass.stampNanos(frame), images.stampNanos());
        for (CameraImage image : images.images()) {
          String where = "frame " + frame + " camera " + image.camera();
          Image grey = image.image().toGrey();
          assertTrue(deviation(grey) > 25, where + " deviation " + deviation(grey));
          assertTrue(corners(grey) > 250, where + " corners " + corners(grey));
          assertTrue(share(grey, 0, 4) < 0.05, where + " black " + share(grey, 0, 4));
          assertTrue(share(grey, 252, 255) < 0.1, where + " white " + share(grey, 252, 255));
        }
      }
    }
  }

  private static double deviation(Image grey) {
    double sum = 0;
    double squares = 0;
    for (byte pixel : grey.pixels()) {
      sum += pixel & 0xff;
      squares += (pixel & 0xff) * (pixel & 0xff);
    }
    double mean = sum / grey.pixels().length;
    return Math.sqrt(squares / grey.pixels().length - mean * mean);
  }

  private static double share(Image grey, int low, int high) {
    int count = 0;
    for (byte pixel : grey.pixels()) {
      if ((pixel & 0xff) >= low && (pixel & 0xff) <= high) {
        count++;
      }
    }
    return (double) count / grey.pixels().length;
  }

  /** Blocks of 5 x 5 pixels whose gradients point more than one way: Shi and Tomasi's measure. */
  private static int corners(Image grey) {
    int count = 0;
    int w = grey.width();
    byte[] p = grey.pixels();
    for (int y = 5; y < grey.height() - 6; y += 5) {
      for (int x = 5; x < w - 6; x += 5) {
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int j = y; j < y + 5; j++) {
          for (int i = x; i < x + 5; i++) {
            double gx = ((p[j * w + i + 1] & 0xff) - (p[j * w + i - 1] & 0xff)) / 2.0;
            double gy = ((p[(j + 1) * w + i] & 0xff) - (p[(j - 1) * w + i] & 0xff)) / 2.0;
            xx += gx * gx;
            xy += gx * gy;
            yy += gy * gy;
          }
        }
        double least = (xx + yy) / 2 - Math.sqrt((xx - yy) * (xx - yy) / 4 + xy * xy);
        // Noise of two levels gives about 50.
        if (least > 400) {
          count++;
        }
      }
    }
    return count;
  }

  @Test
  void thePassesSeeTheSamePlaceFromElsewhereInOtherLight() {
    Pose map = DRIVE.map().mapFromBody(6);
    SimulatedPass query = DRIVE.query();
    int nearest = 0;
    for (int frame = 0; frame < query.frames(); frame++) {
      if (distance(query, frame, map) < distance(query, nearest, map)) {
        nearest = frame;
      }
    }
    double distance = distance(query, nearest, map);
    assertTrue(distance > 0.8 && distance < 2.2, "lane offset and half a step: " + distance);
    double difference = meanDifference(DRIVE.map().render(6), query.render(nearest));
    assertTrue(difference > 15, "mean difference " + difference);
    assertEquals(
        24 * 3600 * 1_000_000_000L, query.stampNanos(0) - DRIVE.map().stampNanos(0), "a day later");
    assertEquals(1767225600_000000000L, DRIVE.map().stampNanos(0));
    assertEquals(200_000_000L, DRIVE.map().stampNanos(1) - DRIVE.map().stampNanos(0));
  }

  private static double distance(SimulatedPass pass, int frame, Pose from) {
    return pass.mapFromBody(frame).translation().distanceTo(from.translation());
  }

  @Test
  void noiseDiffersFromPictureToPictureAndIsAboutTwoLevels() {
    Sensor sensor = new Sensor(1, 2);
    float[] grey = new float[3 * 200 * 200];
    Arrays.fill(grey, 0.3f);
    Image one = sensor.expose(grey.clone(), 200, 200, 1, 1);
    Image two = sensor.expose(grey.clone(), 200, 200, 1, 2);
    double squares = 0;
    for (int i = 0; i < grey.length; i++) {
      double difference = (one.pixels()[i] & 0xff) - (two.pixels()[i] & 0xff);
      squares += difference * difference / grey.length;
    }
    // Each of two independent pictures has the variance 2 * 2 and 1/12 of rounding.
    assertEquals(2.0, Math.sqrt(squares / 2), 0.2);
  }

  @Test
  void wheelsDriftWithinTheirStatedBounds() {
    // Many drives of one path: the errors at its end are spread as the figures say.
    Street street = new Street(1, 400);
    DrivePath path = new DrivePath(street, 1, 31, 8, 0, 0.3);
    double length = path.station(30) - path.station(0);
    double yawSquares = 0;
    double scaleSquares = 0;
    int trials = 200;
    List<Double> ends = new ArrayList<>();
    for (int trial = 0; trial < trials; trial++) {
      List<OdometryReading> readings = WheelOdometry.of(path, 0, 0, 1501, 0.02, trial);
      OdometryReading last = readings.get(1500);
      assertEquals(30_000_000_000L, last.stampNanos());
      Pose truth = path.mapFromBody(0).inverse().times(path.mapFromBody(30));
      double yaw =
          Math.IEEEremainder(
              last.odomFromBody().rotation().yaw() - truth.rotation().yaw(), 2 * Math.PI);
      yawSquares += yaw * yaw / trials;
      double scale = last.travelled() / length - 1;
      scaleSquares += scale * scale / trials;
      assertTrue(Math.abs(scale) < 0.035, "scale " + scale);
      double end = last.odomFromBody().translation().distanceTo(truth.translation());
      assertTrue(end < 0.1 * length, "end " + end + " of " + length);
      ends.add(end);
    }
    // 0.2 degrees in ten metres, a random walk.
    assertEquals(0.2 * Math.sqrt(length / 10), Math.toDegrees(Math.sqrt(yawSquares)), 0.25);
    assertEquals(0.01, Math.sqrt(scaleSquares), 0.003);
    assertTrue(ends.stream().mapToDouble(e -> e).average().orElseThrow() > 0.5, "it drifts");
  }

  @Test
  void odometryFramesTheExposures() {
    SimulatedPass pass = DRIVE.map();
    List<OdometryReading> readings = pass.odometry();
    assertTrue(readings.get(0).stampNanos() < pass.stampNanos(0));
    assertTrue(readings.get(readings.size() - 1).stampNanos() > pass.stampNanos(pass.frames() - 1));
    for (int i = 1; i < readings.size(); i++) {
      assertEquals(
          20_000_000L, readings.get(i).stampNanos() - readings.get(i - 1).stampNanos(), "50 Hz");
    }
    assertEquals(Pose.IDENTITY, readings.get(0).odomFromBody());
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> SMALL.withFrames(0));
    assertThrows(IllegalArgumentException.class, () -> SMALL.withSize(10, 200));
    assertThrows(
        IllegalArgumentException.class, () -> new SimOptions(1, 10, 640, 400, Double.NaN, 8, 1));
    assertThrows(IllegalArgumentException.class, () -> new SimOptions(1, 10, 640, 400, 5, 8, 3));
    assertThrows(IllegalArgumentException.class, () -> new SimOptions(1, 9000, 640, 400, 1, 8, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> DRIVE.map().render(12));
    assertFalse(DRIVE.map().odometry().isEmpty());
  }
}
