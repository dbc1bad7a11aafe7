package org.seqloc.core.image;

import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;

/**
 * OpenCV's native library, loaded once, and the way in and out of it. Only this package and {@code
 * feature} speak to OpenCV; a {@link Mat} never leaves the method that made it.
 */
public final class OpenCv {

  private static final int COPIED_PIXELS = 1 << 16;

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
    byte[] bytes = new byte[Math.toIntExact(mat.total() * mat.elemSize())];
    ShortBuffer samples = ByteBuffer.wrap(bytes).asShortBuffer();
    // A piece at a time: a second copy of a large image may not find room.
    for (long pixel = 0; pixel < mat.total(); pixel += COPIED_PIXELS) {
      short[] piece = new short[Math.min(COPIED_PIXELS * mat.channels(), samples.remaining())];
      mat.get((int) (pixel / mat.cols()), (int) (pixel % mat.cols()), piece);
      samples.put(piece);
    }
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
