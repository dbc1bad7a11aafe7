package org.seqloc.msgs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import geometry_msgs.Point32;
import geometry_msgs.Polygon;
import geometry_msgs.PoseWithCovariance;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sensor_msgs.Image;
import sensor_msgs.LaserScan;
import std_msgs.Empty;
import std_msgs.Header;

class WireTest {

  private static ByteBuf bytesOf(Message message) {
    ByteBuf bytes = Unpooled.buffer();
    message.writeTo(bytes);
    return bytes;
  }

  private static Image imageOf(byte... pixels) {
    Image image = new Image();
    image.setData(Unpooled.wrappedBuffer(pixels));
    return image;
  }

  @ParameterizedTest
  @ValueSource(longs = {0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFFL, 17})
  void aLengthBeyondTheBytesIsRefusedWithFieldAndOffset(long length) {
    ByteBuf bytes = bytesOf(imageOf(new byte[16]));
    int at = bytes.writerIndex() - 20;
    bytes.setIntLE(at, (int) length);
    MalformedMessageException e =
        assertThrows(MalformedMessageException.class, () -> Image.read(bytes));
    assertEquals(
        "sensor_msgs/Image.data: "
            + length
            + " elements announced at offset "
            + at
            + " but 16 bytes are left",
        e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(longs = {0x1000_0000L, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFFL, 3})
  void aCountIsMeasuredInElements(long count) {
    Polygon polygon = new Polygon();
    polygon.setPoints(List.of(new Point32(), new Point32()));
    ByteBuf bytes = bytesOf(polygon);
    assertEquals(2, Polygon.read(bytes.duplicate()).getPoints().size());
    bytes.setIntLE(0, (int) count);
    assertThrows(MalformedMessageException.class, () -> Polygon.read(bytes));
  }

  @Test
  void bytesThatEndWithinAFieldNameIt() {
    ByteBuf cut = bytesOf(new LaserScan()).slice(0, 20);
    MalformedMessageException e =
        assertThrows(MalformedMessageException.class, () -> LaserScan.read(cut));
    assertEquals(
        "sensor_msgs/LaserScan.angle_max: needs 4 bytes at offset 20 but 0 are left",
        e.getMessage());
  }

  @Test
  void pixelsAreASliceOfWhatWasRead() {
    ByteBuf bytes = bytesOf(imageOf((byte) 1, (byte) 2, (byte) 3));
    ByteBuf pixels = Image.read(bytes.duplicate()).getData();
    assertEquals(3, pixels.readableBytes());
    bytes.setByte(bytes.writerIndex() - 1, 99);
    assertEquals(99, pixels.getByte(pixels.readerIndex() + 2));
    assertEquals(1, bytes.refCnt());
  }

  @Test
  void widerNumbersOfBytesAreLittleEndianAsRosjavaHasThem() {
    Image depths = imageOf((byte) 1, (byte) 2, (byte) 3, (byte) 4);
    Image read = Image.read(bytesOf(depths));
    assertEquals(0x0201, read.getData().getShort(0));
    assertEquals(0x0201, read.getData().getShortLE(0));
    assertEquals(0x04030201, read.getData().retainedSlice().readInt());
    assertEquals(depths, read);
    assertEquals(depths, Image.read(bytesOf(read)));
  }

  @Test
  void readersOfAMessageDoNotDisturbOneAnother() {
    ByteBuf given = Unpooled.wrappedBuffer(new byte[] {9, 1, 2}).skipBytes(1);
    Image image = new Image();
    image.setData(given);
    given.skipBytes(2);
    image.getData().skipBytes(1);
    assertEquals(2, image.getData().readableBytes());
    assertEquals(1, image.getData().readByte());
    bytesOf(image);
    assertEquals(2, image.getData().readableBytes());
  }

  @Test
  void anArrayOfAnotherLengthIsRefusedWithItsField() {
    PoseWithCovariance pose = new PoseWithCovariance();
    pose.setCovariance(new double[35]);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> pose.writeTo(Unpooled.buffer()));
    assertEquals(
        "geometry_msgs/PoseWithCovariance.covariance: has 35 elements, its type has 36",
        e.getMessage());
  }

  @Test
  void aFieldIsNeverNull() {
    NullPointerException e =
        assertThrows(NullPointerException.class, () -> new Header().setFrameId(null));
    assertEquals("frame_id", e.getMessage());
  }

  @Test
  void timesThatAreNotNormalizedStayAsTheyAre() {
    Header header = new Header();
    header.getStamp().secs = -1;
    header.getStamp().nsecs = 2_000_000_000;
    ByteBuf bytes = bytesOf(header);
    assertArrayEquals(ByteBufUtil.getBytes(bytes), ByteBufUtil.getBytes(bytesOf(read(bytes))));
    assertEquals(2_000_000_000, read(bytes).getStamp().nsecs);
  }

  private static Header read(ByteBuf bytes) {
    return Header.read(bytes.duplicate());
  }

  @Test
  void notANumberKeepsItsBits() {
    std_msgs.Float64MultiArray array = new std_msgs.Float64MultiArray();
    array.setData(new double[] {Double.longBitsToDouble(0x7FF8_0000_DEAD_BEEFL)});
    std_msgs.Float64MultiArray read = std_msgs.Float64MultiArray.read(bytesOf(array));
    assertEquals(0x7FF8_0000_DEAD_BEEFL, Double.doubleToRawLongBits(read.getData()[0]));
  }

  @Test
  void elementsWithoutBytesAreLimited() {
    ByteBuf many = Unpooled.buffer().writeIntLE(Wire.MAX_EMPTY_ELEMENTS + 1);
    MalformedMessageException e =
        assertThrows(
            MalformedMessageException.class, () -> Wire.readEmpties(many, "a/B.c", new Empty()));
    assertTrue(e.getMessage().startsWith("a/B.c: 4097 empty elements"), e.getMessage());
    ByteBuf three = Unpooled.buffer().writeIntLE(3);
    List<Empty> read = Wire.readEmpties(three, "a/B.c", new Empty());
    read.add(new Empty());
    assertEquals(4, read.size());
    assertThrows(
        MalformedMessageException.class,
        () -> Wire.readEmpties(Unpooled.buffer().writeIntLE(-1), "a/B.c", new Empty()));
  }
}
