package org.seqloc.bags.image;

import org.seqloc.core.image.Image;

/** Colours of a Bayer mosaic, in which each pixel has one. */
final class Demosaic {

  private Demosaic() {}

  /**
   * Each missing colour is the mean of the nearest pixels that have it. Beyond the border the
   * mosaic is mirrored at the outermost pixels, which keeps its pattern.
   *
   * @param mosaic row-major, {@code byte[height * width]}
   * @param width at least 2
   * @param height at least 2
   * @param redX column of a red pixel, 0 or 1
   * @param redY its row, 0 or 1
   */
  static Image bilinear(byte[] mosaic, int width, int height, int redX, int redY) {
    byte[] rgb = new byte[Math.multiplyExact(mosaic.length, 3)];
    for (int y = 0; y < height; y++) {
      int row = y * width;
      int above = (y > 0 ? y - 1 : 1) * width;
      int below = (y < height - 1 ? y + 1 : height - 2) * width;
      boolean redRow = (y & 1) == redY;
      // In a row of red and green the other colour is blue, and the other way round.
      int rowColour = redRow ? 0 : 2;
      int otherColour = 2 - rowColour;
      int colourX = redRow ? redX : 1 - redX;
      for (int x = 0; x < width; x++) {
        int left = x > 0 ? x - 1 : 1;
        int right = x < width - 1 ? x + 1 : width - 2;
        int self = mosaic[row + x] & 0xff;
        int sides = (mosaic[row + left] & 0xff) + (mosaic[row + right] & 0xff);
        int ends = (mosaic[above + x] & 0xff) + (mosaic[below + x] & 0xff);
        int out = 3 * (row + x);
        if ((x & 1) == colourX) {
          int corners =
              (mosaic[above + left] & 0xff)
                  + (mosaic[above + right] & 0xff)
                  + (mosaic[below + left] & 0xff)
                  + (mosaic[below + right] & 0xff);
          rgb[out + rowColour] = (byte) self;
          rgb[out + 1] = (byte) ((sides + ends + 2) >> 2);
          rgb[out + otherColour] = (byte) ((corners + 2) >> 2);
        } else {
          rgb[out + rowColour] = (byte) ((sides + 1) >> 1);
          rgb[out + 1] = (byte) self;
          rgb[out + otherColour] = (byte) ((ends + 1) >> 1);
        }
      }
    }
    return new Image(width, height, 3, rgb);
  }
}
