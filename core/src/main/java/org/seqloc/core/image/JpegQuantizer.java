package org.seqloc.core.image;

import java.util.Arrays;

/** Divides coefficients by the steps of a quality, as the Independent JPEG Group scales them. */
final class JpegQuantizer {

  /** Row times 8 plus column, in the order of T.81, figure A.6. */
  static final int[] ZIGZAG = {
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
    13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59,
    52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63
  };

  // T.81, tables K.1 and K.2.
  private static final int[] LUMINANCE = {
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113,
    92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99
  };
  private static final int[] CHROMINANCE = {
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99,
    47, 66, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99
  };

  // A multiplication and a shift divide exactly: the factor is rounded up by less than 1, which
  // times a value of less than 2^12 comes to less than 2^20 / step, for steps of less than 2^8.
  private static final int FACTOR_BITS = 20;

  private final int[] steps = new int[64];

  private JpegQuantizer(int[] base, int quality) {
    int percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
    for (int zigzag = 0; zigzag < 64; zigzag++) {
      int step = (base[ZIGZAG[zigzag]] * percent + 50) / 100;
      steps[zigzag] = Math.max(1, Math.min(255, step));
    }
  }

  static JpegQuantizer luminance(int quality) {
    return new JpegQuantizer(LUMINANCE, quality);
  }

  static JpegQuantizer chrominance(int quality) {
    return new JpegQuantizer(CHROMINANCE, quality);
  }

  /** The step at a place of the zigzag order. */
  int step(int zigzag) {
    return steps[zigzag];
  }

  /** For a row of the coefficients of so many blocks. */
  Row row(int row, int blocks) {
    int[] halves = new int[8 * blocks];
    int[] factors = new int[8 * blocks];
    for (int zigzag = 0; zigzag < 64; zigzag++) {
      int place = ZIGZAG[zigzag];
      if (place >> 3 == row) {
        int from = (place & 7) * blocks;
        Arrays.fill(halves, from, from + blocks, 4 * steps[zigzag]);
        int factor = ((1 << FACTOR_BITS) + steps[zigzag] - 1) / steps[zigzag];
        Arrays.fill(factors, from, from + blocks, factor);
      }
    }
    return new Row(halves, factors);
  }

  /** What divides a row of the coefficients of many blocks, column after column. */
  static final class Row {
    private final int[] halves;
    private final int[] factors;

    private Row(int[] halves, int[] factors) {
      this.halves = halves;
      this.factors = factors;
    }

    /**
     * Divides values that are 8 times as large as they should be, less than 2^14, and rounds,
     * halves away from 0.
     */
    void quantize(int[] values) {
      for (int i = 0; i < values.length; i++) {
        int sign = values[i] >> 31;
        int eighth = ((values[i] ^ sign) - sign + halves[i]) >>> 3;
        values[i] = (((eighth * factors[i]) >>> FACTOR_BITS) ^ sign) - sign;
      }
    }
  }
}
