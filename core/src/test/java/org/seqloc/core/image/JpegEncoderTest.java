package org.seqloc.core.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.MatOfInt;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/** The oracle is OpenCV's libjpeg: the same bytes. */
class JpegEncoderTest {

  // Whole units of 16, whole blocks of 8 in half a unit, parts of blocks, single pixels.
  private static final int[] SIZES = {1, 2, 7, 8, 9, 15, 16, 17, 23, 24, 25, 31, 32, 33, 50};

  @ParameterizedTest
  @ValueSource(ints = {1, 25, 49, 50, 51, 75, 90, 95, 100})
  void everySizeAndQualityIsAsLibjpegWritesIt(int quality) {
    Random random = new Random(quality);
    for (int height : SIZES) {
      for (int width : SIZES) {
        for (int channels : new int[] {1, 3}) {
          assertAsLibjpeg(noise(width, height, channels, random), quality);
          assertAsLibjpeg(smooth(width, height, channels, random), quality);
        }
      }
    }
  }

  @Test
  void extremesOfTheTransformAreAsLibjpegWritesThem() {
    // Black and white in the signs of each cosine drive its coefficient as far as it goes.
    for (int place = 0; place < 64; place++) {
      byte[] pixels = new byte[64];
      for (int i = 0; i < 64; i++) {
        double wave =
            Math.cos((2 * (i / 8) + 1) * (place / 8) * Math.PI / 16)
                * Math.cos((2 * (i % 8) + 1) * (place % 8) * Math.PI / 16);
        pixels[i] = (byte) (wave > 0 ? 255 : 0);
      }
      assertAsLibjpeg(new Image(8, 8, 1, pixels), 100);
      assertAsLibjpeg(new Image(8, 8, 1, pixels), 1);
    }
  }

  @Test
  void aCamerasPictureIsAsLibjpegWritesIt() {
    assertAsLibjpeg(smooth(1280, 720, 3, new Random(3)), 95);
    assertAsLibjpeg(noise(641, 479, 3, new Random(4)), 75);
  }

  @Test
  void imagesThatJpegCannotHoldAreRefused() {
    Image wide = new Image(65536, 1, 1, new byte[65536]);
    assertThrows(IllegalArgumentException.class, () -> JpegEncoder.encode(wide, 75));
  }

  private static void assertAsLibjpeg(Image image, int quality) {
    assertArrayEquals(
        libjpeg(image, quality),
        JpegEncoder.encode(image, quality),
        () ->
            image.width()
                + " x "
                + image.height()
                + " x "
                + image.channels()
                + " of quality "
                + quality);
  }

  private static byte[] libjpeg(Image image, int quality) {
    Mat pixels = OpenCv.toMat(image);
    if (image.channels() == 3) {
      Imgproc.cvtColor(pixels, pixels, Imgproc.COLOR_RGB2BGR);
    }
    MatOfByte encoded = new MatOfByte();
    Imgcodecs.imencode(
        ".jpg", pixels, encoded, new MatOfInt(Imgcodecs.IMWRITE_JPEG_QUALITY, quality));
    return encoded.toArray();
  }

  private static Image noise(int width, int height, int channels, Random random) {
    byte[] pixels = new byte[width * height * channels];
    random.nextBytes(pixels);
    return new Image(width, height, channels, pixels);
  }

  private static Image smooth(int width, int height, int channels, Random random) {
    byte[] pixels = new byte[width * height * channels];
    double step = 0.3 * random.nextDouble();
    for (int i = 0; i < pixels.length; i++) {
      int pixel = i / channels;
      pixels[i] = (byte) (128 + 120 * Math.sin(step * pixel) + random.nextInt(4));
    }
    return new Image(width, height, channels, pixels);
  }
}
