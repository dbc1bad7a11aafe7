package org.seqloc.nodes.simulator;

import java.util.random.RandomGenerator;

/** Packed 0xRRGGBB colours of gamma 2, and value noise; all of it a pure function of its input. */
final class Colours {

  /** Table of {@link #clouds}: so many steps a unit. */
  private static final int CLOUD_STEPS = 16;

  private static final int CLOUD_SIZE = 512;
  private static final float[] CLOUDS = clouds();

  private Colours() {}

  static int rgb(double r, double g, double b) {
    return clamp(r) << 16 | clamp(g) << 8 | clamp(b);
  }

  private static int clamp(double value) {
    return (int) Math.max(0, Math.min(255, value + 0.5));
  }

  /** Brighter or darker by a factor. */
  static int scale(int rgb, double factor) {
    return rgb((rgb >> 16 & 0xff) * factor, (rgb >> 8 & 0xff) * factor, (rgb & 0xff) * factor);
  }

  /** {@code a} at 0, {@code b} at 1. */
  static int mix(int a, int b, double t) {
    return rgb(
        (a >> 16 & 0xff) * (1 - t) + (b >> 16 & 0xff) * t,
        (a >> 8 & 0xff) * (1 - t) + (b >> 8 & 0xff) * t,
        (a & 0xff) * (1 - t) + (b & 0xff) * t);
  }

  /**
   * @param hue in turns
   */
  static int hsv(double hue, double saturation, double value) {
    double[] c = new double[3];
    for (int i = 0; i < 3; i++) {
      double k = (5 - 2 * i + hue * 6) % 6;
      c[i] = 255 * (value - value * saturation * Math.max(0, Math.min(Math.min(k, 4 - k), 1)));
    }
    return rgb(c[0], c[1], c[2]);
  }

  static int pick(RandomGenerator random, int... choices) {
    return choices[random.nextInt(choices.length)];
  }

  static double uniform(RandomGenerator random, double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  /** Mixes the bits of a seed and a purpose: independent streams from one seed. */
  static long seed(long seed, long purpose) {
    long z = seed * 0x9e3779b97f4a7c15L + purpose * 0xd1b54a32d192ed03L + 0x632be59bd9b4e019L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** A value in [0, 1) for a point of the integer lattice. */
  static double lattice(int x, int y, int seed) {
    int h = x * 0x27d4eb2d + y * 0x165667b1 + seed * 0x9e3779b1;
    h = (h ^ (h >>> 15)) * 0x85ebca6b;
    h = (h ^ (h >>> 13)) * 0xc2b2ae35;
    h ^= h >>> 16;
    return (h >>> 8) * 0x1p-24;
  }

  /** Smooth value noise in [0, 1), features of size one. */
  static double noise(double x, double y, int seed) {
    return periodic(x, y, 1 << 30, seed);
  }

  /**
   * @param period a power of two after which the noise repeats
   */
  private static double periodic(double x, double y, int period, int seed) {
    int ix = (int) Math.floor(x);
    int iy = (int) Math.floor(y);
    double fx = x - ix;
    double fy = y - iy;
    double sx = fx * fx * (3 - 2 * fx);
    double sy = fy * fy * (3 - 2 * fy);
    int mask = period - 1;
    int x0 = ix & mask;
    int x1 = (ix + 1) & mask;
    int y0 = iy & mask;
    int y1 = (iy + 1) & mask;
    double low = lattice(x0, y0, seed) * (1 - sx) + lattice(x1, y0, seed) * sx;
    double high = lattice(x0, y1, seed) * (1 - sx) + lattice(x1, y1, seed) * sx;
    return low * (1 - sy) + high * sy;
  }

  /** Three octaves of smooth noise in [0, 1), features of size one; repeats after 32. */
  static double clouds(double x, double y, int seed) {
    int h = seed * 0x9e3779b1;
    double u = x * CLOUD_STEPS + (h >>> 16 & 0xff);
    double v = y * CLOUD_STEPS + (h >>> 24);
    int iu = (int) Math.floor(u);
    int iv = (int) Math.floor(v);
    double fu = u - iu;
    double fv = v - iv;
    int left = iu & (CLOUD_SIZE - 1);
    int right = (iu + 1) & (CLOUD_SIZE - 1);
    int low = (iv & (CLOUD_SIZE - 1)) * CLOUD_SIZE;
    int high = ((iv + 1) & (CLOUD_SIZE - 1)) * CLOUD_SIZE;
    return (CLOUDS[low + left] * (1 - fu) + CLOUDS[low + right] * fu) * (1 - fv)
        + (CLOUDS[high + left] * (1 - fu) + CLOUDS[high + right] * fu) * fv;
  }

  private static float[] clouds() {
    float[] table = new float[CLOUD_SIZE * CLOUD_SIZE];
    for (int j = 0; j < CLOUD_SIZE; j++) {
      for (int i = 0; i < CLOUD_SIZE; i++) {
        double x = (double) i / CLOUD_STEPS;
        double y = (double) j / CLOUD_STEPS;
        table[j * CLOUD_SIZE + i] =
            (float)
                (0.57 * periodic(x, y, 32, 11)
                    + 0.29 * periodic(2 * x, 2 * y, 64, 12)
                    + 0.14 * periodic(4 * x, 4 * y, 128, 13));
      }
    }
    return table;
  }
}
