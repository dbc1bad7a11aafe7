package org.seqloc.bags.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.imgcodecs.Imgcodecs;
import org.seqloc.bags.pose.PoseMessages;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.image.ImageDecoder;
import org.seqloc.core.image.ImageFormat;
import org.seqloc.core.image.OpenCv;
import org.seqloc.core.image.Raster;
import sensor_msgs.CompressedImage;

class ImageFilesTest {

  private static final std_msgs.Header HEADER = PoseMessages.header(12_000_000_034L, "left");
  private static final String NAME = "/a: image of 12.000000034: ";

  @ParameterizedTest
  @CsvSource({"mono16, 16, 1", "bayer_rggb16, 16, 3", "bgr16, 16, 3", "bgr8, 8, 3", "mono8, 8, 1"})
  void rawImagesBecomePngsWithAllTheirBits(String encoding, int bitDepth, int channels) {
    sensor_msgs.Image message = raw(encoding, encoding.startsWith("bgr") ? 3 : 1, bitDepth);
    ImageFile file = ImageFiles.of("/a", message, ImageFormat.png());
    Raster read = ImageDecoder.decodeRaster(file.bytes(), "file");
    assertEquals(FileType.PNG, file.type());
    assertEquals(12, file.width());
    assertEquals(8, file.height());
    assertEquals(bitDepth, read.bitDepth());
    assertEquals(channels, read.channels());
    assertArrayEquals(ImageMessages.decodeRaster("/a", message).samples(), read.samples());
    assertArrayEquals(
        ImageMessages.decode("/a", message).pixels(),
        ImageDecoder.decode(file.bytes(), "file").pixels());
  }

  @Test
  void orJpegsOfTheQualityAskedFor() {
    sensor_msgs.Image message = raw("bgr8", 3, 8);
    ImageFile best = ImageFiles.of("/a", message, ImageFormat.jpeg(100));
    ImageFile worst = ImageFiles.of("/a", message, ImageFormat.jpeg(10));
    assertEquals(FileType.JPEG, best.type());
    // Of 96 pixels most bytes are tables, which are in both.
    assertTrue(worst.bytes().length < best.bytes().length - 96);
    assertEquals(12, ImageDecoder.decode(worst.bytes(), "file").width());
    assertThrows(SeqlocException.class, () -> ImageFormat.jpeg(0));
    assertThrows(SeqlocException.class, () -> ImageFormat.jpeg(101));
  }

  @ParameterizedTest
  @CsvSource({"rgb8, 3, 0", "rgb8, 3, 7", "bgr8, 3, 7", "mono8, 1, 0", "mono8, 1, 5", "8UC1, 1, 5"})
  void jpegsAreThoseOfThePixelsWhateverThePadding(String encoding, int channels, int padding) {
    sensor_msgs.Image message = raw(encoding, channels, 8);
    ByteBuf padded = Unpooled.directBuffer();
    padded.writeZero(3);
    for (int y = 0; y < message.getHeight(); y++) {
      padded.writeBytes(message.getData(), y * message.getStep(), message.getStep());
      padded.writeZero(padding);
    }
    // As a bag's mapped memory is.
    message.setData(Unpooled.wrappedBuffer(padded.nioBuffer().asReadOnlyBuffer()).skipBytes(3));
    message.setStep(message.getStep() + padding);
    ImageFormat format = ImageFormat.jpeg(90);
    assertArrayEquals(
        format.encode(ImageMessages.decodeRaster("/a", message)),
        ImageFiles.of("/a", message, format).bytes());
    message.setStep(12 * channels - 1);
    assertThrows(SeqlocException.class, () -> ImageFiles.of("/a", message, format));
    message.setStep(1000);
    assertThrows(SeqlocException.class, () -> ImageFiles.of("/a", message, format));
  }

  @ParameterizedTest
  @CsvSource({
    "'rgb8; jpeg compressed bgr8', .jpg, 3",
    "'bayer_rggb8; jpeg compressed bgr8', .jpg, 3",
    "'mono8; jpeg compressed ', .jpg, 1",
    "png, .png, 3"
  })
  void jpegAndPngPassByteForByte(String format, String extension, int channels) {
    byte[] bytes = openCvs(extension, channels);
    ImageFile file = ImageFiles.of("/a", compressed(format, bytes), ImageFormat.png());
    assertArrayEquals(bytes, file.bytes());
    assertEquals(extension.equals(".png") ? FileType.PNG : FileType.JPEG, file.type());
    assertEquals(41, file.width());
    assertEquals(29, file.height());
  }

  @ParameterizedTest
  @CsvSource({"webp, .webp, 3", "tiff, .tiff, 1", "bmp, .bmp, 3"})
  void othersAreWrittenAnew(String format, String extension, int channels) {
    byte[] bytes = openCvs(extension, channels);
    ImageFile file = ImageFiles.of("/a", compressed(format, bytes), ImageFormat.png());
    assertEquals(FileType.PNG, file.type());
    assertArrayEquals(
        ImageDecoder.decode(bytes, "a").pixels(), ImageDecoder.decode(file.bytes(), "b").pixels());
  }

  @ParameterizedTest
  @CsvSource({"8, bayer_grbg8; png compressed ", "16, bayer_grbg16; png compressed "})
  void aMosaicGetsItsColours(int bitDepth, String format) {
    sensor_msgs.Image mosaic = raw("bayer_grbg" + bitDepth, 1, bitDepth);
    mosaic.setEncoding("mono" + bitDepth);
    byte[] png = ImageFiles.of("/a", mosaic, ImageFormat.png()).bytes();
    mosaic.setEncoding("bayer_grbg" + bitDepth);
    assertArrayEquals(
        ImageFiles.of("/a", mosaic, ImageFormat.png()).bytes(),
        ImageFiles.of("/a", compressed(format, png), ImageFormat.png()).bytes());
  }

  @Test
  void damageIsToldWithTheStamp() {
    byte[] jpeg = openCvs(".jpg", 3);
    assertRefused("the image is cut off", "jpeg", Arrays.copyOf(jpeg, jpeg.length / 2));
    byte[] png = openCvs(".png", 3);
    png[png.length / 2] ^= 1;
    assertRefused("the image is damaged in the PNG chunk at byte ", "png", png);
    assertRefused("compressed depth, not an image", "16UC1; compressedDepth", png);
    assertRefused("not a JPEG, PNG, WebP", "h264", new byte[100]);
  }

  /** Steps of all planes together, of luma alone, and of luma with padding; chroma is grey. */
  @ParameterizedTest
  @CsvSource({
    "nv12, 12, 144",
    "nv12, 18, 144",
    "nv12, 16, 192",
    "nv12, 18, 216",
    "nv24, 36, 288",
    "nv16, 24, 192",
    "nv24, 12, 288"
  })
  void semiPlanarStepsAreUnderstood(String encoding, int step, int bytes) {
    byte[] data = new byte[bytes];
    Arrays.fill(data, (byte) 128);
    boolean tight = step * 8 == bytes;
    for (int i = 0; i < 96; i++) {
      data[tight ? i : i / 12 * step + i % 12] = (byte) (16 + i);
    }
    sensor_msgs.Image message = raw("mono8", 1, 8);
    message.setEncoding(encoding);
    message.setStep(step);
    message.setData(Unpooled.wrappedBuffer(data));
    byte[] rgb = ImageMessages.decode("/a", message).pixels();
    for (int i = 0; i < 96; i++) {
      assertEquals(i * 255 / 219.0, rgb[3 * i] & 0xff, 1.0);
    }
    message.setData(Unpooled.wrappedBuffer(data, 0, 100));
    SeqlocException e =
        assertThrows(SeqlocException.class, () -> ImageMessages.decode("/a", message));
    assertTrue(e.getMessage().startsWith(NAME + "100 bytes of data are less"), e.getMessage());
  }

  private static void assertRefused(String refusal, String format, byte[] bytes) {
    SeqlocException e =
        assertThrows(
            SeqlocException.class,
            () -> ImageFiles.of("/a", compressed(format, bytes), ImageFormat.png()));
    assertTrue(e.getMessage().startsWith(NAME + refusal), e.getMessage());
  }

  private static CompressedImage compressed(String format, byte[] bytes) {
    return ImageMessages.toCompressed(HEADER, format, bytes);
  }

  /** 12 x 8 pixels of noise. */
  private static sensor_msgs.Image raw(String encoding, int channels, int bitDepth) {
    byte[] data = new byte[12 * 8 * channels * bitDepth / 8];
    new SplittableRandom(3).nextBytes(data);
    sensor_msgs.Image message = new sensor_msgs.Image();
    message.setHeader(HEADER);
    message.setWidth(12);
    message.setHeight(8);
    message.setEncoding(encoding);
    message.setStep(12 * channels * bitDepth / 8);
    message.setData(Unpooled.wrappedBuffer(data));
    return message;
  }

  private static byte[] openCvs(String extension, int channels) {
    OpenCv.load();
    byte[] pixels = new byte[29 * 41 * channels];
    new SplittableRandom(6).nextBytes(pixels);
    Mat mat = new Mat(29, 41, CvType.CV_8UC(channels));
    MatOfByte file = new MatOfByte();
    try {
      mat.put(0, 0, pixels);
      assertTrue(Imgcodecs.imencode(extension, mat, file));
      return file.toArray();
    } finally {
      mat.release();
      file.release();
    }
  }
}
