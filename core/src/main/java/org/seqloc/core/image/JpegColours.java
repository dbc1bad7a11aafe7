package org.seqloc.core.image;

import java.util.Arrays;

/**
 * Rows of an RGB image as JFIF's luminance and halved chrominance. As in {@link JpegStrip}, what
 * can be done to all pixels alike is done in plain loops over long arrays.
 */
final class JpegColours {

  private static final int HALF = 1 << 15;
  private static final int CENTRE = (128 << 16) + HALF - 1;
  private static final int BLOCK = 8;

  private final Image image;
  private final int[] r;
  private final int[] g;
  private final int[] b;
  private final int[] luminance;
  // Sums of two rows.
  private final int[] blue;
  private final int[] red;

  /**
   * @param width with the columns that fill the last blocks
   */
  JpegColours(Image image, int width) {
    this.image = image;
    r = new int[width];
    g = new int[width];
    b = new int[width];
    luminance = new int[width];
    blue = new int[width];
    red = new int[width];
  }

  /**
   * Converts a row of the image.
   *
   * @param row of the strip that takes its luminance
   * @param second whether its chrominance is added to that of the row before
   */
  void convert(int y, JpegStrip strip, int row, boolean second) {
    separate(y);
    for (int x = 0; x < luminance.length; x++) {
      luminance[x] = ((19595 * r[x] + 38470 * g[x] + 7471 * b[x] + HALF) >> 16) - 128;
    }
    int keep = second ? -1 : 0;
    for (int x = 0; x < blue.length; x++) {
      blue[x] = (blue[x] & keep) + ((-11059 * r[x] - 21709 * g[x] + 32768 * b[x] + CENTRE) >> 16);
    }
    for (int x = 0; x < red.length; x++) {
      red[x] = (red[x] & keep) + ((32768 * r[x] - 27439 * g[x] - 5329 * b[x] + CENTRE) >> 16);
    }
    int rowAt = row * strip.blocks();
    for (int column = 0; column < BLOCK; column++) {
      int[] samples = strip.column(column);
      for (int block = 0; block < strip.blocks(); block++) {
        samples[rowAt + block] = luminance[BLOCK * block + column];
      }
    }
  }

  private void separate(int y) {
    byte[] pixels = image.pixels();
    int width = image.width();
    int from = 3 * y * width;
    for (int x = 0; x < width; x++) {
      r[x] = pixels[from + 3 * x] & 0xff;
      g[x] = pixels[from + 3 * x + 1] & 0xff;
      b[x] = pixels[from + 3 * x + 2] & 0xff;
    }
    for (int[] channel : new int[][] {r, g, b}) {
      Arrays.fill(channel, width, channel.length, channel[width - 1]);
    }
  }

  /**
   * Halves the chrominance of the rows converted last.
   *
   * @param alone whether there is one row only, beneath which the image ends
   * @param row of the strips
   */
  void halve(boolean alone, int row, JpegStrip blueStrip, JpegStrip redStrip) {
    halve(blue, alone, row, blueStrip);
    halve(red, alone, row, redStrip);
  }

  private static void halve(int[] sums, boolean alone, int row, JpegStrip strip) {
    int factor = alone ? 2 : 1;
    int rowAt = row * strip.blocks();
    for (int column = 0; column < BLOCK; column++) {
      int[] samples = strip.column(column);
      // Rounded up and down in turn.
      int bias = 1 + (column & 1);
      for (int block = 0; block < strip.blocks(); block++) {
        int x = 2 * (BLOCK * block + column);
        samples[rowAt + block] = ((factor * (sums[x] + sums[x + 1]) + bias) >> 2) - 128;
      }
    }
  }
}
