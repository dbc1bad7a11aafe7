package org.seqloc.core.image;

/** Encodes images to the bytes of a file. */
public final class ImageEncoder {

  private ImageEncoder() {}

  /** Lossless. */
  public static byte[] png(Image image) {
    return PngEncoder.encode(Raster.of(image));
  }

  /**
   * Lossy, the same bytes as OpenCV's and Pillow's encoders give.
   *
   * @param quality 1 (smallest) to 100 (best); 95 is usual
   */
  public static byte[] jpeg(Image image, int quality) {
    if (quality < 1 || quality > 100) {
      throw new IllegalArgumentException("JPEG quality is 1 to 100, got " + quality);
    }
    return JpegEncoder.encode(image, quality);
  }
}
