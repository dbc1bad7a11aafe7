package org.seqloc.nodes.simulator;

import java.util.SplittableRandom;
import org.seqloc.core.image.Image;

/**
 * Turns light into a camera's 8-bit picture: vignetting, exposure, tone curve, shot and read noise.
 */
final class Sensor {

  private static final int CURVE_STEPS = 4096;

  /** Light where the curve ends in white. */
  private static final float CURVE_END = 4f;

  private static final int NOISE_TABLE = 1 << 13;

  private final int[] curve = new int[CURVE_STEPS + 1];

  /** Standard normal values times 256. */
  private final short[] gaussian = new short[NOISE_TABLE];

  /** Standard deviation of the noise by output level, in 1/256 of a level. */
  private final int[] sigma = new int[256];

  /**
   * @param contrast exponent, 1 neutral
   * @param noise standard deviation in mid-grey, in levels of 255
   */
  Sensor(double contrast, double noise) {
    for (int i = 0; i <= CURVE_STEPS; i++) {
      // Squares in the index spend the steps on the dark end; a soft shoulder towards white.
      double light = CURVE_END * Math.pow((double) i / CURVE_STEPS, 2);
      double shoulder = 1 - Math.exp(-1.15 * light - 0.25 * light * light);
      curve[i] = (int) (Math.pow(shoulder, contrast / 2.0) * 255 * 256);
    }
    SplittableRandom random = new SplittableRandom(0x5eed);
    for (int i = 0; i < NOISE_TABLE; i++) {
      gaussian[i] = (short) Math.max(-32768, Math.min(32767, random.nextGaussian() * 256 * 8));
    }
    for (int level = 0; level < 256; level++) {
      sigma[level] = (int) (256 * noise * Math.sqrt(0.4 + 0.6 * level / 128));
    }
  }

  /**
   * @param light linear, interleaved, none negative; not kept
   * @param exposure factor on the light
   * @param seed of this picture's noise
   */
  Image expose(float[] light, int width, int height, double exposure, long seed) {
    byte[] pixels = new byte[light.length];
    double cx = (width - 1) / 2.0;
    double cy = (height - 1) / 2.0;
    double corner = cx * cx + cy * cy;
    long state = seed | 1;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double r2 = ((x - cx) * (x - cx) + (y - cy) * (y - cy)) / corner;
        float gain = (float) (exposure * (1 - 0.32 * r2) / CURVE_END);
        int at = 3 * (y * width + x);
        // One step of a linear congruence gives the noise of three channels.
        state = state * 0x5851f42d4c957f2dL + 0x14057b7ef767814fL;
        long bits = state ^ (state >>> 29);
        for (int c = 0; c < 3; c++) {
          float value = light[at + c] * gain;
          value = value < 1 ? value : 1;
          int tone = curve[(int) ((float) Math.sqrt(value) * CURVE_STEPS)];
          int draw = gaussian[(int) (bits >>> (4 + 16 * c)) & (NOISE_TABLE - 1)];
          int noisy = tone + ((draw * sigma[tone >> 8]) >> 11) + 128;
          pixels[at + c] = (byte) Math.max(0, Math.min(255, noisy >> 8));
        }
      }
    }
    return new Image(width, height, 3, pixels);
  }
}
