package org.seqloc.core.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.opencv.core.CvException;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Size;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;
import org.seqloc.core.SeqlocException;

/**
 * Decodes JPEG, PNG, WebP, TIFF, BMP and PGM/PPM files to the pixels as stored: grey stays grey,
 * colour becomes RGB, transparency is dropped, 16 bits are scaled to 8 where 8 are asked for. The
 * EXIF orientation is not applied, since a calibration holds for the pixels as the sensor gave
 * them.
 */
public final class ImageDecoder {

  /** Larger images are refused, pixels. */
  public static final long MAX_PIXELS = 100_000_000;

  /** Larger files are refused, bytes: 100 megapixels of 16-bit colour. */
  private static final long MAX_FILE_BYTES = 6 * MAX_PIXELS + (1 << 20);

  /** An image may take a so-many-th of the heap: it, its 8 bits and what else is at work. */
  private static final int HEAP_SHARE = 3;

  private ImageDecoder() {}

  /**
   * @throws SeqlocException naming the file, when it cannot be read or decoded
   */
  public static Image decode(Path file) {
    byte[] bytes;
    try {
      long size = Files.size(file);
      if (size > MAX_FILE_BYTES) {
        throw new SeqlocException(file + ": " + size + " bytes are too many for an image");
      }
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new SeqlocException(file + ": cannot read the image (" + e + ")", e);
    }
    return decode(bytes, file.toString());
  }

  /**
   * Decodes what remains in the buffer, whose position is left as it is.
   *
   * @param name what the image is called in the error's message
   * @throws SeqlocException when the bytes cannot be decoded
   */
  public static Image decode(ByteBuffer encoded, String name) {
    byte[] bytes = new byte[encoded.remaining()];
    encoded.duplicate().get(bytes);
    return decode(bytes, name);
  }

  /**
   * @param name what the image is called in the error's message: a file, or topic and stamp
   * @throws SeqlocException when the bytes cannot be decoded
   */
  public static Image decode(byte[] encoded, String name) {
    return decodeRaster(encoded, name).toImage();
  }

  /**
   * As {@link #decode(byte[], String)}, but 16 bits stay 16.
   *
   * @throws SeqlocException when the bytes cannot be decoded
   */
  public static Raster decodeRaster(byte[] encoded, String name) {
    ImageHeader header =
        ImageHeader.read(encoded)
            .orElseThrow(
                () ->
                    new SeqlocException(
                        name
                            + ": not a JPEG, PNG, WebP, TIFF, BMP, PGM or PPM image ("
                            + encoded.length
                            + " bytes)"));
    // Each below 2^32, so that the product could overflow.
    if (header.width() > MAX_PIXELS || header.width() * header.height() > MAX_PIXELS) {
      throw new SeqlocException(
          name
              + ": image of "
              + header.width()
              + " x "
              + header.height()
              + " is larger than the limit of "
              + MAX_PIXELS
              + " pixels");
    }
    if (header.truncated()) {
      throw new SeqlocException(name + ": the image ends early, it was cut off");
    }
    OpenCv.load();
    int flags =
        Imgcodecs.IMREAD_ANYCOLOR | Imgcodecs.IMREAD_ANYDEPTH | Imgcodecs.IMREAD_IGNORE_ORIENTATION;
    Mat in = new Mat(1, encoded.length, CvType.CV_8UC1);
    Mat decoded = null;
    try {
      in.put(0, 0, encoded);
      decoded = Imgcodecs.imdecode(in, flags);
      if (decoded.empty()) {
        throw new SeqlocException(name + ": corrupt image, it does not decode");
      }
      if (decoded.depth() != CvType.CV_8U && decoded.depth() != CvType.CV_16U) {
        throw new SeqlocException(
            name + ": samples of 32 bits are no image's; save it with 8 or 16 bits");
      }
      checkFits(
          decoded.size(),
          decoded.total() * decoded.elemSize(),
          Runtime.getRuntime().maxMemory(),
          name);
      if (decoded.channels() == 3) {
        Imgproc.cvtColor(decoded, decoded, Imgproc.COLOR_BGR2RGB);
      }
      return OpenCv.toRaster(decoded);
    } catch (CvException e) {
      throw new SeqlocException(name + ": corrupt image, it does not decode", e);
    } finally {
      in.release();
      if (decoded != null) {
        decoded.release();
      }
    }
  }

  /** Refuses an image that would leave no room on the heap. */
  static void checkFits(Size size, long bytes, long heapBytes, String name) {
    if (bytes > heapBytes / HEAP_SHARE) {
      throw new SeqlocException(
          String.format(
              "%s: image of %.0f x %.0f takes %d MB, too much for a heap of %d MB: raise it with"
                  + " -Xmx",
              name, size.width, size.height, bytes >> 20, heapBytes >> 20));
    }
  }
}
