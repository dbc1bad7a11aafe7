package org.seqloc.core.image;

import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.MatOfInt;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/** Encodes images to the bytes of a file. */
public final class ImageEncoder {

  private ImageEncoder() {}

  /** Lossless. */
  public static byte[] png(Image image) {
    return PngEncoder.encode(Raster.of(image));
  }

  /**
   * @param quality 1 (smallest) to 100 (best); 95 is usual
   */
  public static byte[] jpeg(Image image, int quality) {
    if (quality < 1 || quality > 100) {
      throw new IllegalArgumentException("JPEG quality is 1 to 100, got " + quality);
    }
    OpenCv.load();
    MatOfInt parameters = new MatOfInt(Imgcodecs.IMWRITE_JPEG_QUALITY, quality);
    Mat pixels = OpenCv.toMat(image);
    MatOfByte encoded = new MatOfByte();
    try {
      if (image.channels() == 3) {
        Imgproc.cvtColor(pixels, pixels, Imgproc.COLOR_RGB2BGR);
      }
      if (!Imgcodecs.imencode(".jpg", pixels, encoded, parameters)) {
        throw new IllegalStateException("OpenCV cannot encode JPEG");
      }
      return encoded.toArray();
    } finally {
      pixels.release();
      encoded.release();
      parameters.release();
    }
  }
}
