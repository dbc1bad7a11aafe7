package org.seqloc.core.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.MatOfInt;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;
import org.seqloc.core.SeqlocException;

class JpegEncoderTest {

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 75",
    "1, 1, 3, 75",
    "5, 3, 1, 1",
    "3, 5, 3, 1",
    "16, 8, 3, 100",
    "17, 9, 1, 100",
    "18, 31, 1, 50",
    "19, 33, 1, 95",
    "33, 18, 3, 95",
    "640, 480, 3, 75",
    "641, 479, 1, 75"
  })
  void theFileIsTheOneThatOpenCvWrites(int width, int height, int channels, int quality) {
    Image image = scene(width, height, channels);
    assertArrayEquals(byOpenCv(image, quality), ImageEncoder.jpeg(image, quality));
  }

  @ParameterizedTest
  @CsvSource({"16, 8, 1", "17, 9, 1", "17, 9, 3", "18, 31, 3"})
  void paddedRowsOutsideOfTheHeapGiveTheSameFile(int width, int height, int channels) {
    Image image = scene(width, height, channels);
    int rowBytes = width * channels;
    int step = rowBytes + 5;
    ByteBuffer samples = ByteBuffer.allocateDirect(step * height);
    for (int y = 0; y < height; y++) {
      samples.put(y * step, image.pixels(), y * rowBytes, rowBytes);
    }
    assertArrayEquals(
        ImageEncoder.jpeg(image, 75),
        new ImageFormat.Jpeg(75).encode(width, height, channels, samples.asReadOnlyBuffer(), step));
  }

  @Test
  void aSideThatJpegDoesNotHaveIsRefused() {
    Image image = new Image(JpegEncoder.MAX_SIDE + 1, 1, 1, new byte[JpegEncoder.MAX_SIDE + 1]);
    SeqlocException e = assertThrows(SeqlocException.class, () -> ImageEncoder.jpeg(image, 75));
    assertTrue(e.getMessage().contains("65501 x 1"), e.getMessage());
  }

  /** Waves with noise, so that all coefficients occur. */
  private static Image scene(int width, int height, int channels) {
    Random random = new Random(1);
    byte[] pixels = new byte[width * height * channels];
    for (int i = 0; i < pixels.length; i++) {
      int x = i / channels % width;
      int y = i / channels / width;
      double wave = 60 * Math.sin(0.05 * x * (1 + i % channels)) + 50 * Math.cos(0.07 * y);
      pixels[i] = (byte) Math.round(128 + wave + 6 * random.nextGaussian());
    }
    return new Image(width, height, channels, pixels);
  }

  private static byte[] byOpenCv(Image image, int quality) {
    Mat pixels = OpenCv.toMat(image);
    if (image.channels() == 3) {
      Imgproc.cvtColor(pixels, pixels, Imgproc.COLOR_RGB2BGR);
    }
    MatOfByte file = new MatOfByte();
    assertTrue(
        Imgcodecs.imencode(
            ".jpg", pixels, file, new MatOfInt(Imgcodecs.IMWRITE_JPEG_QUALITY, quality)));
    return file.toArray();
  }
}
