package org.seqloc.bags.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;

class FrameSelectionTest {

  private static List<Long> taken(FrameSelection selection, String camera, List<Long> stamps) {
    return stamps.stream().filter(stamp -> selection.takes(camera, stamp)).toList();
  }

  private static List<Long> stamps(long first, long step, int count) {
    List<Long> stamps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      stamps.add(first + i * step);
    }
    return stamps;
  }

  @Test
  void theOtherCamerasFollowTheFramesOfTheFullest() {
    List<Long> left = stamps(0, 100, 10);
    List<Long> right = new ArrayList<>(stamps(3, 100, 9));
    right.remove(403L); // was lost
    FrameSelection selection =
        new FrameSelection(Map.of("left", left, "right", right), 2, 0, stamp -> Optional.empty());
    assertEquals(List.of(0L, 200L, 400L, 600L, 800L), taken(selection, "left", left));
    assertEquals(List.of(3L, 203L, 603L, 803L), taken(selection, "right", right));
  }

  @Test
  void framesTooNearToTheLastAreLeftOutAsAreThoseWithoutPose() {
    List<Long> stamps = stamps(0, 1, 100);
    FrameSelection selection =
        new FrameSelection(
            Map.of("cam", stamps),
            1,
            1.0,
            stamp ->
                stamp < 10
                    ? Optional.empty()
                    : Optional.of(new Pose(Quaternion.IDENTITY, new Vector3(0.3 * stamp, 0, 0))));
    // 0.3 m a frame: each fourth.
    assertEquals(stamps(10, 4, 23), taken(selection, "cam", stamps));
  }

  @Test
  void withoutImagesNothingIsTaken() {
    assertFalse(new FrameSelection(Map.of(), 1, 0, stamp -> Optional.empty()).takes("cam", 0));
  }
}
