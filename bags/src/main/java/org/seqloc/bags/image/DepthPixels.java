package org.seqloc.bags.image;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.image.DepthMap;
import org.seqloc.core.image.ImageDecoder;
import org.seqloc.core.image.Raster;

/** The layouts of depth in messages. */
final class DepthPixels {

  /** Larger depth maps are refused, pixels; no depth camera comes near. */
  private static final long MAX_PIXELS = 1 << 24;

  /** compressed_depth_image_transport's: an unused int32, then a and b as float32. */
  private static final int CONFIG_BYTES = 12;

  private DepthPixels() {}

  /**
   * @param raster grey of 16 bits
   */
  static DepthMap millimetres(Raster raster) {
    return DepthMap.of(raster, 1000, 0);
  }

  /**
   * @param pixels of 32FC1
   */
  static DepthMap metres(RawPixels pixels) {
    byte[] samples = pixels.rows(Float.BYTES);
    float[] metres = new float[samples.length / Float.BYTES];
    ByteBuffer.wrap(samples)
        .order(pixels.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(metres);
    return new DepthMap(pixels.width(), pixels.height(), metres);
  }

  /**
   * The format is {@code "16UC1; compressedDepth png"}, {@code rvl} in place of {@code png}, or
   * without either of old, when there was only PNG. Depth in metres was stored as its inverse,
   * {@code a / depth + b} rounded down to 16 bits, 0 for none. A PNG without the transport's header
   * is taken as well, since image_transport's {@code compressed} makes it of 16UC1.
   */
  static DepthMap decompressed(CompressedPixels pixels) {
    String format = pixels.format().toLowerCase(Locale.ROOT);
    boolean inverse = format.startsWith("32fc1");
    ByteBuf data = pixels.data().slice();
    boolean bare = FileType.of(head(data)).isPresent();
    if (bare && inverse) {
      throw error(pixels, "depth of 32FC1 without the header that says how it was quantized");
    }
    float a = 0;
    float b = 0;
    if (!bare) {
      if (data.readableBytes() < CONFIG_BYTES) {
        throw error(
            pixels, "compressed depth of " + data.readableBytes() + " bytes; it is cut off");
      }
      data.readIntLE();
      a = data.readFloatLE();
      b = data.readFloatLE();
    }
    Size size =
        size(pixels)
            .orElseThrow(() -> error(pixels, "compressed depth that is neither PNG nor RVL"));
    size.check(pixels.name());
    Raster raster = isRvl(pixels) ? rvl(size, pixels, data) : png(pixels, data);
    return inverse ? inverted(raster, a, b) : millimetres(raster);
  }

  private static Raster png(CompressedPixels pixels, ByteBuf data) {
    byte[] file = new byte[data.readableBytes()];
    data.readBytes(file);
    Raster raster = ImageDecoder.decodeRaster(file, pixels.name());
    if (raster.channels() != 1 || raster.bitDepth() != 16) {
      throw error(
          pixels,
          String.format(
              "no depth: %d channels of %d bits; depth is compressed as one of 16, have it"
                  + " published as compressedDepth",
              raster.channels(), raster.bitDepth()));
    }
    return raster;
  }

  private static Raster rvl(Size size, CompressedPixels pixels, ByteBuf data) {
    data.skipBytes(2 * Integer.BYTES);
    int width = (int) size.width();
    int height = (int) size.height();
    char[] depths = new char[width * height];
    RunLengthDepth.decode(data, depths, what -> error(pixels, what));
    byte[] samples = new byte[2 * depths.length];
    ByteBuffer.wrap(samples).asCharBuffer().put(depths);
    return new Raster(width, height, 1, 16, samples);
  }

  /** Pixels as a header claims them, unsigned. */
  record Size(long width, long height) {

    /**
     * @throws SeqlocException when no depth camera has that many pixels, or there are none
     */
    void check(String name) {
      if (pixels() == 0) {
        throw new SeqlocException(
            String.format(
                "%s: depth of %d x %d; a depth map has 1 to %d pixels",
                name, width, height, MAX_PIXELS));
      }
    }

    /** 0 for more than a depth map has. */
    long pixels() {
      boolean huge = width > MAX_PIXELS || height > MAX_PIXELS || width * height > MAX_PIXELS;
      return huge ? 0 : width * height;
    }
  }

  private static boolean isRvl(CompressedPixels pixels) {
    return pixels.format().toLowerCase(Locale.ROOT).contains("compresseddepth rvl");
  }

  /** The size that compressed depth claims to have; empty when it is cut off or something else. */
  static Optional<Size> size(CompressedPixels pixels) {
    ByteBuf data = pixels.data().slice();
    if (FileType.of(head(data)).isEmpty()) {
      data = data.skipBytes(Math.min(CONFIG_BYTES, data.readableBytes())).slice();
    }
    if (isRvl(pixels)) {
      return data.readableBytes() < 2 * Integer.BYTES
          ? Optional.empty()
          : Optional.of(new Size(data.readUnsignedIntLE(), data.readUnsignedIntLE()));
    }
    // A PNG begins with its signature and the chunk of its size.
    boolean png = FileType.of(head(data)).equals(Optional.of(FileType.PNG));
    return png && data.readableBytes() >= 24
        ? Optional.of(new Size(data.getUnsignedInt(16), data.getUnsignedInt(20)))
        : Optional.empty();
  }

  private static DepthMap inverted(Raster raster, float a, float b) {
    byte[] samples = raster.samples();
    float[] metres = new float[raster.width() * raster.height()];
    for (int i = 0, j = 0; i < metres.length; i++, j += 2) {
      int stored = (samples[j] & 0xff) << 8 | (samples[j + 1] & 0xff);
      metres[i] = stored == 0 ? Float.NaN : a / (stored - b);
    }
    return new DepthMap(raster.width(), raster.height(), metres);
  }

  private static byte[] head(ByteBuf data) {
    byte[] head = new byte[Math.min(FileType.SIGNATURE_BYTES, data.readableBytes())];
    data.getBytes(data.readerIndex(), head);
    return head;
  }

  private static SeqlocException error(CompressedPixels pixels, String what) {
    return new SeqlocException(pixels.name() + ": " + what);
  }
}
