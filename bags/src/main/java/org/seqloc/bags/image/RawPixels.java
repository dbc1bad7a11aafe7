package org.seqloc.bags.image;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.image.ImageDecoder;
import org.seqloc.core.image.ImageFormat;
import org.seqloc.core.image.Raster;

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
      "mono8, mono16, rgb8, bgr8, rgba8, bgra8, rgb16, bgr16, rgba16, bgra16, 8UC1, 8UC3, 8UC4,"
          + " 16UC1, 16UC3, 16UC4, bayer_rggb8, bayer_bggr8, bayer_gbrg8, bayer_grbg8, the same of"
          + " 16 bits, yuv422, yuv422_yuy2, uyvy, yuyv, nv12, nv21, nv16, nv61, nv24 and nv42";

  /**
   * All that the message holds but transparency; of a mosaic the colours, of luma and chroma RGB.
   * Channels without names are taken in OpenCV's order: blue, green, red.
   *
   * @throws SeqlocException when the encoding is unknown or the sizes do not fit each other
   */
  Raster toRaster() {
    return switch (encoding) {
      case "mono8", "8UC1" -> grey(1);
      case "mono16", "16UC1" -> grey(2);
      case "rgb8" -> new Raster(width, height, 3, 8, rows(3));
      case "bgr8", "8UC3" -> new Raster(width, height, 3, 8, swapped(rows(3)));
      case "rgba8" -> colour(1, 4, 0);
      case "bgra8", "8UC4" -> colour(1, 4, 2);
      case "rgb16" -> colour(2, 3, 0);
      case "bgr16", "16UC3" -> colour(2, 3, 2);
      case "rgba16" -> colour(2, 4, 0);
      case "bgra16", "16UC4" -> colour(2, 4, 2);
      case "bayer_rggb8" -> bayer(1, 0, 0);
      case "bayer_bggr8" -> bayer(1, 1, 1);
      case "bayer_gbrg8" -> bayer(1, 0, 1);
      case "bayer_grbg8" -> bayer(1, 1, 0);
      case "bayer_rggb16" -> bayer(2, 0, 0);
      case "bayer_bggr16" -> bayer(2, 1, 1);
      case "bayer_gbrg16" -> bayer(2, 0, 1);
      case "bayer_grbg16" -> bayer(2, 1, 0);
      case "yuv422", "uyvy", "UYVY" -> packed(1, 0);
      case "yuv422_yuy2", "yuyv", "YUYV" -> packed(0, 1);
      case "nv12", "NV12" -> semiPlanar(2, 2, 0);
      case "nv21", "NV21" -> semiPlanar(2, 2, 1);
      case "nv16", "NV16" -> semiPlanar(2, 1, 0);
      case "nv61", "NV61" -> semiPlanar(2, 1, 1);
      case "nv24", "NV24" -> semiPlanar(1, 1, 0);
      case "nv42", "NV42" -> semiPlanar(1, 1, 1);
      case "32FC1", "64FC1" ->
          throw error(
              encoding + " is depth, not an image; name the topic of the camera's image instead");
      default ->
          throw error(
              String.format(
                  "unknown encoding \"%s\"; have the camera publish one of %s",
                  printable(encoding), SUPPORTED));
    };
  }

  /** The channels of samples that are grey or RGB of 8 bits as they lie; 0 of all others. */
  int plainChannels() {
    return switch (encoding) {
      case "mono8", "8UC1" -> 1;
      case "rgb8" -> 3;
      default -> 0;
    };
  }

  /**
   * A file of the samples as they lie in the message: to copy and free megabytes for each image
   * takes half as long as encoding them.
   *
   * @throws SeqlocException when the sizes do not fit each other
   */
  byte[] toJpeg(ImageFormat.Jpeg format) {
    requireRows(plainChannels());
    // Netty's buffers of mapped memory begin at another position than 0.
    ByteBuffer samples = data.nioBuffer(data.readerIndex(), step * height).slice();
    return format.encode(width, height, plainChannels(), samples, step);
  }

  /** The rows without the padding between them, after checking all sizes. */
  byte[] rows(int bytesPerPixel) {
    requireRows(bytesPerPixel);
    return rows(0, Integer.toUnsignedLong(step), width * bytesPerPixel, height);
  }

  private void requireRows(int bytesPerPixel) {
    long rowBytes = checkedWidth() * bytesPerPixel;
    long stepBytes = Integer.toUnsignedLong(step);
    requireStep(rowBytes);
    requireData(stepBytes * height, "step * height, " + stepBytes + " * " + height);
  }

  /** The samples of 16 bits with the upper byte first, without padding. */
  byte[] bigEndianRows(int channels) {
    byte[] samples = rows(2 * channels);
    if (!bigEndian) {
      for (int i = 0; i < samples.length; i += 2) {
        byte low = samples[i];
        samples[i] = samples[i + 1];
        samples[i + 1] = low;
      }
    }
    return samples;
  }

  SeqlocException error(String what) {
    return new SeqlocException(name + ": " + what);
  }

  static String printable(String text) {
    String shown = text.length() > 40 ? text.substring(0, 40) + "..." : text;
    return shown.replaceAll("\\P{Print}", "?");
  }

  /** The width, after checking the size. */
  private long checkedWidth() {
    long w = Integer.toUnsignedLong(width);
    long h = Integer.toUnsignedLong(height);
    if (w == 0 || h == 0 || w * h > ImageDecoder.MAX_PIXELS) {
      throw error(
          String.format(
              "size %d x %d; an image has 1 to %d pixels", w, h, ImageDecoder.MAX_PIXELS));
    }
    return w;
  }

  private void requireStep(long rowBytes) {
    long stepBytes = Integer.toUnsignedLong(step);
    if (stepBytes < rowBytes) {
      throw error(
          String.format(
              "a step of %d bytes is shorter than a row of %d pixels in %s; mend the publisher",
              stepBytes, width, encoding));
    }
  }

  private void requireData(long bytes, String what) {
    if (data.readableBytes() < bytes) {
      throw error(
          String.format(
              "%d bytes of data are less than %s; mend the publisher", data.readableBytes(), what));
    }
  }

  /**
   * @param from of the data's readable bytes; all that is read must be there
   */
  private byte[] rows(long from, long stepBytes, int rowBytes, int count) {
    byte[] rows = new byte[Math.multiplyExact(rowBytes, count)];
    int at = Math.toIntExact(data.readerIndex() + from);
    if (stepBytes == rowBytes) {
      data.getBytes(at, rows);
    } else {
      for (int y = 0; y < count; y++) {
        data.getBytes(Math.toIntExact(at + y * stepBytes), rows, y * rowBytes, rowBytes);
      }
    }
    return rows;
  }

  private Raster grey(int sampleBytes) {
    byte[] samples = sampleBytes == 1 ? rows(1) : bigEndianRows(1);
    return new Raster(width, height, 1, 8 * sampleBytes, samples);
  }

  /**
   * @param red which of the channels is red, 0 or 2; blue is the other
   */
  private Raster colour(int sampleBytes, int channels, int red) {
    byte[] samples = rows(channels * sampleBytes);
    // Where in three samples of 16 bits the bytes are that come first.
    int upper = sampleBytes == 1 || bigEndian ? 0 : 1;
    int redAt = red * sampleBytes;
    int blueAt = (2 - red) * sampleBytes;
    byte[] rgb = new byte[samples.length / channels * 3];
    int pixelBytes = channels * sampleBytes;
    if (sampleBytes == 1) {
      for (int to = 0, from = 0; to < rgb.length; to += 3, from += pixelBytes) {
        rgb[to] = samples[from + redAt];
        rgb[to + 1] = samples[from + 1];
        rgb[to + 2] = samples[from + blueAt];
      }
    } else {
      int lower = 1 - upper;
      for (int to = 0, from = 0; to < rgb.length; to += 6, from += pixelBytes) {
        rgb[to] = samples[from + redAt + upper];
        rgb[to + 1] = samples[from + redAt + lower];
        rgb[to + 2] = samples[from + 2 + upper];
        rgb[to + 3] = samples[from + 2 + lower];
        rgb[to + 4] = samples[from + blueAt + upper];
        rgb[to + 5] = samples[from + blueAt + lower];
      }
    }
    return new Raster(width, height, 3, 8 * sampleBytes, rgb);
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

  private Raster bayer(int sampleBytes, int redX, int redY) {
    Raster mosaic = grey(sampleBytes);
    if (width < 2 || height < 2) {
      throw error("a Bayer mosaic of " + width + " x " + height + " has no colours");
    }
    return Demosaic.bilinear(mosaic, redX, redY);
  }

  private Raster packed(int luma, int chroma) {
    checkedWidth();
    requireShared(width, 2, "width");
    return new Raster(width, height, 3, 8, YuvPixels.packed(rows(2), luma, chroma));
  }

  /**
   * The step is the luma's. Some publishers give it as that of all planes together, so that step *
   * height is the data; then there is no padding.
   */
  private Raster semiPlanar(int shareX, int shareY, int uAt) {
    long lumaRow = checkedWidth();
    requireShared(width, shareX, "width");
    requireShared(height, shareY, "height");
    requireStep(lumaRow);
    int chromaRow = 2 * (width / shareX);
    int chromaRows = height / shareY;
    long lumaStep = Integer.toUnsignedLong(step);
    long tight = lumaRow * height + (long) chromaRow * chromaRows;
    if (lumaStep > lumaRow && lumaStep * height == tight && data.readableBytes() == tight) {
      lumaStep = lumaRow;
    }
    long chromaStep = 2 * lumaStep / shareX;
    long chromaAt = lumaStep * height;
    // The last row need not be padded.
    requireData(
        chromaAt + chromaStep * (chromaRows - 1) + chromaRow,
        String.format("luma and chroma of %d x %d in %s", width, height, encoding));
    byte[] luma = rows(0, lumaStep, width, height);
    byte[] chroma = rows(chromaAt, chromaStep, chromaRow, chromaRows);
    byte[] rgb = YuvPixels.semiPlanar(luma, chroma, width, shareX, shareY, uAt);
    return new Raster(width, height, 3, 8, rgb);
  }

  private void requireShared(int side, int share, String what) {
    if (side % share != 0) {
      throw error(
          String.format(
              "a %s of %d is odd, in %s two pixels share a colour", what, side, encoding));
    }
  }
}
