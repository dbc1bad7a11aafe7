package org.seqloc.core.image;

import static org.bytedeco.leptonica.global.leptonica.L_SEVERITY_NONE;
import static org.bytedeco.leptonica.global.leptonica.lept_free;
import static org.bytedeco.leptonica.global.leptonica.pixCreateNoInit;
import static org.bytedeco.leptonica.global.leptonica.pixDestroy;
import static org.bytedeco.leptonica.global.leptonica.pixEndianByteSwap;
import static org.bytedeco.leptonica.global.leptonica.pixGetData;
import static org.bytedeco.leptonica.global.leptonica.pixGetWpl;
import static org.bytedeco.leptonica.global.leptonica.pixWriteMemJpeg;
import static org.bytedeco.leptonica.global.leptonica.setMsgSeverity;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.bytedeco.leptonica.PIX;
import org.seqloc.core.SeqlocException;

/**
 * JPEG files by Leptonica and the libjpeg-turbo in it, eight times as fast as OpenCV's, which is
 * built without the processor's vector instructions. Baseline, colours at half the resolution, as
 * Pillow and OpenCV write them too.
 */
final class JpegEncoder {

  /** Of a side, pixels: what libjpeg takes. */
  static final int MAX_SIDE = 65_500;

  private static final int SEQUENTIAL = 0;

  static {
    // It would tell on the standard error that each image has 24 bits. Failures it also returns.
    setMsgSeverity(L_SEVERITY_NONE);
  }

  private JpegEncoder() {}

  /**
   * @param channels 1 for grey, 3 for RGB, of 8 bits
   * @param samples row by row from index 0 on
   * @param stepBytes from one row to the next
   * @param quality 1 (smallest) to 100 (best)
   * @throws SeqlocException when JPEG has no images of that size
   */
  static byte[] encode(
      int width, int height, int channels, ByteBuffer samples, int stepBytes, int quality) {
    if (width > MAX_SIDE || height > MAX_SIDE) {
      throw new SeqlocException(
          String.format(
              "JPEG holds images of at most %d x %d pixels, not of %d x %d; write PNG",
              MAX_SIDE, MAX_SIDE, width, height));
    }
    try (BytePointer file = new BytePointer();
        SizeTPointer length = new SizeTPointer(1)) {
      PIX pix = allocated(pixCreateNoInit(width, height, 8 * channels));
      try {
        fill(pix, width * channels, height, channels, samples, stepBytes);
        if (pixWriteMemJpeg(file, length, pix, quality, SEQUENTIAL) != 0) {
          throw new IllegalStateException("Leptonica cannot encode JPEG");
        }
        byte[] bytes = new byte[Math.toIntExact(length.get())];
        file.capacity(bytes.length).get(bytes);
        return bytes;
      } finally {
        lept_free(file);
        pixDestroy(pix);
      }
    }
  }

  private static PIX allocated(PIX pix) {
    if (pix == null) {
      throw new OutOfMemoryError("no native memory for an image");
    }
    return pix;
  }

  /**
   * Leptonica's rows are whole words of 32 bits. RGB lies in them byte by byte as here, which it
   * hands to libjpeg as it is; of grey the first sample is in the uppermost bits of a word.
   */
  private static void fill(
      PIX pix, int rowBytes, int height, int channels, ByteBuffer samples, int stepBytes) {
    int paddedBytes = Integer.BYTES * pixGetWpl(pix);
    ByteBuffer data =
        new BytePointer(pixGetData(pix)).capacity((long) paddedBytes * height).asBuffer();
    if (stepBytes == paddedBytes) {
      data.put(0, samples, 0, stepBytes * (height - 1) + rowBytes);
    } else {
      for (int y = 0; y < height; y++) {
        data.put(y * paddedBytes, samples, y * stepBytes, rowBytes);
      }
    }
    if (channels == 1) {
      pixEndianByteSwap(pix);
    }
  }
}
