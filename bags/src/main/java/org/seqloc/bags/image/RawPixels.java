package org.seqloc.bags.image;

import io.netty.buffer.ByteBuf;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.image.Image;
import org.seqloc.core.image.ImageDecoder;

/**
 * The pixels of an uncompressed image as a message holds them.
 *
 * @param name what errors call the image: topic and stamp
 * @param width pixels, unsigned
 * @param height pixels, unsigned
 * @param encoding ROS's name of the layout
 * @param bigEndian the byte order of samples of more than one byte
 * @param step bytes from one row to the next, unsigned
 * @param data at least {@code step * height} bytes from the reader index on
 */
record RawPixels(
    String name,
    int width,
    int height,
    String encoding,
    boolean bigEndian,
    int step,
    ByteBuf data) {

  private static final String SUPPORTED =
      "mono8, mono16, rgb8, bgr8, rgba8, bgra8, 8UC1, 8UC3, bayer_rggb8, bayer_bggr8,"
          + " bayer_gbrg8, bayer_grbg8, yuv422, yuv422_yuy2, uyvy and yuyv";

  /**
   * @throws SeqlocException when the encoding is unknown or the sizes do not fit each other
   */
  Image toImage() {
    return switch (encoding) {
      case "mono8", "8UC1" -> new Image(width, height, 1, rows(1));
      case "mono16" -> new Image(width, height, 1, highBytes(rows(2)));
      case "rgb8" -> new Image(width, height, 3, rows(3));
      case "bgr8", "8UC3" -> new Image(width, height, 3, swapped(rows(3)));
      case "rgba8" -> new Image(width, height, 3, withoutAlpha(rows(4), 0, 2));
      case "bgra8" -> new Image(width, height, 3, withoutAlpha(rows(4), 2, 0));
      case "bayer_rggb8" -> bayer(0, 0);
      case "bayer_bggr8" -> bayer(1, 1);
      case "bayer_gbrg8" -> bayer(0, 1);
      case "bayer_grbg8" -> bayer(1, 0);
      case "yuv422", "uyvy" -> yuv(1, 0);
      case "yuv422_yuy2", "yuyv" -> yuv(0, 1);
      default ->
          throw error(
              String.format(
                  "unknown encoding \"%s\"; have the camera publish one of %s",
                  printable(encoding), SUPPORTED));
    };
  }

  /** The rows without the padding between them, after checking all sizes. */
  private byte[] rows(int bytesPerPixel) {
    long w = Integer.toUnsignedLong(width);
    long h = Integer.toUnsignedLong(height);
    if (w == 0 || h == 0 || w * h > ImageDecoder.MAX_PIXELS) {
      throw error(
          String.format(
              "size %d x %d; an image has 1 to %d pixels", w, h, ImageDecoder.MAX_PIXELS));
    }
    long rowBytes = w * bytesPerPixel;
    long stepBytes = Integer.toUnsignedLong(step);
    if (stepBytes < rowBytes) {
      throw error(
          String.format(
              "a step of %d bytes is shorter than a row of %d pixels in %s; mend the publisher",
              stepBytes, w, encoding));
    }
    if (data.readableBytes() < stepBytes * h) {
      throw error(
          String.format(
              "%d bytes of data are less than step * height, %d * %d; mend the publisher",
              data.readableBytes(), stepBytes, h));
    }
    byte[] rows = new byte[Math.toIntExact(rowBytes * h)];
    int from = data.readerIndex();
    if (stepBytes == rowBytes) {
      data.getBytes(from, rows);
    } else {
      for (int y = 0; y < height; y++) {
        data.getBytes(from + y * step, rows, y * (int) rowBytes, (int) rowBytes);
      }
    }
    return rows;
  }

  /** 16 to 8 bits by leaving out the lower byte. */
  private byte[] highBytes(byte[] samples) {
    byte[] high = new byte[samples.length / 2];
    for (int i = 0, j = bigEndian ? 0 : 1; i < high.length; i++, j += 2) {
      high[i] = samples[j];
    }
    return high;
  }

  /** Exchanges the first and third of three channels, in place. */
  private static byte[] swapped(byte[] pixels) {
    for (int i = 0; i < pixels.length; i += 3) {
      byte first = pixels[i];
      pixels[i] = pixels[i + 2];
      pixels[i + 2] = first;
    }
    return pixels;
  }

  private static byte[] withoutAlpha(byte[] pixels, int red, int blue) {
    byte[] rgb = new byte[pixels.length / 4 * 3];
    for (int i = 0, j = 0; i < rgb.length; i += 3, j += 4) {
      rgb[i] = pixels[j + red];
      rgb[i + 1] = pixels[j + 1];
      rgb[i + 2] = pixels[j + blue];
    }
    return rgb;
  }

  private Image bayer(int redX, int redY) {
    byte[] mosaic = rows(1);
    if (width < 2 || height < 2) {
      throw error("a Bayer mosaic of " + width + " x " + height + " has no colours");
    }
    return Demosaic.bilinear(mosaic, width, height, redX, redY);
  }

  /**
   * Two pixels share U and V: four bytes hold Y of the left at {@code luma}, Y of the right at
   * {@code luma + 2}, U at {@code chroma}, V at {@code chroma + 2}. ITU-R BT.601 with black at 16
   * and white at 235, in fixed point of 20 bits, as OpenCV converts it.
   */
  private Image yuv(int luma, int chroma) {
    if ((width & 1) != 0) {
      throw error("a width of " + width + " is odd, in " + encoding + " two pixels share a colour");
    }
    byte[] samples = rows(2);
    byte[] rgb = new byte[Math.multiplyExact(samples.length / 2, 3)];
    int out = 0;
    for (int i = 0; i < samples.length; i += 4) {
      int u = (samples[i + chroma] & 0xff) - 128;
      int v = (samples[i + chroma + 2] & 0xff) - 128;
      int red = (1 << 19) + 1673527 * v;
      int green = (1 << 19) - 852492 * v - 409993 * u;
      int blue = (1 << 19) + 2116026 * u;
      for (int j = i + luma; j <= i + luma + 2; j += 2) {
        int y = Math.max(0, (samples[j] & 0xff) - 16) * 1220542;
        rgb[out++] = clamped((y + red) >> 20);
        rgb[out++] = clamped((y + green) >> 20);
        rgb[out++] = clamped((y + blue) >> 20);
      }
    }
    return new Image(width, height, 3, rgb);
  }

  private static byte clamped(int value) {
    return (byte) Math.max(0, Math.min(255, value));
  }

  private SeqlocException error(String what) {
    return new SeqlocException(name + ": " + what);
  }

  private static String printable(String text) {
    String shown = text.length() > 40 ? text.substring(0, 40) + "..." : text;
    return shown.replaceAll("\\P{Print}", "?");
  }
}
