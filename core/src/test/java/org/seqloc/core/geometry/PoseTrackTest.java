package org.seqloc.core.geometry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class PoseTrackTest {

  @Test
  void interpolatesWithinGapsOnly() {
    PoseTrack track = new PoseTrack();
    assertEquals(Optional.empty(), track.at(5, 100));
    track.put(100, x(10));
    track.put(0, x(0));
    track.put(1000, x(100));
    assertEquals(x(2.5), track.at(25, 100).orElseThrow());
    assertEquals(x(10), track.at(100, 0).orElseThrow());
    assertEquals(Optional.empty(), track.at(25, 99));
    assertEquals(Optional.empty(), track.at(500, 100));
    assertEquals(Optional.empty(), track.at(-1, 100));
    assertEquals(Optional.empty(), track.at(1001, 100));
  }

  @Test
  void theNearestIsTheEarlierOfTwo() {
    PoseTrack track = new PoseTrack();
    track.put(0, x(0));
    track.put(100, x(1));
    assertEquals(x(0), track.nearest(50, 50).orElseThrow());
    assertEquals(x(1), track.nearest(51, 50).orElseThrow());
    assertEquals(x(0), track.nearest(-30, 30).orElseThrow());
    assertEquals(Optional.empty(), track.nearest(-31, 30));
  }

  @Test
  void keepsWhatIsNewAndNoMoreThanToldTo() {
    PoseTrack track = new PoseTrack();
    for (int i = 0; i < 10; i++) {
      track.put(i, x(i));
    }
    track.trim(3, 4);
    assertEquals(4, track.size());
    assertEquals(9, track.lastNanos().orElseThrow());
    assertTrue(track.at(5, 10).isEmpty());
  }

  private static Pose x(double metres) {
    return new Pose(Quaternion.IDENTITY, new Vector3(metres, 0, 0));
  }
}
