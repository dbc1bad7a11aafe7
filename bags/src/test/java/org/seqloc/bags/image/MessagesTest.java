package org.seqloc.bags.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.seqloc.bags.pose.PoseMessages;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.image.Image;
import org.seqloc.core.image.ImageEncoder;
import sensor_msgs.CameraInfo;
import sensor_msgs.CompressedImage;

class MessagesTest {

  private static final std_msgs.Header HEADER = PoseMessages.header(12_000_000_034L, "left");

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void anImageComesBackFromTheWire(int channels) {
    Image image = random(channels);
    ByteBuf wire = Unpooled.buffer();
    ImageMessages.toRaw(HEADER, image).writeTo(wire);
    sensor_msgs.Image message = sensor_msgs.Image.read(wire);
    assertEquals(12_000_000_034L, message.getHeader().getStamp().totalNsecs());
    assertSamePixels(image, ImageMessages.decode("/a", message));
  }

  @Test
  void filesStayAsTheyAre() {
    Image image = random(3);
    byte[] png = ImageEncoder.png(image);
    CompressedImage message = ImageMessages.toCompressed(HEADER, "png", png);
    assertEquals("png", message.getFormat());
    assertEquals(Unpooled.wrappedBuffer(png), message.getData());
    assertSamePixels(image, ImageMessages.decode("/a", message));
  }

  @Test
  void aFileIsKnownByItsFirstBytes() {
    Image image = random(3);
    assertEquals(Optional.of(FileType.PNG), FileType.of(ImageEncoder.png(image)));
    assertEquals(Optional.of(FileType.JPEG), FileType.of(ImageEncoder.jpeg(image, 95)));
    assertEquals(Optional.empty(), FileType.of("P5 2 2".getBytes(StandardCharsets.US_ASCII)));
    assertEquals(Optional.empty(), FileType.of(new byte[0]));
    assertEquals(Optional.empty(), FileType.of(new byte[] {(byte) 0xff, (byte) 0xd8}));
  }

  @Test
  void whatDoesNotDecodeIsCalledByTopicAndStamp() {
    sensor_msgs.Image image = ImageMessages.toRaw(HEADER, random(1));
    image.setEncoding("64FC1");
    SeqlocException e =
        assertThrows(SeqlocException.class, () -> ImageMessages.decode("/cam/image_raw", image));
    assertTrue(
        e.getMessage().startsWith("/cam/image_raw: image of 12.000000034: "), e.getMessage());
  }

  @Test
  void aCameraComesBackFromTheWire() {
    Camera camera =
        new Camera(CameraModel.OPENCV_FISHEYE, 848, 800, 284, 285, 424, 393, 8e-4, .03, -.03, .005);
    ByteBuf wire = Unpooled.buffer();
    CameraInfos.toMessage(HEADER, camera).writeTo(wire);
    assertEquals(camera, CameraInfos.toCamera("/info", CameraInfo.read(wire)));
  }

  /** Sensor columns 100 to 499, two to a pixel: sensor column 100.5 is the image's column 0. */
  @Test
  void aRegionAndBinningChangeTheImage() {
    Camera full = new Camera(CameraModel.PINHOLE, 640, 480, 500, 520, 320.5, 240.5);
    CameraInfo info = CameraInfos.toMessage(HEADER, full);
    info.setBinningX(2);
    info.setBinningY(4);
    info.getRoi().setXOffset(100);
    info.getRoi().setYOffset(40);
    info.getRoi().setWidth(400);
    info.getRoi().setHeight(400);
    assertEquals(
        new Camera(CameraModel.PINHOLE, 200, 100, 250, 130, 110, 49.75),
        CameraInfos.toCamera("/info", info));
  }

  @ParameterizedTest
  @CsvSource({"600,0,100,480", "0,0,-1,480", "640,0,1,1", "0,479,640,2", "-1,0,2,480"})
  void refusesARegionOutsideTheImage(int x, int y, int width, int height) {
    CameraInfo info =
        CameraInfos.toMessage(
            HEADER, new Camera(CameraModel.PINHOLE, 640, 480, 500, 500, 320, 240));
    info.getRoi().setXOffset(x);
    info.getRoi().setYOffset(y);
    info.getRoi().setWidth(width);
    info.getRoi().setHeight(height);
    SeqlocException e =
        assertThrows(SeqlocException.class, () -> CameraInfos.toCamera("/info", info));
    assertTrue(e.getMessage().startsWith("/info: "), e.getMessage());
  }

  private static void assertSamePixels(Image expected, Image actual) {
    assertEquals(expected.width(), actual.width());
    assertEquals(expected.channels(), actual.channels());
    assertArrayEquals(expected.pixels(), actual.pixels());
  }

  private static Image random(int channels) {
    byte[] pixels = new byte[12 * 8 * channels];
    new SplittableRandom(7).nextBytes(pixels);
    return new Image(12, 8, channels, pixels);
  }
}
