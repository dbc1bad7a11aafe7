package org.seqloc.nodes.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TextureTest {

  private final float[] out = new float[3];

  @Test
  void texelCentresGiveTheTexelsThemselves() {
    int[] texels = {0x102030, 0xff8000, 0x000000, 0xffffff};
    Texture texture = new Texture(2, 2, texels, false);
    for (int i = 0; i < 4; i++) {
      texture.sample(i % 2 + 0.5f, (i >> 1) + 0.5f, 0.1f, 0, 0, 0.1f, out);
      assertEquals(texels[i] >> 16 & 0xff, out[0], 1e-3);
      assertEquals(texels[i] >> 8 & 0xff, out[1], 1e-3);
      assertEquals(texels[i] & 0xff, out[2], 1e-3);
    }
  }

  @Test
  void betweenTexelsIsLinear() {
    Texture texture = new Texture(2, 1, new int[] {0x000000, 0xc8c8c8}, false);
    for (double f = 0; f <= 1; f += 1 / 16.0) {
      texture.sample((float) (0.5 + f), 0.5f, 0.1f, 0, 0, 0.1f, out);
      assertEquals(200 * f, out[0], 0.8, "weights have 8 bits");
    }
  }

  @Test
  void outsideTheEdgeGoesOnOrTheTextureRepeats() {
    int[] texels = {0x000000, 0x404040, 0x808080, 0xc0c0c0};
    Texture edge = new Texture(4, 1, texels, false);
    edge.sample(-7, 0.5f, 0.1f, 0, 0, 0.1f, out);
    assertEquals(0, out[0], 1e-3);
    edge.sample(11, 0.5f, 0.1f, 0, 0, 0.1f, out);
    assertEquals(0xc0, out[0], 1e-3);
    Texture repeated = new Texture(4, 1, texels, true);
    repeated.sample(-2.5f, 0.5f, 0.1f, 0, 0, 0.1f, out);
    assertEquals(0x40, out[0], 1e-3);
    repeated.sample(6.5f, 0.5f, 0.1f, 0, 0, 0.1f, out);
    assertEquals(0x80, out[0], 1e-3);
  }

  @Test
  void wideFootprintsGiveTheMean() {
    SplittableRandom random = new SplittableRandom(1);
    int[] texels = new int[64 * 64];
    double mean = 0;
    for (int i = 0; i < texels.length; i++) {
      int grey = random.nextInt(256);
      texels[i] = grey * 0x010101;
      mean += (double) grey / texels.length;
    }
    Texture texture = new Texture(64, 64, texels, true);
    texture.sample(20, 33, 64, 0, 0, 64, out);
    assertEquals(mean, out[0], 1.5, "each level rounds by half");
    // Seen at a grazing angle: wide one way, narrow the other.
    double columnMean = 0;
    for (int i = 0; i < 64; i++) {
      columnMean += (texels[i * 64 + 20] & 0xff) / 64.0;
    }
    texture.sample(20.5f, 32, 0.9f, 0, 0, 6, out);
    double part = 0;
    for (int i = 29; i < 35; i++) {
      part += (texels[i * 64 + 20] & 0xff) / 6.0;
    }
    assertEquals(part, out[0], 12, "the mean of six texels, not of six by six: " + columnMean);
  }

  @Test
  void sidesArePowersOfTwo() {
    assertThrows(IllegalArgumentException.class, () -> new Texture(3, 4, new int[12], false));
  }
}
