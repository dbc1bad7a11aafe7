package org.seqloc.core.image;

/**
 * The samples of an image without loss: grey or RGB, of 8 or 16 bits. It is what files are written
 * from and depth is read from; who looks for features takes {@link #toImage()}.
 *
 * <p>Row-major without padding, channels interleaved in the order red, green, blue, a sample of 16
 * bits with its upper byte first, as PNG has it: {@code byte[height * width * channels * bitDepth /
 * 8]}. The array is handed over, not copied; nobody writes to it afterwards.
 */
public final class Raster {

  private final int width;
  private final int height;
  private final int channels;
  private final int bitDepth;
  private final byte[] samples;

  /**
   * @param channels 1 for grey, 3 for RGB
   * @param bitDepth 8 or 16
   * @throws IllegalArgumentException when the array's length does not fit the size
   */
  public Raster(int width, int height, int channels, int bitDepth, byte[] samples) {
    if ((channels != 1 && channels != 3) || (bitDepth != 8 && bitDepth != 16)) {
      throw new IllegalArgumentException(
          "a raster has 1 or 3 channels of 8 or 16 bits, got " + channels + " of " + bitDepth);
    }
    if (width <= 0
        || height <= 0
        || samples.length != (long) width * height * channels * (bitDepth / 8)) {
      throw new IllegalArgumentException(
          String.format(
              "raster of %d x %d x %d of %d bits with %d bytes",
              width, height, channels, bitDepth, samples.length));
    }
    this.width = width;
    this.height = height;
    this.channels = channels;
    this.bitDepth = bitDepth;
    this.samples = samples;
  }

  /** The image's pixels, which are shared. */
  public static Raster of(Image image) {
    return new Raster(image.width(), image.height(), image.channels(), 8, image.pixels());
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** 1 for grey, 3 for RGB. */
  public int channels() {
    return channels;
  }

  /** Bits of a sample, 8 or 16. */
  public int bitDepth() {
    return bitDepth;
  }

  /** The samples themselves, see the class; not to be written to. */
  public byte[] samples() {
    return samples;
  }

  /**
   * The image of 8 bits, which shares the samples where these have 8. Those of 16 bits are scaled,
   * 65535 to 255, and rounded, so that a message and the PNG written from it look alike.
   */
  public Image toImage() {
    if (bitDepth == 8) {
      return new Image(width, height, channels, samples);
    }
    byte[] pixels = new byte[samples.length / 2];
    for (int i = 0, j = 0; i < pixels.length; i++, j += 2) {
      int sample = (samples[j] & 0xff) << 8 | (samples[j + 1] & 0xff);
      // Divided by 257 and rounded: exact for each of the 65536 values.
      pixels[i] = (byte) ((sample * 255 + 32895) >> 16);
    }
    return new Image(width, height, channels, pixels);
  }
}
