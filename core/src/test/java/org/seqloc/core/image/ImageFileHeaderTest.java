package org.seqloc.core.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.MatOfInt;
import org.opencv.imgcodecs.Imgcodecs;
import org.seqloc.core.SeqlocException;

class ImageFileHeaderTest {

  @ParameterizedTest
  @CsvSource({
    ".png, 8, 1",
    ".png, 8, 3",
    ".png, 8, 4",
    ".png, 16, 1",
    ".png, 16, 3",
    ".jpg, 8, 1",
    ".jpg, 8, 3"
  })
  void tellsSizeAndChannels(String extension, int bitDepth, int channels) {
    byte[] file = openCvs(extension, bitDepth, channels);
    assertEquals(
        new ImageFileHeader(41, 29, channels == 1 ? 1 : 3, bitDepth),
        ImageFileHeader.verify(file, "test"));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        Imgcodecs.IMWRITE_JPEG_PROGRESSIVE,
        Imgcodecs.IMWRITE_JPEG_OPTIMIZE,
        Imgcodecs.IMWRITE_JPEG_RST_INTERVAL
      })
  void walksThroughScansAndRestarts(int option) {
    byte[] file = openCvs(".jpg", 8, 3, option, 1);
    assertEquals(new ImageFileHeader(41, 29, 3, 8), ImageFileHeader.verify(file, "test"));
    byte[] padded = Arrays.copyOf(file, file.length + 100);
    assertEquals(new ImageFileHeader(41, 29, 3, 8), ImageFileHeader.verify(padded, "test"));
  }

  @ParameterizedTest
  @ValueSource(strings = {".png", ".jpg"})
  void findsWhereverItIsCutOff(String extension) {
    byte[] file = openCvs(extension, 8, 3);
    for (int length = 0; length < file.length; length++) {
      assertRefused(Arrays.copyOf(file, length));
    }
  }

  /** The preview that cameras put into a JPEG has an end of its own. */
  @Test
  void isNotTakenInByAPreview() {
    byte[] file = openCvs(".jpg", 8, 3);
    var out = new ByteArrayOutputStream();
    out.write(file, 0, 2);
    int length = file.length + 2;
    out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xe1, (byte) (length >> 8), (byte) length});
    out.writeBytes(file);
    out.write(file, 2, file.length - 2);
    byte[] both = out.toByteArray();
    ImageFileHeader.verify(both, "test");
    for (int cut = file.length + 6; cut < both.length; cut++) {
      assertRefused(Arrays.copyOf(both, cut));
    }
  }

  @Test
  void findsEachFlippedBitOfAPng() {
    byte[] file = openCvs(".png", 8, 1);
    for (int bit = 0; bit < 8 * file.length; bit++) {
      file[bit / 8] ^= (byte) (1 << (bit % 8));
      assertRefused(file);
      file[bit / 8] ^= (byte) (1 << (bit % 8));
    }
  }

  @Test
  void endsForAnyBytes() {
    SplittableRandom random = new SplittableRandom(8);
    for (String extension : new String[] {".png", ".jpg"}) {
      byte[] file = openCvs(extension, 8, 3);
      for (int i = 0; i < 20_000; i++) {
        byte[] damaged = file.clone();
        for (int j = random.nextInt(1, 5); j > 0; j--) {
          // Mostly the beginning, where the structure is.
          damaged[random.nextInt(i % 2 == 0 ? file.length : 30)] = (byte) random.nextInt();
        }
        try {
          ImageFileHeader.verify(damaged, "test");
        } catch (SeqlocException e) {
          assertTrue(e.getMessage().startsWith("test: "), e.getMessage());
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({".webp, 8, 3", ".tiff, 8, 3", ".tiff, 16, 1", ".bmp, 8, 1", ".bmp, 8, 3"})
  void decodesTheOtherFormats(String extension, int bitDepth, int channels) {
    byte[] file =
        extension.equals(".webp")
            ? openCvs(extension, bitDepth, channels, Imgcodecs.IMWRITE_WEBP_QUALITY, 101)
            : openCvs(extension, bitDepth, channels);
    ImageHeader header = ImageHeader.read(file).orElseThrow();
    assertEquals(41, header.width());
    assertEquals(29, header.height());
    assertArrayEquals(
        ImageDecoder.decodeRaster(openCvs(".png", bitDepth, channels), "png").samples(),
        ImageDecoder.decodeRaster(file, "test").samples());
    for (int length = 0; length < file.length * 3 / 4; length += 7) {
      byte[] cut = Arrays.copyOf(file, length);
      try {
        ImageDecoder.decodeRaster(cut, "test");
      } catch (SeqlocException e) {
        assertTrue(e.getMessage().startsWith("test: "), e.getMessage());
      }
    }
  }

  @Test
  void lossyWebpTellsItsSize() {
    byte[] file = openCvs(".webp", 8, 3, Imgcodecs.IMWRITE_WEBP_QUALITY, 80);
    assertEquals(new ImageHeader(41, 29, false), ImageHeader.read(file).orElseThrow());
    assertEquals(41, ImageDecoder.decode(file, "test").width());
  }

  private static void assertRefused(byte[] file) {
    SeqlocException e =
        assertThrows(SeqlocException.class, () -> ImageFileHeader.verify(file, "test"));
    assertTrue(e.getMessage().startsWith("test: "), e.getMessage());
  }

  /** A file that OpenCV wrote. */
  private static byte[] openCvs(String extension, int bitDepth, int channels, int... parameters) {
    OpenCv.load();
    Mat mat =
        new Mat(29, 41, CvType.makeType(bitDepth == 8 ? CvType.CV_8U : CvType.CV_16U, channels));
    SplittableRandom random = new SplittableRandom(6);
    short[] samples = new short[29 * 41 * channels];
    byte[] bytes = new byte[samples.length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) random.nextInt();
      bytes[i] = (byte) samples[i];
    }
    if (bitDepth == 8) {
      mat.put(0, 0, bytes);
    } else {
      mat.put(0, 0, samples);
    }
    MatOfByte file = new MatOfByte();
    MatOfInt options = new MatOfInt(parameters);
    try {
      assertTrue(Imgcodecs.imencode(extension, mat, file, options));
      return file.toArray();
    } finally {
      mat.release();
      file.release();
      options.release();
    }
  }
}
