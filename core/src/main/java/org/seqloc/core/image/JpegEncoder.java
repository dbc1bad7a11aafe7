package org.seqloc.core.image;

import static org.bytedeco.leptonica.global.leptonica.lept_free;
import static org.bytedeco.leptonica.global.leptonica.pixCreateNoInit;
import static org.bytedeco.leptonica.global.leptonica.pixDestroy;
import static org.bytedeco.leptonica.global.leptonica.pixGetData;
import static org.bytedeco.leptonica.global.leptonica.pixGetWpl;
import static org.bytedeco.leptonica.global.leptonica.pixWriteMemJpeg;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.bytedeco.leptonica.PIX;
import org.seqloc.core.SeqlocException;

/**
 * JPEG files by Leptonica and the libjpeg-turbo in it: four times as fast as OpenCV's, which is
 * built without the processor's vector instructions. Baseline, colours at half the resolution, as
 * Pillow and OpenCV write them too.
 */
final class JpegEncoder {

  /** Of a side, pixels: what libjpeg takes. */
  static final int MAX_SIDE = 65_500;

  private static final int SEQUENTIAL = 0;
  private static final VarHandle BIG_ENDIAN_INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private JpegEncoder() {}

  /**
   * @param quality 1 (smallest) to 100 (best)
   * @throws SeqlocException when JPEG has no images of that size
   */
  static byte[] encode(Image image, int quality) {
    if (image.width() > MAX_SIDE || image.height() > MAX_SIDE) {
      throw new SeqlocException(
          String.format(
              "JPEG holds images of at most %d x %d pixels, not of %d x %d; write PNG",
              MAX_SIDE, MAX_SIDE, image.width(), image.height()));
    }
    int bits = image.channels() == 3 ? 32 : 8;
    try (BytePointer file = new BytePointer();
        SizeTPointer length = new SizeTPointer(1)) {
      PIX pix = allocated(pixCreateNoInit(image.width(), image.height(), bits));
      try {
        fill(pix, image);
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

  /** Leptonica's rows are words of 32 bits, the first sample in the uppermost bits of its word. */
  private static void fill(PIX pix, Image image) {
    int words = pixGetWpl(pix);
    IntBuffer data = pixGetData(pix).capacity((long) words * image.height()).asBuffer();
    int rowBytes = image.width() * image.channels();
    int[] row = new int[words];
    // The last word of a row is read from a copy of its end, lest it be read beyond the image.
    byte[] end = new byte[Integer.BYTES];
    int step = image.channels() == 3 ? 3 : Integer.BYTES;
    for (int y = 0, at = 0; y < image.height(); y++, at += rowBytes) {
      for (int x = 0; x < words - 1; x++) {
        row[x] = (int) BIG_ENDIAN_INT.get(image.pixels(), at + x * step);
      }
      int last = (words - 1) * step;
      System.arraycopy(image.pixels(), at + last, end, 0, rowBytes - last);
      row[words - 1] = (int) BIG_ENDIAN_INT.get(end, 0);
      data.put(row);
    }
  }
}
