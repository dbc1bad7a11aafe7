package org.seqloc.core.image;

import java.util.Arrays;

/**
 * A row of 8x8 blocks on its way from samples to quantized coefficients (ITU-T T.81, A.3). What is
 * done to all blocks alike is done to long arrays in plain loops, which the compiler makes vector
 * instructions of: column k of all blocks and rows lies in one array.
 */
final class JpegStrip {

  /** Of the cosines, scaled to integers. */
  private static final int CONSTANT_BITS = 13;

  /** More precision between the two passes. */
  private static final int PASS_BITS = 2;

  private static final int C0_298 = 2446;
  private static final int C0_390 = 3196;
  private static final int C0_541 = 4433;
  private static final int C0_765 = 6270;
  private static final int C0_899 = 7373;
  private static final int C1_175 = 9633;
  private static final int C1_501 = 12299;
  private static final int C1_847 = 15137;
  private static final int C1_961 = 16069;
  private static final int C2_053 = 16819;
  private static final int C2_562 = 20995;
  private static final int C3_072 = 25172;

  private final int blocks;
  private final JpegQuantizer.Row[] rows = new JpegQuantizer.Row[8];
  // [column in a block][row in a block * blocks + block]
  private final int[][] samples;
  private final int[][] between;
  // [zigzag index][block]
  private final int[][] coefficients;
  private final int[] last;

  JpegStrip(int blocks, JpegQuantizer quantizer) {
    this.blocks = blocks;
    for (int row = 0; row < 8; row++) {
      rows[row] = quantizer.row(row, blocks);
    }
    samples = new int[8][8 * blocks];
    between = new int[8][8 * blocks];
    coefficients = new int[64][blocks];
    last = new int[blocks];
  }

  int blocks() {
    return blocks;
  }

  /** The samples of a column, less 128: that of row r of block b is at {@code r * blocks + b}. */
  int[] column(int column) {
    return samples[column];
  }

  /** Copies a row over another one. */
  void repeatRow(int from, int to) {
    for (int[] column : samples) {
      System.arraycopy(column, from * blocks, column, to * blocks, blocks);
    }
  }

  /** The coefficients of all blocks at a place of the zigzag order. */
  int[] coefficients(int zigzag) {
    return coefficients[zigzag];
  }

  /** For each block the place in zigzag order of the last coefficient that is not 0; 0 for none. */
  int[] last() {
    return last;
  }

  /** Makes coefficients of the samples, which are lost. */
  void transform() {
    pass(samples, between, -PASS_BITS, CONSTANT_BITS - PASS_BITS);
    for (int u = 0; u < 8; u++) {
      for (int row = 0; row < 8; row++) {
        System.arraycopy(between[u], row * blocks, samples[row], u * blocks, blocks);
      }
    }
    pass(samples, between, PASS_BITS, CONSTANT_BITS + PASS_BITS);
    for (int row = 0; row < 8; row++) {
      rows[row].quantize(between[row]);
    }
    Arrays.fill(last, 0);
    for (int zigzag = 0; zigzag < 64; zigzag++) {
      int place = JpegQuantizer.ZIGZAG[zigzag];
      int[] values = coefficients[zigzag];
      System.arraycopy(between[place >> 3], (place & 7) * blocks, values, 0, blocks);
      raise(last, values, zigzag);
    }
  }

  /** Sets {@code last} where the value is not 0. */
  private static void raise(int[] last, int[] values, int zigzag) {
    for (int i = 0; i < last.length; i++) {
      int found = (values[i] | -values[i]) >> 31;
      last[i] ^= (last[i] ^ zigzag) & found;
    }
  }

  /**
   * The discrete cosine transform of 8 values in each lane, by Loeffler, Ligtenberg and Moschytz
   * (1989), times sqrt(8).
   *
   * @param in is overwritten
   * @param shift of the even outputs without multiplications, to the right
   * @param scaledShift of all others
   */
  private static void pass(int[][] in, int[][] out, int shift, int scaledShift) {
    for (int k = 0; k < 4; k++) {
      butterfly(in[k], in[7 - k]);
    }
    butterfly(in[0], in[3]);
    butterfly(in[1], in[2]);
    ends(in[0], in[1], out[0], out[4], shift);
    rotate(in[3], C0_541 + C0_765, in[2], C0_541, out[2], scaledShift);
    rotate(in[3], C0_541, in[2], C0_541 - C1_847, out[6], scaledShift);
    int z = C1_175;
    // in[7], in[6], in[5], in[4] are the differences of 0 and 7, 1 and 6, 2 and 5, 3 and 4.
    mix(in, C1_501 - C0_899 + z - C0_390, z, z - C0_390, z - C0_899, out[1], scaledShift);
    mix(in, z, C3_072 - C2_562 + z - C1_961, z - C2_562, z - C1_961, out[3], scaledShift);
    mix(in, z - C0_390, z - C2_562, C2_053 - C2_562 + z - C0_390, z, out[5], scaledShift);
    mix(in, z - C0_899, z - C1_961, z, C0_298 - C0_899 + z - C1_961, out[7], scaledShift);
  }

  private static void butterfly(int[] a, int[] b) {
    for (int i = 0; i < a.length; i++) {
      int sum = a[i] + b[i];
      b[i] = a[i] - b[i];
      a[i] = sum;
    }
  }

  private static void ends(int[] a, int[] b, int[] sum, int[] difference, int shift) {
    if (shift < 0) {
      for (int i = 0; i < a.length; i++) {
        sum[i] = (a[i] + b[i]) << PASS_BITS;
        difference[i] = (a[i] - b[i]) << PASS_BITS;
      }
    } else {
      for (int i = 0; i < a.length; i++) {
        sum[i] = (a[i] + b[i] + (1 << (PASS_BITS - 1))) >> PASS_BITS;
        difference[i] = (a[i] - b[i] + (1 << (PASS_BITS - 1))) >> PASS_BITS;
      }
    }
  }

  private static void rotate(int[] a, int ca, int[] b, int cb, int[] out, int shift) {
    int half = 1 << (shift - 1);
    for (int i = 0; i < out.length; i++) {
      out[i] = (a[i] * ca + b[i] * cb + half) >> shift;
    }
  }

  private static void mix(int[][] in, int c7, int c6, int c5, int c4, int[] out, int shift) {
    int[] a = in[7];
    int[] b = in[6];
    int[] c = in[5];
    int[] d = in[4];
    int half = 1 << (shift - 1);
    for (int i = 0; i < out.length; i++) {
      out[i] = (a[i] * c7 + b[i] * c6 + c[i] * c5 + d[i] * c4 + half) >> shift;
    }
  }
}
