package org.seqloc.nodes.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Vector3;

class StreetTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 77})
  void turnsByNinetyDegreesAndNeverMeetsItself(long seed) {
    Street street = new Street(seed, 900);
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (double a = street.start(); a < street.end(); a += 2) {
      least = Math.min(least, street.heading(a));
      most = Math.max(most, street.heading(a));
      for (double b = a + 60; b < street.end(); b += 2) {
        // Houses nine metres deep on both sides would fit between.
        double distance = street.at(a, 0).distanceTo(street.at(b, 0));
        assertTrue(distance > 2 * (Street.FRONT + 9), a + " and " + b + " are " + distance);
      }
    }
    assertEquals(Math.PI / 2, most - least, 0.5, "left and right by turns");
  }

  @Test
  void aPlaceIsFoundAgain() {
    Street street = new Street(5, 200);
    for (double station = -30; station < 190; station += 7.3) {
      for (double lateral = -8; lateral <= 8; lateral += 4) {
        Vector3 point = street.at(station, lateral);
        double[] place = street.place(point.x(), point.y());
        Vector3 again = street.at(place[0], place[1]);
        assertEquals(0, again.distanceTo(point), 0.02);
        assertEquals(lateral, place[1], 0.02);
      }
    }
  }

  @Test
  void aLongerStreetBeginsAlike() {
    Street longer = new Street(6, 400);
    Street shorter = new Street(6, 150);
    for (double station = -40; station < 140; station += 9) {
      assertEquals(0, longer.at(station, 1).distanceTo(shorter.at(station, 1)), 1e-9);
      assertEquals(longer.toCrossing(station), shorter.toCrossing(station), 1e-9);
    }
  }

  @Test
  void theDriveIsSmoothKeepsItsLaneAndSlowsInBends() {
    Street street = new Street(1, 400);
    DrivePath path = new DrivePath(street, 1, 40, 8, 1.2, 0.5);
    double slowest = Double.POSITIVE_INFINITY;
    double before = Double.NaN;
    for (double t = 0; t < 40; t += 0.1) {
      Pose pose = path.mapFromBody(t);
      double[] place = street.place(pose.translation().x(), pose.translation().y());
      assertEquals(-1.75 + 1.2, place[1], 0.3, "lateral");
      assertEquals(0, pose.translation().z(), 1e-12, "on the ground");
      double speed = path.mapFromBody(t + 0.1).translation().distanceTo(pose.translation()) / 0.1;
      slowest = Math.min(slowest, speed);
      assertTrue(speed < 9.5, "speed " + speed);
      if (t > 0) {
        assertTrue(Math.abs(speed - before) / 0.1 < 4, "acceleration at " + t);
      }
      before = speed;
      // A car does not slide: it moves where it points, within the sag of a tenth of a second.
      Vector3 step = pose.inverse().transform(path.mapFromBody(t + 0.01).translation());
      assertEquals(0, Math.atan2(step.y(), step.x()), 0.01, "slip at " + t);
    }
    assertTrue(slowest < 6, "bends are taken slower, slowest " + slowest);
  }
}
