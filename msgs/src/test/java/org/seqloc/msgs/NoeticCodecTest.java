package org.seqloc.msgs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sensor_msgs.Image;

/**
 * Messages of all types as ROS Noetic serializes and prints them; made by {@code
 * src/test/python/golden_messages.py}.
 */
class NoeticCodecTest {

  /**
   * @param text what Python's str() gives
   */
  record Golden(String type, String base64, String text) {
    byte[] bytes() {
      return Base64.getDecoder().decode(base64);
    }

    @Override
    public String toString() {
      return type;
    }
  }

  static List<Golden> all() throws IOException {
    try (InputStream in = NoeticCodecTest.class.getResourceAsStream("golden-messages.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(" ", -1))
          .map(
              part ->
                  new Golden(
                      part[0],
                      part[1],
                      new String(Base64.getDecoder().decode(part[2]), StandardCharsets.UTF_8)))
          .toList();
    }
  }

  @Test
  void everyTypeIsThere() throws IOException {
    Set<String> golden = all().stream().map(Golden::type).collect(Collectors.toSet());
    Set<String> ours =
        MessageTypes.names().stream()
            .filter(name -> !name.endsWith("Request") && !name.endsWith("Response"))
            .collect(Collectors.toSet());
    assertEquals(ours, golden);
  }

  @ParameterizedTest
  @MethodSource("all")
  void readsWritesAndPrintsAsNoeticDoes(Golden golden) {
    MessageType<?> type = MessageTypes.find(golden.type()).orElseThrow();
    byte[] bytes = golden.bytes();
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    Message message = type.read(in);
    assertFalse(in.isReadable(), "bytes are left behind the message");
    assertEquals(bytes.length, message.serializedLength());
    ByteBuf out = Unpooled.buffer();
    message.writeTo(out);
    byte[] written = new byte[out.readableBytes()];
    out.readBytes(written);
    assertArrayEquals(bytes, written);
    assertEquals(golden.text(), MessagePrinter.FULL.print(message));
  }

  @ParameterizedTest
  @MethodSource("all")
  void bytesThatEndEarlyAreRefused(Golden golden) {
    MessageType<?> type = MessageTypes.find(golden.type()).orElseThrow();
    byte[] bytes = golden.bytes();
    for (int length = 0; length < bytes.length; length++) {
      ByteBuf cut = Unpooled.wrappedBuffer(Arrays.copyOf(bytes, length));
      MalformedMessageException e =
          assertThrows(MalformedMessageException.class, () -> type.read(cut));
      assertNotNull(e.getMessage());
    }
  }

  @Test
  void absurdLengthsAreRefusedBeforeAnythingIsAllocated() {
    Image image = new Image();
    image.setData(Unpooled.wrappedBuffer(new byte[16]));
    ByteBuf bytes = Unpooled.buffer();
    image.writeTo(bytes);
    for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 17}) {
      ByteBuf changed = bytes.copy();
      changed.setIntLE(changed.writerIndex() - 20, length);
      assertThrows(MalformedMessageException.class, () -> Image.read(changed));
    }
  }

  @Test
  void pixelsAreASliceOfWhatWasRead() {
    Image image = new Image();
    image.setData(Unpooled.wrappedBuffer(new byte[] {1, 2, 3}));
    ByteBuf bytes = Unpooled.buffer();
    image.writeTo(bytes);
    Image read = Image.read(bytes.duplicate());
    bytes.setByte(bytes.writerIndex() - 1, 99);
    assertEquals(99, read.getData().getByte(read.getData().readerIndex() + 2));
  }

  @Test
  void anArrayOfAnotherLengthNamesItsField() {
    geometry_msgs.PoseWithCovariance pose = new geometry_msgs.PoseWithCovariance();
    pose.setCovariance(new double[35]);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> pose.writeTo(Unpooled.buffer()));
    assertEquals(true, e.getMessage().contains("covariance"), e.getMessage());
  }
}
