package org.seqloc.core.map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TracksTest {

  @Test
  void chainsOfMatchesBecomeOneTrack() {
    Tracks tracks = new Tracks(new int[] {3, 2, 4});
    tracks.join(0, 2, 1, 1);
    tracks.join(1, 1, 2, 3);
    List<int[][]> all = tracks.all();
    assertEquals(1, all.size());
    assertArrayEquals(new int[][] {{0, 2}, {1, 1}, {2, 3}}, all.get(0));
  }

  @Test
  void weakerMatchThatContradictsIsRefused() {
    Tracks tracks = new Tracks(new int[] {2, 2, 2});
    tracks.join(0, 0, 1, 0);
    tracks.join(1, 0, 2, 0);
    // Would put keypoints 0 and 1 of image 0 into one track.
    tracks.join(2, 0, 0, 1);
    assertEquals(1, tracks.all().size());
    assertArrayEquals(new int[][] {{0, 0}, {1, 0}, {2, 0}}, tracks.all().get(0));
  }

  @Test
  void twoTracksMergeOnlyWithoutCommonImage() {
    Tracks tracks = new Tracks(new int[] {2, 2, 2, 2});
    tracks.join(0, 0, 1, 0);
    tracks.join(2, 0, 3, 0);
    tracks.join(0, 1, 3, 1);
    tracks.join(1, 0, 2, 0);
    tracks.join(0, 1, 2, 0);
    List<int[][]> all = tracks.all();
    assertEquals(2, all.size());
    assertArrayEquals(new int[][] {{0, 0}, {1, 0}, {2, 0}, {3, 0}}, all.get(0));
    assertArrayEquals(new int[][] {{0, 1}, {3, 1}}, all.get(1));
  }

  @Test
  void imagesWithoutKeypointsAreNoTrouble() {
    Tracks tracks = new Tracks(new int[] {0, 1, 0, 0, 1});
    tracks.join(1, 0, 4, 0);
    assertArrayEquals(new int[][] {{1, 0}, {4, 0}}, tracks.all().get(0));
  }
}
