package org.seqloc.core.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Java's own reader and OpenCV's are the judges of what the encoder writes. */
class PngEncoderTest {

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 8",
    "1, 1, 3, 16",
    "3, 1, 3, 8",
    "1, 7, 1, 16",
    "17, 5, 1, 8",
    "640, 480, 3, 8",
    "640, 480, 1, 16",
    "333, 211, 3, 16",
    "70000, 3, 3, 8"
  })
  void twoReadersSeeWhatWasWritten(int width, int height, int channels, int bitDepth)
      throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    IntUnaryOperator noise = i -> random.nextInt();
    IntUnaryOperator smooth = i -> (i / 97) + random.nextInt(3);
    IntUnaryOperator flat = i -> 5;
    // Runs of all lengths with jumps between.
    IntUnaryOperator runs = i -> (int) Math.sqrt(i) % 29 == 0 ? random.nextInt(256) : 7;
    for (IntUnaryOperator pixels : new IntUnaryOperator[] {noise, smooth, flat, runs}) {
      byte[] samples = new byte[width * height * channels * bitDepth / 8];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = (byte) pixels.applyAsInt(i);
      }
      Raster raster = new Raster(width, height, channels, bitDepth, samples);
      byte[] png = PngEncoder.encode(raster);
      assertArrayEquals(samples, ImageDecoder.decodeRaster(png, "test").samples());
      assertArrayEquals(samples, readByJava(png, channels, bitDepth));
    }
  }

  /** Counts that grow as Fibonacci's numbers make Huffman's tree as deep as it gets: 25 here. */
  @Test
  void limitsTheLengthOfCodes() {
    byte[] samples = new byte[500_000];
    int at = 0;
    int count = 1;
    int nextCount = 1;
    for (int value = 0; at < samples.length; value++) {
      int end = Math.min(at + count, samples.length);
      Arrays.fill(samples, at, end, (byte) value);
      at = end;
      int sum = count + nextCount;
      count = nextCount;
      nextCount = sum;
    }
    HuffmanDeflater deflater = new HuffmanDeflater(16);
    shuffle(samples);
    deflater.block(samples, samples.length, true);
    assertArrayEquals(samples, inflated(deflater, samples.length));
  }

  @Test
  void isSmallForFlatImagesAndBoundedForNoise() {
    Raster flat = new Raster(1280, 720, 3, 8, new byte[1280 * 720 * 3]);
    assertTrue(PngEncoder.encode(flat).length < flat.samples().length / 250);
    byte[] noise = new byte[1280 * 720 * 3];
    new SplittableRandom(1).nextBytes(noise);
    int length = PngEncoder.encode(new Raster(1280, 720, 3, 8, noise)).length;
    assertTrue(length < noise.length * 1.01, "bytes: " + length);
  }

  @Test
  void sixteenBitsBecomeEightAsTheDecoderMakesThem() {
    byte[] samples = new byte[2 * 65536];
    for (int i = 0; i < 65536; i++) {
      samples[2 * i] = (byte) (i >> 8);
      samples[2 * i + 1] = (byte) i;
    }
    Raster raster = new Raster(256, 256, 1, 16, samples);
    assertArrayEquals(
        ImageDecoder.decode(PngEncoder.encode(raster), "test").pixels(), raster.toImage().pixels());
  }

  private static void shuffle(byte[] bytes) {
    SplittableRandom random = new SplittableRandom(9);
    for (int i = bytes.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      byte swapped = bytes[i];
      bytes[i] = bytes[j];
      bytes[j] = swapped;
    }
  }

  private static byte[] inflated(HuffmanDeflater deflater, int length) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(deflater.bytes(), 0, deflater.size());
      byte[] out = new byte[length];
      assertEquals(length, inflater.inflate(out));
      assertEquals(0, inflater.inflate(new byte[1]));
      assertTrue(inflater.finished());
      return out;
    } catch (DataFormatException e) {
      throw new AssertionError(e);
    } finally {
      inflater.end();
    }
  }

  private static byte[] readByJava(byte[] png, int channels, int bitDepth) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    int[] values =
        image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
    assertEquals(image.getWidth() * image.getHeight() * channels, values.length);
    byte[] samples = new byte[values.length * bitDepth / 8];
    for (int i = 0; i < values.length; i++) {
      if (bitDepth == 8) {
        samples[i] = (byte) values[i];
      } else {
        samples[2 * i] = (byte) (values[i] >> 8);
        samples[2 * i + 1] = (byte) values[i];
      }
    }
    return samples;
  }
}
