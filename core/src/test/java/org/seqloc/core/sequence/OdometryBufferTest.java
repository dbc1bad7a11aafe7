package org.seqloc.core.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;

class OdometryBufferTest {

  private static final long MS = 1_000_000L;
  private static final long SECOND = 1_000 * MS;

  /** A vehicle that turns at 0.2 rad/s and slides along x at 3 m/s. */
  private static Pose truth(long stampNanos) {
    double seconds = stampNanos * 1e-9;
    return new Pose(
        Quaternion.ofAxisAngle(new Vector3(0, 0, 1), 0.2 * seconds),
        new Vector3(3 * seconds, 1, 0));
  }

  private static OdometryBuffer filled(long fromNanos, long toNanos, long stepNanos) {
    OdometryBuffer buffer = new OdometryBuffer();
    for (long t = fromNanos; t <= toNanos; t += stepNanos) {
      buffer.add(new Odometry(t, truth(t)));
    }
    return buffer;
  }

  @Property(tries = 200)
  void betweenSamplesThePoseIsInterpolated(@ForAll @LongRange(max = 2_000_000_000L) long stamp) {
    Pose found = filled(0, 2 * SECOND, 20 * MS).at(stamp).orElseThrow();
    assertEquals(0, found.translation().distanceTo(truth(stamp).translation()), 1e-12);
    assertEquals(0, found.rotation().angleTo(truth(stamp).rotation()), 1e-9);
  }

  @Test
  void samplesThemselvesComeBackAsTheyWere() {
    OdometryBuffer buffer = filled(0, SECOND, 20 * MS);
    assertEquals(Optional.of(truth(40 * MS)), buffer.at(40 * MS));
    assertEquals(Optional.of(truth(0)), buffer.at(0));
    assertEquals(Optional.of(truth(SECOND)), buffer.at(SECOND));
  }

  @Test
  void nothingIsMadeUpOutsideAndInLongGaps() {
    OdometryBuffer buffer = filled(SECOND, 2 * SECOND, 20 * MS);
    assertTrue(buffer.at(SECOND - 1).isEmpty());
    assertTrue(buffer.at(2 * SECOND + 1).isEmpty());
    assertTrue(new OdometryBuffer().at(0).isEmpty());
    buffer.add(new Odometry(2 * SECOND + 501 * MS, Pose.IDENTITY));
    assertTrue(buffer.at(2 * SECOND + 250 * MS).isEmpty());
    buffer.add(new Odometry(2 * SECOND + 499 * MS, Pose.IDENTITY));
    assertTrue(buffer.at(2 * SECOND + 250 * MS).isPresent());
  }

  @Test
  void orderOfArrivalDoesNotMatter() {
    OdometryBuffer ascending = filled(0, SECOND, 10 * MS);
    OdometryBuffer shuffled = new OdometryBuffer();
    for (long i = 0; i <= 100; i++) {
      long t = i * 37 % 101 * 10 * MS;
      shuffled.add(new Odometry(t, truth(t)));
    }
    for (long t = 0; t <= SECOND; t += 7 * MS) {
      assertEquals(ascending.at(t), shuffled.at(t));
    }
  }

  @Test
  void onlyTheLastThirtySecondsAreKept() {
    OdometryBuffer buffer = filled(0, 100 * SECOND, 100 * MS);
    assertTrue(buffer.at(69 * SECOND).isEmpty());
    assertTrue(buffer.at(70 * SECOND).isPresent());
  }

  @Test
  void fastOdometryIsBoundedByCount() {
    long step = SECOND / 10_000;
    OdometryBuffer buffer = filled(0, 5 * SECOND, step);
    assertTrue(buffer.at(5 * SECOND - 29_999 * step).isPresent());
    assertTrue(buffer.at(5 * SECOND - 30_000 * step).isEmpty());
  }

  @Test
  void clockThatJumpsBackStartsAnew() {
    OdometryBuffer buffer = filled(100 * SECOND, 101 * SECOND, 20 * MS);
    buffer.add(new Odometry(SECOND, truth(SECOND)));
    assertTrue(buffer.at(SECOND).isPresent());
    assertTrue(buffer.at(101 * SECOND).isEmpty());
  }

  @Test
  void clearForgets() {
    OdometryBuffer buffer = filled(0, SECOND, 20 * MS);
    buffer.clear();
    assertTrue(buffer.at(SECOND).isEmpty());
  }
}
