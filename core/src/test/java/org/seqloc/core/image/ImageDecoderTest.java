package org.seqloc.core.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opencv.core.Size;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.SharedData;

class ImageDecoderTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void pngGivesThePixelsBack(int channels) {
    Image image = noise(37, 23, channels);
    Image back = ImageDecoder.decode(ImageEncoder.png(image), "test");
    assertSame(image, back);
  }

  @Test
  void pngAgreesWithJavasOwnReader() throws IOException {
    Image image = noise(37, 23, 3);
    var peer = ImageIO.read(new java.io.ByteArrayInputStream(ImageEncoder.png(image)));
    for (int y = 0; y < 23; y++) {
      for (int x = 0; x < 37; x++) {
        int at = (y * 37 + x) * 3;
        int rgb =
            (image.pixels()[at] & 0xff) << 16
                | (image.pixels()[at + 1] & 0xff) << 8
                | (image.pixels()[at + 2] & 0xff);
        assertEquals(rgb, peer.getRGB(x, y) & 0xffffff);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void jpegKeepsSmoothPixelsNearly(int channels) {
    byte[] pixels = new byte[64 * 48 * channels];
    for (int i = 0; i < pixels.length; i++) {
      int pixel = i / channels;
      pixels[i] = (byte) (pixel % 64 + 2 * (pixel / 64) + 20 * (i % channels));
    }
    Image image = new Image(64, 48, channels, pixels);
    Image back = ImageDecoder.decode(ByteBuffer.wrap(ImageEncoder.jpeg(image, 95)), "test");
    assertEquals(channels, back.channels());
    for (int i = 0; i < pixels.length; i++) {
      assertEquals(pixels[i] & 0xff, back.pixels()[i] & 0xff, 6);
    }
  }

  @Test
  void sixteenBitsAreScaledToEight() throws IOException {
    var out = new ByteArrayOutputStream();
    out.write("P5\n# of a thermal camera\n3 1\n65535\n".getBytes(StandardCharsets.US_ASCII));
    out.write(new byte[] {0, 0, (byte) 0x80, (byte) 0x80, (byte) 0xff, (byte) 0xff});
    Image image = ImageDecoder.decode(out.toByteArray(), "test");
    assertArrayEquals(new byte[] {0, (byte) 128, (byte) 255}, image.pixels());
  }

  @ParameterizedTest
  @CsvSource({"5, 1, 300, 300", "6, 3, 70001, 2", "6, 3, 1, 70001"})
  void sixteenBitsStayWhereTheyAre(int type, int channels, int width, int height)
      throws IOException {
    byte[] samples = new byte[width * height * channels * 2];
    new Random(5).nextBytes(samples);
    var out = new ByteArrayOutputStream();
    out.write(
        ("P" + type + " " + width + " " + height + " 65535\n").getBytes(StandardCharsets.US_ASCII));
    out.write(samples);
    Raster raster = ImageDecoder.decodeRaster(out.toByteArray(), "test");
    assertEquals(width, raster.width());
    assertArrayEquals(samples, raster.samples());
  }

  @Test
  void imagesThatFillTheHeapAreRefused() {
    ImageDecoder.checkFits(new Size(10_000, 5_000), 150_000_000, 512L << 20, "large.png");
    assertEquals(
        "bomb.png: image of 10000 x 10000 takes 572 MB, too much for a heap of 512 MB: raise it"
            + " with -Xmx",
        assertThrows(
                SeqlocException.class,
                () ->
                    ImageDecoder.checkFits(
                        new Size(10_000, 10_000), 600_000_000, 512L << 20, "bomb.png"))
            .getMessage());
  }

  @Test
  void exifOrientationIsNotApplied() throws IOException {
    byte[] plain = ImageEncoder.jpeg(noise(40, 16, 1), 95);
    // APP1 with a big-endian TIFF of one entry: orientation 6, a quarter turn.
    byte[] exif =
        new byte[] {
          (byte) 0xff,
          (byte) 0xe1,
          0,
          34,
          'E',
          'x',
          'i',
          'f',
          0,
          0,
          'M',
          'M',
          0,
          42,
          0,
          0,
          0,
          8,
          0,
          1,
          1,
          0x12,
          0,
          3,
          0,
          0,
          0,
          1,
          0,
          6,
          0,
          0,
          0,
          0,
          0,
          0
        };
    var turned = new ByteArrayOutputStream();
    turned.write(plain, 0, 2);
    turned.write(exif);
    turned.write(plain, 2, plain.length - 2);
    assertSame(
        ImageDecoder.decode(plain, "plain"), ImageDecoder.decode(turned.toByteArray(), "turned"));
  }

  @Test
  void errorNamesTheFileInOneLine(@TempDir Path folder) throws IOException {
    Path text = Files.writeString(folder.resolve("notes.jpg"), "this is not an image at all");
    for (Path file : new Path[] {text, folder.resolve("absent.png"), folder}) {
      var e = assertThrows(SeqlocException.class, () -> ImageDecoder.decode(file));
      assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
      assertFalse(e.getMessage().contains("\n"), e.getMessage());
    }
  }

  @Test
  void gigapixelsOfFewBytesAreRefused() {
    byte[] png = ImageEncoder.png(noise(8, 8, 1));
    ByteBuffer.wrap(png).putInt(16, 100_000).putInt(20, 1_001);
    var e = assertThrows(SeqlocException.class, () -> ImageDecoder.decode(png, "bomb"));
    assertTrue(e.getMessage().contains("100000 x 1001"), e.getMessage());
    byte[] pgm =
        "P5 99999999999999999999 99999999999999999999 255 ".getBytes(StandardCharsets.US_ASCII);
    assertThrows(SeqlocException.class, () -> ImageDecoder.decode(pgm, "bomb"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg"})
  void everyPrefixFailsCleanly(String format) {
    Image image = noise(24, 16, 3);
    byte[] whole = format.equals("png") ? ImageEncoder.png(image) : ImageEncoder.jpeg(image, 90);
    // PNG's last chunk carries no pixels: without it the image may decode.
    int end = whole.length - (format.equals("png") ? 12 : 0);
    for (int length = 0; length < end; length++) {
      byte[] prefix = Arrays.copyOf(whole, length);
      assertThrows(SeqlocException.class, () -> ImageDecoder.decode(prefix, "prefix"));
    }
  }

  @Test
  void flippedBytesNeverEscapeAsOtherErrors() {
    Random random = new Random(3);
    for (byte[] whole :
        new byte[][] {ImageEncoder.png(noise(9, 7, 3)), ImageEncoder.jpeg(noise(9, 7, 3), 90)}) {
      for (int i = 0; i < whole.length; i++) {
        byte[] bad = whole.clone();
        bad[i] ^= (byte) (1 + random.nextInt(255));
        try {
          assertTrue(ImageDecoder.decode(bad, "flipped").width() > 0);
        } catch (SeqlocException e) {
          assertTrue(e.getMessage().startsWith("flipped: "), e.getMessage());
        }
      }
    }
  }

  @Test
  void greyPngOfARecordingStaysGrey() {
    Image image = ImageDecoder.decode(SharedData.require("data/kitti_seq1/image_0/000000.png"));
    assertEquals(1226, image.width());
    assertEquals(370, image.height());
    assertEquals(1, image.channels());
  }

  @Test
  void shrinkingAveragesAreas() {
    Image image = new Image(4, 2, 1, new byte[] {0, 10, 20, 30, 40, 50, 60, 70});
    assertArrayEquals(new byte[] {25, 45}, ImageScaler.toMaxSide(image, 2).pixels());
    assertEquals(4, ImageScaler.toMaxSide(image, 4).width());
    assertThrows(IllegalArgumentException.class, () -> ImageScaler.shrink(image, 5, 2));
  }

  private static void assertSame(Image expected, Image actual) {
    assertEquals(expected.width(), actual.width());
    assertEquals(expected.height(), actual.height());
    assertEquals(expected.channels(), actual.channels());
    assertArrayEquals(expected.pixels(), actual.pixels());
  }

  private static Image noise(int width, int height, int channels) {
    byte[] pixels = new byte[width * height * channels];
    new Random(7).nextBytes(pixels);
    return new Image(width, height, channels, pixels);
  }
}
