package org.seqloc.bags.cdr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seqloc.msgs.MessageType;
import org.seqloc.msgs.definition.DefinitionException;
import sensor_msgs.CameraInfo;
import sensor_msgs.Image;
import sensor_msgs.Range;
import std_msgs.ColorRGBA;

class CdrToRos1Test {

  /** An image's CDR in little endian, its data of this length; on the heap or not. */
  static ByteBuf image(int bytes, boolean direct) {
    ByteBuf cdr = direct ? Unpooled.directBuffer() : Unpooled.buffer();
    cdr.writeInt(0x00010000).writeIntLE(12).writeIntLE(34);
    string(cdr, "cam");
    cdr.writeIntLE(480).writeIntLE(640);
    string(cdr, "mono8");
    cdr.writeByte(0).writeZero(1).writeIntLE(640).writeIntLE(bytes);
    for (int i = 0; i < bytes; i++) {
      cdr.writeByte(i);
    }
    return cdr;
  }

  private static void string(ByteBuf cdr, String text) {
    cdr.writeIntLE(text.length() + 1).writeCharSequence(text, StandardCharsets.UTF_8);
    cdr.writeByte(0);
  }

  @Test
  void theDataOfAnImageAreNotCopied() {
    CdrToRos1 conversion = CdrToRos1.of("sensor_msgs/msg/Image", "", "", Image.TYPE);
    assertSame(conversion, CdrToRos1.of("sensor_msgs/msg/Image", "", "", Image.TYPE));
    for (boolean direct : new boolean[] {false, true}) {
      ByteBuf payload = image(100_000, direct);
      ByteBuf ros1 = conversion.transcode(payload);
      Image image = Image.TYPE.read(ros1.duplicate());
      assertEquals("mono8", image.getEncoding());
      assertEquals("cam", image.getHeader().getFrameId());
      assertEquals(12, image.getHeader().getStamp().secs);
      assertEquals(34, image.getHeader().getStamp().nsecs);
      assertEquals(640, image.getStep());
      assertEquals(100_000, image.getData().readableBytes());
      ByteBuffer pixels = image.getData().nioBuffer();
      payload.setByte(payload.writerIndex() - 1, 99);
      assertEquals(99, image.getData().getByte(image.getData().writerIndex() - 1));
      assertEquals(99, pixels.get(99_999));
      assertEquals(2, payload.refCnt());
      assertTrue(ros1.release());
      assertEquals(1, payload.refCnt());
      payload.release();
    }
  }

  @Test
  void smallMessagesAreOnePiece() {
    ByteBuf payload = image(100, false);
    ByteBuf ros1 = CdrToRos1.of("sensor_msgs/msg/Image", "", "", Image.TYPE).transcode(payload);
    assertEquals(1, ros1.nioBufferCount());
    assertEquals(1, payload.refCnt());
    Image image = Image.TYPE.read(ros1);
    assertEquals(100, image.getData().readableBytes());
  }

  @Test
  void fieldsInAnotherOrderAndMoreOfThem() {
    String definition =
        """
        float32 a
        string[] extra
        float32 G
        float32 r
        S more
        float32 b
        %s
        MSG: std_msgs/S
        uint16[3] x
        """
            .formatted("=".repeat(80));
    CdrDefinitions source = CdrDefinitions.parse("std_msgs/msg/ColorRGBA", "ros2msg", definition);
    CdrToRos1 conversion = new CdrToRos1(source, ColorRGBA.TYPE);
    assertEquals(
        List.of("std_msgs/ColorRGBA.extra", "std_msgs/ColorRGBA.more"), conversion.leftOut());
    ByteBuf cdr = Unpooled.buffer().writeInt(0x00010000).writeFloatLE(4).writeIntLE(1);
    string(cdr, "x");
    cdr.writeZero(2).writeFloatLE(2).writeFloatLE(1);
    cdr.writeZero(8).writeFloatLE(3);
    ColorRGBA color = ColorRGBA.TYPE.read(conversion.transcode(cdr));
    assertArrayEquals(
        new float[] {1, 2, 3, 4},
        new float[] {color.getR(), color.getG(), color.getB(), color.getA()});
  }

  @Test
  void rangeOfLaterDistributions() {
    String definition =
        CdrDefinitions.known("sensor_msgs/msg/Range").orElseThrow().root().fields().stream()
            .map(f -> f.type().rosName() + " " + f.name() + "\n")
            .reduce("", String::concat);
    String text =
        definition
            + "float32 variance\n"
            + "=".repeat(80)
            + "\nMSG: std_msgs/Header\nbuiltin_interfaces/Time stamp\nstring frame_id\n";
    CdrToRos1 conversion = CdrToRos1.of("sensor_msgs/msg/Range", "ros2msg", text, Range.TYPE);
    assertEquals(List.of("sensor_msgs/Range.variance"), conversion.leftOut());
  }

  @ParameterizedTest
  @CsvSource({
    "float32 r, std_msgs/ColorRGBA.g of ROS 1 has no counterpart in ROS 2's std_msgs/ColorRGBA",
    "float64 r, std_msgs/ColorRGBA.r is float64 in ROS 2 and float32 in ROS 1",
    "float32[] r, std_msgs/ColorRGBA.r is float32[] in ROS 2",
    "builtin_interfaces/Time r, is builtin_interfaces/Time in ROS 2 and float32 in ROS 1",
  })
  void typesThatDoNotCorrespondAreRefused(String first, String part) {
    String rest = part.contains("counterpart") ? "" : "float32 g\nfloat32 b\nfloat32 a\n";
    CdrDefinitions source =
        CdrDefinitions.parse("std_msgs/msg/ColorRGBA", "ros2msg", first + "\n" + rest);
    DefinitionException e =
        assertThrows(DefinitionException.class, () -> new CdrToRos1(source, ColorRGBA.TYPE));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  @Test
  void whatIsNotKnownIsRefused() {
    MessageType<?> target = CameraInfo.TYPE;
    DefinitionException e =
        assertThrows(
            DefinitionException.class, () -> CdrToRos1.of("a_msgs/msg/B", "ros2msg", "", target));
    assertTrue(e.getMessage().contains("was not recorded"), e.getMessage());
  }
}
