package org.seqloc.core.image;

import org.seqloc.core.SeqlocException;

/** Encodes images of 8 bits, by {@link ImageFormat}. */
public final class ImageEncoder {

  private ImageEncoder() {}

  /** Lossless. */
  public static byte[] png(Image image) {
    return ImageFormat.png().encode(Raster.of(image));
  }

  /**
   * Baseline, the colours at half the resolution.
   *
   * @param quality see {@link ImageFormat#jpeg}
   * @throws SeqlocException when the quality is out of range, or the image is larger than JPEG has
   *     them, 65500 pixels a side
   */
  public static byte[] jpeg(Image image, int quality) {
    return ImageFormat.jpeg(quality).encode(Raster.of(image));
  }
}
