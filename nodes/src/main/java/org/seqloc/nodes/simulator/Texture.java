package org.seqloc.nodes.simulator;

/**
 * A mip-mapped picture on a surface; sides are powers of two.
 *
 * <p>Texel (i, j) covers [i, i + 1) x [j, j + 1) in texture coordinates; values are packed 0xRRGGBB
 * with a gamma of 2, so that squaring makes them linear. Level k + 1 averages 2 x 2 texels of level
 * k.
 */
final class Texture {

  /** More probes along a grazing view cost time and show little. */
  private static final int MAX_PROBES = 6;

  private final boolean wrap;
  private final int width;
  private final int height;
  private final int[][] levels;

  /**
   * @param texels row-major, {@code width * height}; kept, not copied
   * @param wrap whether it repeats in both directions; else its edge texels go on
   */
  Texture(int width, int height, int[] texels, boolean wrap) {
    if (Integer.bitCount(width) != 1 || Integer.bitCount(height) != 1) {
      throw new IllegalArgumentException("not powers of two: " + width + " x " + height);
    }
    this.width = width;
    this.height = height;
    this.wrap = wrap;
    // Down to where the shorter side is one texel.
    int count = 1 + Integer.numberOfTrailingZeros(Math.min(width, height));
    levels = new int[count][];
    levels[0] = texels;
    for (int k = 1; k < count; k++) {
      levels[k] = half(levels[k - 1], width >> (k - 1), height >> (k - 1));
    }
  }

  /** One colour everywhere. */
  static Texture plain(int rgb) {
    return new Texture(1, 1, new int[] {rgb}, false);
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** Averages 2 x 2 texels, each channel rounded to nearest. */
  private static int[] half(int[] fine, int width, int height) {
    int w = width / 2;
    int h = height / 2;
    int[] coarse = new int[w * h];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        int i = 2 * y * width + 2 * x;
        int a = fine[i];
        int b = fine[i + 1];
        int c = fine[i + width];
        int d = fine[i + width + 1];
        int redBlue =
            (a & 0xff00ff) + (b & 0xff00ff) + (c & 0xff00ff) + (d & 0xff00ff) + 0x00020002;
        int green = (a & 0xff00) + (b & 0xff00) + (c & 0xff00) + (d & 0xff00) + 0x0200;
        coarse[y * w + x] = ((redBlue >>> 2) & 0xff00ff) | ((green >>> 2) & 0xff00);
      }
    }
    return coarse;
  }

  /**
   * The mean over a pixel's footprint: trilinear probes side by side along its longer axis.
   *
   * @param u position in texels of level 0
   * @param v as {@code u}
   * @param ux step of u for one pixel to the right; likewise the others
   * @param out receives red, green, blue in 0..255, gamma 2
   */
  void sample(float u, float v, float ux, float vx, float uy, float vy, float[] out) {
    float alongX = ux * ux + vx * vx;
    float alongY = uy * uy + vy * vy;
    float majorU = ux;
    float majorV = vx;
    float major = alongX;
    float minor = alongY;
    if (alongY > alongX) {
      majorU = uy;
      majorV = vy;
      major = alongY;
      minor = alongX;
    }
    int probes = 1;
    float footprint = major;
    if (major > 1) {
      float ratio = minor > 1 ? major / minor : major;
      if (ratio > 2.25f) {
        probes = Math.min(MAX_PROBES, (int) (Math.sqrt(ratio) + 0.5));
      }
      footprint = major / (probes * probes);
    }
    // 8-bit fixed point: level of detail = log2(footprint) / 2.
    int lod = footprint <= 1 ? 0 : halfLog2(footprint);
    int level = lod >> 8;
    // Near a level that level alone is read; between two they are blended.
    int fraction = Math.max(0, Math.min(256, 2 * (lod & 0xff) - 128));
    if (fraction == 256) {
      level++;
      fraction = 0;
    }
    if (level >= levels.length - 1) {
      level = levels.length - 1;
      fraction = 0;
    }
    float r = 0;
    float g = 0;
    float b = 0;
    // Texture coordinates in 1/256 texel of level 0.
    float half = 128f * (probes - 1) / probes;
    int pu = floor(u * 256 - majorU * half);
    int pv = floor(v * 256 - majorV * half);
    int stepU = (int) (majorU * 256 / probes);
    int stepV = (int) (majorV * 256 / probes);
    for (int i = 0; i < probes; i++, pu += stepU, pv += stepV) {
      long fine = bilinear(level, pu, pv);
      if (fraction == 0) {
        r += (fine >>> 32) & 0xffff;
        g += (fine >>> 16) & 0xffff;
        b += fine & 0xffff;
      } else {
        long coarse = bilinear(level + 1, pu, pv);
        float f = fraction * (1f / 256);
        float e = 1 - f;
        r += e * ((fine >>> 32) & 0xffff) + f * ((coarse >>> 32) & 0xffff);
        g += e * ((fine >>> 16) & 0xffff) + f * ((coarse >>> 16) & 0xffff);
        b += e * (fine & 0xffff) + f * (coarse & 0xffff);
      }
    }
    float scale = 1f / (256 * probes);
    out[0] = r * scale;
    out[1] = g * scale;
    out[2] = b * scale;
  }

  /** 128 log2(x) for x >= 1, the fraction taken linear within an octave. */
  private static int halfLog2(float x) {
    return (Float.floatToRawIntBits(x) - 0x3f800000) >> 16;
  }

  /** Much quicker than Math.floor, which goes through double. */
  private static int floor(float x) {
    int i = (int) x;
    return x < i ? i - 1 : i;
  }

  /**
   * Red, green, blue of 16 bits each, in bits 32, 16 and 0.
   *
   * @param u in 1/256 texel of level 0
   */
  private long bilinear(int level, int u, int v) {
    int[] texels = levels[level];
    int w = width >> level;
    int h = height >> level;
    // Texel centres lie at halves.
    int fu = (u >> level) - 128;
    int fv = (v >> level) - 128;
    int x0 = fu >> 8;
    int y0 = fv >> 8;
    int x1 = x0 + 1;
    int y1 = y0 + 1;
    if (wrap) {
      x0 &= w - 1;
      x1 &= w - 1;
      y0 &= h - 1;
      y1 &= h - 1;
    } else {
      x0 = Math.min(Math.max(x0, 0), w - 1);
      x1 = Math.min(Math.max(x1, 0), w - 1);
      y0 = Math.min(Math.max(y0, 0), h - 1);
      y1 = Math.min(Math.max(y1, 0), h - 1);
    }
    int a = fu & 0xff;
    int b = fv & 0xff;
    int w11 = (a * b + 128) >> 8;
    int w10 = a - w11;
    int w01 = b - w11;
    int w00 = 256 - a - b + w11;
    int p00 = texels[y0 * w + x0];
    int p10 = texels[y0 * w + x1];
    int p01 = texels[y1 * w + x0];
    int p11 = texels[y1 * w + x1];
    int redBlue =
        (p00 & 0xff00ff) * w00
            + (p10 & 0xff00ff) * w10
            + (p01 & 0xff00ff) * w01
            + (p11 & 0xff00ff) * w11;
    int green =
        ((p00 >> 8) & 0xff) * w00
            + ((p10 >> 8) & 0xff) * w10
            + ((p01 >> 8) & 0xff) * w01
            + ((p11 >> 8) & 0xff) * w11;
    return ((redBlue & 0xffff0000L) << 16) | ((long) green << 16) | (redBlue & 0xffffL);
  }
}
