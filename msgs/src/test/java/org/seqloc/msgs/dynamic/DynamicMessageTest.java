package org.seqloc.msgs.dynamic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ros.message.Time;
import org.seqloc.msgs.MalformedMessageException;
import org.seqloc.msgs.MessagePrinter;
import org.seqloc.msgs.MessageType;
import org.seqloc.msgs.MessageTypes;
import org.seqloc.msgs.Noetic;
import org.seqloc.msgs.ServiceType;
import org.seqloc.msgs.definition.DefinitionException;

/** Dynamic messages against what Noetic's Python writes and prints, for every type we have. */
class DynamicMessageTest {

  static List<Noetic.Sample> samples() {
    return Noetic.messages();
  }

  private static MessageType<DynamicMessage> typeOf(Noetic.Sample sample) {
    return DynamicTypes.of(MessageTypes.find(sample.type()).orElseThrow());
  }

  private static byte[] written(DynamicMessage message) {
    ByteBuf out = Unpooled.buffer();
    message.writeTo(out);
    return ByteBufUtil.getBytes(out);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void messagesAreReadWrittenAndPrinted(Noetic.Sample sample) {
    MessageType<DynamicMessage> type = typeOf(sample);
    MessageType<?> generated = MessageTypes.find(sample.type()).orElseThrow();
    assertEquals(generated.md5(), type.md5());
    assertEquals(generated.definition(), type.definition());
    ByteBuf in = Unpooled.wrappedBuffer(sample.bytes());
    DynamicMessage message = type.read(in);
    assertFalse(in.isReadable());
    assertEquals(sample.bytes().length, message.serializedLength());
    assertArrayEquals(sample.bytes(), written(message));
    assertEquals(sample.text(), MessagePrinter.FULL.print(message));
    assertEquals(message, type.read(Unpooled.wrappedBuffer(sample.bytes())));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void fieldsThatAreSetAgainGiveTheSameMessage(Noetic.Sample sample) {
    MessageType<DynamicMessage> type = typeOf(sample);
    DynamicMessage message = type.read(Unpooled.wrappedBuffer(sample.bytes()));
    DynamicMessage copy = type.create();
    message.fields().forEach(field -> copy.set(field, message.get(field)));
    assertEquals(message, copy);
    assertEquals(message.hashCode(), copy.hashCode());
    assertArrayEquals(sample.bytes(), written(copy));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void bytesThatEndEarlyAreRefused(Noetic.Sample sample) {
    MessageType<DynamicMessage> type = typeOf(sample);
    for (int length = 0; length < sample.bytes().length; length++) {
      ByteBuf cut = Unpooled.wrappedBuffer(Arrays.copyOf(sample.bytes(), length));
      assertThrows(MalformedMessageException.class, () -> type.read(cut));
    }
  }

  @Test
  void servicesHaveTheirSums() {
    for (String name : MessageTypes.serviceNames()) {
      ServiceType<?, ?> generated = MessageTypes.findService(name).orElseThrow();
      ServiceType<DynamicMessage, DynamicMessage> type = DynamicTypes.of(generated);
      assertEquals(generated.requestType().md5(), type.requestType().md5());
      assertEquals(generated.responseType().md5(), type.responseType().md5());
    }
  }

  @Test
  void aFieldHoldsOnlyWhatItsTypeAllows() {
    DynamicMessage header = DynamicTypes.of(std_msgs.Header.TYPE).create();
    header.set("seq", 7);
    header.set("stamp", new Time(1, 2));
    assertEquals(7, header.get("seq"));
    assertRefused("seq: must be a Integer, got Long", () -> header.set("seq", 7L));
    assertRefused("frame_id: must be a String, got null", () -> header.set("frame_id", null));
    assertRefused("no field 'frame'; its fields are seq", () -> header.set("frame", "map"));
    assertRefused("no field 'frame'; its fields are seq", () -> header.get("frame"));
    DynamicMessage pose = DynamicTypes.of(geometry_msgs.PoseStamped.TYPE).create();
    pose.set("header", header);
    assertEquals(header, pose.get("header"));
    assertRefused("pose: must be a dynamic geometry_msgs/Pose", () -> pose.set("pose", header));
    assertNotEquals(header, pose);
    DynamicMessage twist = DynamicTypes.of(geometry_msgs.TwistWithCovariance.TYPE).create();
    twist.set("covariance", new double[35]);
    assertRefused("has 35 elements, its type has 36", () -> written(twist));
  }

  @Test
  void bytesAreSlicesOfWhatTheyWereReadFrom() {
    ByteBuf in = Unpooled.buffer();
    sensor_msgs.Image image = new sensor_msgs.Image();
    image.setData(Unpooled.wrappedBuffer(new byte[100]));
    image.writeTo(in);
    DynamicMessage read = DynamicTypes.of(sensor_msgs.Image.TYPE).read(in.duplicate());
    in.setByte(in.writerIndex() - 1, 9);
    ByteBuf data = (ByteBuf) read.get("data");
    assertEquals(9, data.getByte(99));
    data.skipBytes(50);
    assertEquals(100, ((ByteBuf) read.get("data")).readableBytes());
  }

  @Test
  void aDefinitionThatIsNoneIsRefused() {
    assertThrows(
        DefinitionException.class, () -> DynamicTypes.message("my_msgs/A", "my_msgs/B other\n"));
    assertThrows(DefinitionException.class, () -> DynamicTypes.message("A", "int8 a\n"));
  }

  private static void assertRefused(String part, Runnable action) {
    String message = assertThrows(IllegalArgumentException.class, action::run).getMessage();
    assertTrue(message.contains(part), message);
  }
}
