package org.seqloc.core.kapture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class Points3dTest {

  @Test
  void behindTheLastPointIsNone() {
    Points3d points = new Points3d.Builder(false).add(1, 2, 3).build();
    assertArrayEquals(new double[] {1, 2, 3}, points.row(0));
    assertThrows(IndexOutOfBoundsException.class, () -> points.row(1));
    assertEquals(1, points.size());
  }

  @Test
  void moreRowsThanCanBeCountedAreStillMany() {
    FeatureConfig keypoints = FeatureConfig.keypoints("sift", DType.UINT8, 1);
    assertEquals(Integer.MAX_VALUE, keypoints.rows(3L << 30, "a.kpt"));
  }
}
