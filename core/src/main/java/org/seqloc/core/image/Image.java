package org.seqloc.core.image;

/**
 * A decoded image of 8 bits a channel, grey or RGB.
 *
 * <p>The pixels are row-major without padding: {@code byte[height * width * channels]}, channels
 * interleaved in the order red, green, blue. The array is handed over, not copied; nobody writes to
 * it afterwards.
 */
public final class Image {

  private final int width;
  private final int height;
  private final int channels;
  private final byte[] pixels;

  /**
   * @param channels 1 for grey, 3 for RGB
   * @throws IllegalArgumentException when the array's length does not fit the size
   */
  public Image(int width, int height, int channels, byte[] pixels) {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException("an image has 1 or 3 channels, got " + channels);
    }
    if (width <= 0 || height <= 0 || pixels.length != (long) width * height * channels) {
      throw new IllegalArgumentException(
          "image of "
              + width
              + " x "
              + height
              + " x "
              + channels
              + " with "
              + pixels.length
              + " bytes");
    }
    this.width = width;
    this.height = height;
    this.channels = channels;
    this.pixels = pixels;
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

  /** The pixels themselves, see the class; not to be written to. */
  public byte[] pixels() {
    return pixels;
  }

  /** This image in grey; itself when it is. Luma of ITU-R BT.601, as OpenCV computes it. */
  public Image toGrey() {
    if (channels == 1) {
      return this;
    }
    byte[] grey = new byte[width * height];
    for (int i = 0, j = 0; i < grey.length; i++, j += 3) {
      int r = pixels[j] & 0xff;
      int g = pixels[j + 1] & 0xff;
      int b = pixels[j + 2] & 0xff;
      // 0.299, 0.587, 0.114 in 14-bit fixed point.
      grey[i] = (byte) ((r * 4899 + g * 9617 + b * 1868 + 8192) >> 14);
    }
    return new Image(width, height, 1, grey);
  }
}
