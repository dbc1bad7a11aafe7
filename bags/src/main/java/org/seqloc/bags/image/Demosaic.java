package org.seqloc.bags.image;

import org.seqloc.core.image.Raster;

/** Colours of a Bayer mosaic, in which each pixel has one. */
final class Demosaic {

  private Demosaic() {}

  /**
   * Each missing colour is the mean of the nearest pixels that have it. Beyond the border the
   * mosaic is mirrored at the outermost pixels, which keeps its pattern.
   *
   * @param mosaic of one channel, at least 2 pixels wide and high
   * @param redX column of a red pixel, 0 or 1
   * @param redY its row, 0 or 1
   */
  static Raster bilinear(Raster mosaic, int redX, int redY) {
    int width = mosaic.width();
    int height = mosaic.height();
    int sampleBytes = mosaic.bitDepth() / 8;
    byte[] rgb = new byte[Math.multiplyExact(mosaic.samples().length, 3)];
    // Three rows with a column more on either side, and the colours of the middle one.
    int[] above = new int[width + 2];
    int[] self = new int[width + 2];
    int[] below = new int[width + 2];
    int[] colours = new int[3 * width];
    read(mosaic, 1, above);
    read(mosaic, 0, self);
    for (int y = 0; y < height; y++) {
      read(mosaic, y < height - 1 ? y + 1 : height - 2, below);
      boolean redRow = (y & 1) == redY;
      mix(above, self, below, redRow ? redX : 1 - redX, redRow ? 0 : 2, colours);
      write(colours, sampleBytes, rgb, y * width * 3 * sampleBytes);
      int[] free = above;
      above = self;
      self = below;
      below = free;
    }
    return new Raster(width, height, 3, mosaic.bitDepth(), rgb);
  }

  /**
   * @param colourX column, 0 or 1, of the pixels of the row that are not green
   * @param rowColour their colour, 0 for red or 2 for blue; the rows beside have the other one
   */
  private static void mix(
      int[] above, int[] self, int[] below, int colourX, int rowColour, int[] colours) {
    int otherColour = 2 - rowColour;
    for (int x = 1, out = 0; x < self.length - 1; x++, out += 3) {
      int sides = self[x - 1] + self[x + 1];
      int ends = above[x] + below[x];
      if (((x - 1) & 1) == colourX) {
        int corners = above[x - 1] + above[x + 1] + below[x - 1] + below[x + 1];
        colours[out + rowColour] = self[x];
        colours[out + 1] = (sides + ends + 2) >> 2;
        colours[out + otherColour] = (corners + 2) >> 2;
      } else {
        colours[out + rowColour] = (sides + 1) >> 1;
        colours[out + 1] = self[x];
        colours[out + otherColour] = (ends + 1) >> 1;
      }
    }
  }

  private static void read(Raster mosaic, int y, int[] row) {
    int width = mosaic.width();
    byte[] samples = mosaic.samples();
    if (mosaic.bitDepth() == 8) {
      for (int x = 0, from = y * width; x < width; x++) {
        row[x + 1] = samples[from + x] & 0xff;
      }
    } else {
      for (int x = 0, from = 2 * y * width; x < width; x++, from += 2) {
        row[x + 1] = (samples[from] & 0xff) << 8 | (samples[from + 1] & 0xff);
      }
    }
    row[0] = row[2];
    row[width + 1] = row[width - 1];
  }

  private static void write(int[] colours, int sampleBytes, byte[] rgb, int at) {
    if (sampleBytes == 1) {
      for (int i = 0; i < colours.length; i++) {
        rgb[at + i] = (byte) colours[i];
      }
    } else {
      for (int i = 0, to = at; i < colours.length; i++, to += 2) {
        rgb[to] = (byte) (colours[i] >> 8);
        rgb[to + 1] = (byte) colours[i];
      }
    }
  }
}
