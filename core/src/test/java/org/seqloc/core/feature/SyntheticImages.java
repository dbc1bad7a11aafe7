package org.seqloc.core.feature;

import java.util.Random;
import org.seqloc.core.image.Image;

/** Images whose every point is known. */
public final class SyntheticImages {

  private SyntheticImages() {}

  /**
   * Bright Gaussian blobs on grey.
   *
   * @param sigma pixels
   * @param centres x, y of each in pixels, (0, 0) the centre of the top-left pixel
   */
  public static Image blobs(int width, int height, double sigma, double[][] centres) {
    byte[] pixels = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double value = 60;
        for (double[] centre : centres) {
          double dx = x - centre[0];
          double dy = y - centre[1];
          value += 150 * Math.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma));
        }
        pixels[y * width + x] = (byte) Math.min(255, Math.round(value));
      }
    }
    return new Image(width, height, 1, pixels);
  }

  /** Squares of random size and grey on each other: corners of all sizes. */
  public static Image texture(int width, int height, long seed) {
    Random random = new Random(seed);
    byte[] pixels = new byte[width * height];
    for (int n = 0; n < width * height / 60; n++) {
      int side = 4 + random.nextInt(20);
      int left = random.nextInt(width);
      int top = random.nextInt(height);
      byte grey = (byte) random.nextInt(256);
      for (int y = top; y < Math.min(height, top + side); y++) {
        for (int x = left; x < Math.min(width, left + side); x++) {
          pixels[y * width + x] = grey;
        }
      }
    }
    return new Image(width, height, 1, pixels);
  }
}
