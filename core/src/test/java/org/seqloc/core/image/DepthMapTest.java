package org.seqloc.core.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DepthMapTest {

  @Test
  void wholeNumbersOf16BitsBecomeMetres() {
    byte[] samples = {(byte) 0xff, (byte) 0xfe, 0, 0, 0x30, 0x39, (byte) 0xff, (byte) 0xff};
    DepthMap map = DepthMap.of(new Raster(2, 2, 1, 16, samples), 5000, 0xffff);
    assertArrayEquals(new float[] {13.1068f, 0, 2.469f, 0}, map.metres());
    assertTrue(map.measured(0, 1));
    assertFalse(map.measured(1, 1));
  }

  @Test
  void thoseOf8BitsToo() {
    DepthMap map = DepthMap.of(new Raster(2, 1, 1, 8, new byte[] {(byte) 200, 0}), 10, 0);
    assertArrayEquals(new float[] {20, 0}, map.metres());
    assertArrayEquals(map.metres(), DepthMap.read(map.toBytes(), 2, 1, "").metres());
  }
}
