package org.seqloc.core.image;

import java.nio.ByteBuffer;
import org.seqloc.core.SeqlocException;

/** The kinds of file that images are written as. */
public sealed interface ImageFormat {

  /** Of the file's name, without a dot. */
  String extension();

  /** The contents of the image's file; the same raster gives the same bytes. */
  byte[] encode(Raster raster);

  /** Lossless, of 8 and of 16 bits. */
  static ImageFormat png() {
    return new Png();
  }

  /**
   * Lossy, of 8 bits.
   *
   * @param quality 1 (smallest) to 100 (best); 95 is usual
   * @throws SeqlocException when it is out of range
   */
  static ImageFormat jpeg(int quality) {
    return new Jpeg(quality);
  }

  /** See {@link ImageFormat#png}. */
  record Png() implements ImageFormat {
    @Override
    public String extension() {
      return "png";
    }

    @Override
    public byte[] encode(Raster raster) {
      return PngEncoder.encode(raster);
    }
  }

  /** See {@link ImageFormat#jpeg}. */
  record Jpeg(int quality) implements ImageFormat {
    public Jpeg {
      if (quality < 1 || quality > 100) {
        throw new SeqlocException("JPEG quality is 1 to 100, got " + quality);
      }
    }

    @Override
    public String extension() {
      return "jpg";
    }

    @Override
    public byte[] encode(Raster raster) {
      Image image = raster.toImage();
      return encode(
          image.width(),
          image.height(),
          image.channels(),
          ByteBuffer.wrap(image.pixels()),
          image.width() * image.channels());
    }

    /**
     * As {@link #encode(Raster)}, of samples that lie elsewhere and need not be copied first.
     *
     * @param width pixels
     * @param height pixels
     * @param channels 1 for grey, 3 for RGB, of 8 bits
     * @param samples row by row from index 0 on
     * @param stepBytes from one row to the next
     * @throws SeqlocException when JPEG has no images of that size
     */
    public byte[] encode(int width, int height, int channels, ByteBuffer samples, int stepBytes) {
      return JpegEncoder.encode(width, height, channels, samples, stepBytes, quality);
    }
  }
}
