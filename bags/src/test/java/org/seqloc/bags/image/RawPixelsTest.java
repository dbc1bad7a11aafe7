package org.seqloc.bags.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.imgproc.Imgproc;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.image.Image;

class RawPixelsTest {

  @BeforeAll
  static void loadOpenCv() {
    nu.pattern.OpenCV.loadLocally();
  }

  @ParameterizedTest
  @CsvSource({
    // Two rows of two pixels, and what they are in grey or RGB.
    "mono8, 01020304, 01020304",
    "8UC1, 01020304, 01020304",
    "mono16, 0102030405060708, 02040608",
    "rgb8, 010203040506070809101112, 010203040506070809101112",
    "bgr8, 010203040506070809101112, 030201060504090807121110",
    "8UC3, 010203040506070809101112, 030201060504090807121110",
    "rgba8, 010203ff040506ff070809ff101112ff, 010203040506070809101112",
    "bgra8, 010203ff040506ff070809ff101112ff, 030201060504090807121110"
  })
  void ordersChannels(String encoding, String data, String expected) {
    byte[] bytes = HexFormat.of().parseHex(data);
    Image image = pixels(encoding, 2, 2, bytes.length / 2, bytes).toRaster().toImage();
    assertEquals(expected, HexFormat.of().formatHex(image.pixels()));
    assertEquals(expected.length() / 8, image.channels());
  }

  @Test
  void readsSixteenBitsInEitherByteOrder() {
    byte[] data = {1, 2, 3, 4};
    RawPixels big = new RawPixels("/a", 2, 1, "mono16", true, 4, Unpooled.wrappedBuffer(data));
    assertArrayEquals(new byte[] {1, 3}, big.toRaster().toImage().pixels());
    assertArrayEquals(
        new byte[] {2, 4}, pixels("mono16", 2, 1, 4, data).toRaster().toImage().pixels());
  }

  @ParameterizedTest
  @CsvSource({
    "bayer_rggb8, 1",
    "bayer_bggr8, 1",
    "bayer_gbrg8, 1",
    "bayer_grbg8, 1",
    "yuv422, 2",
    "uyvy, 2",
    "yuv422_yuy2, 2",
    "yuyv, 2"
  })
  void agreesWithOpenCvAwayFromTheBorder(String encoding, int bytesPerPixel) {
    int width = 32;
    int height = 22;
    byte[] data = random(width * height * bytesPerPixel);
    int conversion =
        switch (encoding) {
          case "bayer_rggb8" -> Imgproc.COLOR_BayerRGGB2RGB;
          case "bayer_bggr8" -> Imgproc.COLOR_BayerBGGR2RGB;
          case "bayer_gbrg8" -> Imgproc.COLOR_BayerGBRG2RGB;
          case "bayer_grbg8" -> Imgproc.COLOR_BayerGRBG2RGB;
          case "yuv422", "uyvy" -> Imgproc.COLOR_YUV2RGB_UYVY;
          default -> Imgproc.COLOR_YUV2RGB_YUYV;
        };
    Mat in = new Mat(height, width, CvType.CV_8UC(bytesPerPixel));
    Mat out = new Mat();
    in.put(0, 0, data);
    Imgproc.cvtColor(in, out, conversion);
    byte[] theirs = new byte[width * height * 3];
    out.get(0, 0, theirs);
    in.release();
    out.release();
    Image ours = pixels(encoding, width, height, width * bytesPerPixel, data).toRaster().toImage();
    for (int y = 1; y < height - 1; y++) {
      int from = (y * width + 1) * 3;
      int to = (y * width + width - 1) * 3;
      assertArrayEquals(
          Arrays.copyOfRange(theirs, from, to), Arrays.copyOfRange(ours.pixels(), from, to));
    }
  }

  @ParameterizedTest
  @CsvSource({"bayer_rggb8, 0, 0", "bayer_bggr8, 1, 1", "bayer_gbrg8, 0, 1", "bayer_grbg8, 1, 0"})
  void keepsTheColourOfAUniformMosaicUpToTheBorder(String encoding, int redX, int redY) {
    for (int width = 2; width <= 5; width++) {
      for (int height = 2; height <= 5; height++) {
        byte[] mosaic = new byte[width * height];
        for (int i = 0; i < mosaic.length; i++) {
          boolean redColumn = (i % width) % 2 == redX;
          boolean redRow = (i / width) % 2 == redY;
          mosaic[i] = (byte) (redColumn == redRow ? (redRow ? 200 : 50) : 120);
        }
        byte[] rgb = pixels(encoding, width, height, width, mosaic).toRaster().toImage().pixels();
        for (int i = 0; i < rgb.length; i += 3) {
          assertArrayEquals(
              new byte[] {(byte) 200, 120, 50}, Arrays.copyOfRange(rgb, i, i + 3), encoding);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"mono8, 1", "mono16, 2", "bgr8, 3", "rgba8, 4", "bayer_grbg8, 1", "yuv422, 2"})
  void passesOverThePaddingOfRows(String encoding, int bytesPerPixel) {
    int rowBytes = 6 * bytesPerPixel;
    byte[] data = random(4 * rowBytes);
    ByteBuf padded = Unpooled.buffer();
    // Something before the data as well: the reader index counts.
    padded.writeBytes(new byte[5]);
    for (int y = 0; y < 4; y++) {
      padded.writeBytes(data, y * rowBytes, rowBytes).writeBytes(new byte[] {9, 9, 9});
    }
    padded.skipBytes(5);
    RawPixels pixels = new RawPixels("/a", 6, 4, encoding, false, rowBytes + 3, padded);
    assertArrayEquals(
        pixels(encoding, 6, 4, rowBytes, data).toRaster().toImage().pixels(),
        pixels.toRaster().toImage().pixels());
  }

  @ParameterizedTest
  @CsvSource({
    "32FC1, 2, 2, 8, 16, '32FC1 is depth, not an image; name the topic'",
    "8UC2, 2, 2, 8, 16, unknown encoding \"8UC2\"; have the camera publish one of mono8",
    "mono8, 0, 2, 8, 16, size 0 x 2",
    "mono8, -1, 2, -1, 16, size 4294967295 x 2",
    "mono8, 65536, 65536, 65536, 16, size 65536 x 65536",
    "rgb8, 2, 2, 5, 16, a step of 5 bytes is shorter than a row of 2 pixels in rgb8",
    "rgb8, 2, 2, 8, 15, '15 bytes of data are less than step * height, 8 * 2'",
    "mono8, 2, 2, -1, 15, '15 bytes of data are less than step * height, 4294967295 * 2'",
    "yuv422, 3, 2, 6, 12, a width of 3 is odd",
    "bayer_rggb8, 1, 2, 1, 2, a Bayer mosaic of 1 x 2 has no colours"
  })
  void refusesWhatDoesNotFit(
      String encoding, int width, int height, int step, int bytes, String refusal) {
    RawPixels pixels = pixels(encoding, width, height, step, new byte[bytes]);
    SeqlocException e = assertThrows(SeqlocException.class, pixels::toRaster);
    assertTrue(e.getMessage().startsWith("/camera at 1.5: " + refusal), e.getMessage());
  }

  private static RawPixels pixels(String encoding, int width, int height, int step, byte[] data) {
    ByteBuf buffer = Unpooled.wrappedBuffer(data);
    return new RawPixels("/camera at 1.5", width, height, encoding, false, step, buffer);
  }

  private static byte[] random(int length) {
    SplittableRandom random = new SplittableRandom(5);
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
