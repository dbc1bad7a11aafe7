package org.seqloc.core.image;

import java.nio.ByteBuffer;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;

/**
 * OpenCV's native library, loaded once, and the way in and out of it. Only this package and {@code
 * feature} speak to OpenCV; a {@link Mat} never leaves the method that made it.
 */
public final class OpenCv {

  private OpenCv() {}

  /** Loads the library at the first call; cheap afterwards. */
  public static void load() {
    Loaded.touch();
  }

  /** A copy of the pixels, 8 bits, one channel or RGB. The caller releases it. */
  public static Mat toMat(Image image) {
    load();
    Mat mat = new Mat(image.height(), image.width(), CvType.CV_8UC(image.channels()));
    mat.put(0, 0, image.pixels());
    return mat;
  }

  /** A copy of an 8-bit Mat of one channel or RGB. */
  public static Image toImage(Mat mat) {
    byte[] pixels = new byte[Math.toIntExact(mat.total() * mat.channels())];
    mat.get(0, 0, pixels);
    return new Image(mat.cols(), mat.rows(), mat.channels(), pixels);
  }

  /** A copy of a Mat of 8 or 16 bits, of one channel or RGB. */
  static Raster toRaster(Mat mat) {
    if (mat.depth() == CvType.CV_8U) {
      return Raster.of(toImage(mat));
    }
    short[] samples = new short[Math.toIntExact(mat.total() * mat.channels())];
    mat.get(0, 0, samples);
    byte[] bytes = new byte[Math.multiplyExact(samples.length, Short.BYTES)];
    ByteBuffer.wrap(bytes).asShortBuffer().put(samples);
    return new Raster(mat.cols(), mat.rows(), mat.channels(), 16, bytes);
  }

  /** The class is initialized, hence the library loaded, exactly once and at the first use. */
  private static final class Loaded {
    static {
      nu.pattern.OpenCV.loadLocally();
      // Our parallelism is over images; OpenCV's own threads would only contend with it.
      Core.setNumThreads(1);
    }

    static void touch() {}
  }
}
