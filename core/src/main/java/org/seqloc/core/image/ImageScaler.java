package org.seqloc.core.image;

import org.opencv.core.Mat;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * Makes images smaller by averaging the area of each new pixel, which does not alias.
 *
 * <p>The borders of both images coincide: x of the smaller image lies at {@code (x + 0.5) * width /
 * smallWidth - 0.5} of the larger.
 */
public final class ImageScaler {

  private ImageScaler() {}

  /**
   * The image at most {@code maxSide} pixels on its longer side; itself when it is already.
   *
   * @param maxSide pixels, at least 1
   */
  public static Image toMaxSide(Image image, int maxSide) {
    int side = Math.max(image.width(), image.height());
    if (side <= maxSide) {
      return image;
    }
    double scale = (double) maxSide / side;
    return shrink(
        image,
        (int) Math.max(1, Math.round(image.width() * scale)),
        (int) Math.max(1, Math.round(image.height() * scale)));
  }

  /**
   * @throws IllegalArgumentException when the new size is empty or larger than the image
   */
  public static Image shrink(Image image, int width, int height) {
    if (width <= 0 || height <= 0 || width > image.width() || height > image.height()) {
      throw new IllegalArgumentException(
          "cannot shrink "
              + image.width()
              + " x "
              + image.height()
              + " to "
              + width
              + " x "
              + height);
    }
    Mat large = OpenCv.toMat(image);
    Mat small = new Mat();
    try {
      Imgproc.resize(large, small, new Size(width, height), 0, 0, Imgproc.INTER_AREA);
      return OpenCv.toImage(small);
    } finally {
      large.release();
      small.release();
    }
  }
}
