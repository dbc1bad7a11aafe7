package org.seqloc.core.image;

import org.seqloc.core.SeqlocException;

/** Encodes images to the bytes of a file. */
public final class ImageEncoder {

  private ImageEncoder() {}

  /** Lossless. */
  public static byte[] png(Image image) {
    return PngEncoder.encode(Raster.of(image));
  }

  /**
   * Baseline, the colours at half the resolution.
   *
   * @param quality 1 (smallest) to 100 (best); 95 is usual
   * @throws SeqlocException when the image is larger than JPEG has them, 65500 pixels a side
   */
  public static byte[] jpeg(Image image, int quality) {
    if (quality < 1 || quality > 100) {
      throw new IllegalArgumentException("JPEG quality is 1 to 100, got " + quality);
    }
    return JpegEncoder.encode(image, quality);
  }
}
