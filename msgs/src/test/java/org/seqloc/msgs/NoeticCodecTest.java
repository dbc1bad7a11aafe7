package org.seqloc.msgs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.seqloc.msgs.Noetic.Sample;

/** Messages of all types, read, written and printed as ROS Noetic does. */
class NoeticCodecTest {

  static List<Sample> samples() {
    return Noetic.messages();
  }

  private static MessageType<?> typeOf(Sample sample) {
    return MessageTypes.find(sample.type()).orElseThrow();
  }

  private static byte[] written(Message message, ByteBuf out) {
    try {
      message.writeTo(out);
      return ByteBufUtil.getBytes(out);
    } finally {
      out.release();
    }
  }

  @Test
  void everyTypeIsThere() {
    Set<String> types = new TreeSet<>();
    samples().forEach(sample -> types.add(sample.type()));
    assertEquals(new TreeSet<>(MessageTypes.names()), types);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void messagesAreReadWrittenAndPrinted(Sample sample) {
    byte[] bytes = sample.bytes();
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    Message message = typeOf(sample).read(in);
    assertFalse(in.isReadable(), "bytes are left behind the message");
    assertEquals(bytes.length, message.serializedLength());
    assertArrayEquals(bytes, written(message, Unpooled.buffer()));
    assertEquals(sample.text(), MessagePrinter.FULL.print(message));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void anyKindOfBufferWillDo(Sample sample) {
    byte[] bytes = sample.bytes();
    Message message = typeOf(sample).read(Unpooled.wrappedBuffer(bytes));
    int middle = bytes.length / 2;
    ByteBuf pieces =
        Unpooled.wrappedBuffer(
            Unpooled.copiedBuffer(bytes, 0, middle),
            Unpooled.directBuffer().writeBytes(bytes, middle, bytes.length - middle));
    ByteBuf within = Unpooled.directBuffer().writeByte(7).writeBytes(bytes).skipBytes(1);
    for (ByteBuf in : List.of(pieces, within, within.slice(), within.asReadOnly())) {
      Message read = typeOf(sample).read(in.duplicate());
      assertEquals(message, read);
      assertEquals(message.hashCode(), read.hashCode());
      assertEquals(message.toString(), read.toString());
    }
    pieces.release();
    within.release();
    List<Supplier<ByteBuf>> outs =
        List.of(
            () -> Unpooled.directBuffer(1),
            Unpooled::compositeBuffer,
            () -> Unpooled.compositeBuffer().addComponent(true, Unpooled.buffer(1)));
    for (Supplier<ByteBuf> out : outs) {
      assertArrayEquals(bytes, written(message, out.get()));
    }
    ByteBuf behind = Unpooled.buffer().writeByte(7);
    message.writeTo(behind);
    assertArrayEquals(bytes, ByteBufUtil.getBytes(behind.skipBytes(1)));
  }

  @Test
  void aNewMessageIsThatOfNoetic() {
    Set<String> seen = new TreeSet<>();
    for (Sample sample : samples()) {
      // Each type's first sample is the empty message.
      if (seen.add(sample.type())) {
        Message empty = typeOf(sample).create();
        assertArrayEquals(sample.bytes(), written(empty, Unpooled.buffer()), sample.type());
        assertEquals(empty, typeOf(sample).read(Unpooled.wrappedBuffer(sample.bytes())));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void bytesThatEndEarlyAreRefused(Sample sample) {
    byte[] bytes = sample.bytes();
    for (int length = 0; length < bytes.length; length++) {
      ByteBuf cut = Unpooled.wrappedBuffer(Arrays.copyOf(bytes, length));
      MalformedMessageException e =
          assertThrows(MalformedMessageException.class, () -> typeOf(sample).read(cut));
      assertNotNull(e.getMessage());
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void absurdLengthsAreRefusedWhereverTheyStand(Sample sample) {
    byte[] bytes = sample.bytes();
    for (int at = 0; at + 4 <= bytes.length; at++) {
      for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, bytes.length}) {
        ByteBuf changed = Unpooled.wrappedBuffer(bytes.clone());
        changed.setIntLE(at, length);
        readsOrRefuses(typeOf(sample), changed);
      }
    }
  }

  @Provide
  static Arbitrary<String> types() {
    return Arbitraries.of(MessageTypes.names());
  }

  @Property(tries = 5000)
  void randomBytesAreReadOrRefused(@ForAll("types") String type, @ForAll byte[] bytes) {
    readsOrRefuses(MessageTypes.find(type).orElseThrow(), Unpooled.wrappedBuffer(bytes));
  }

  /** What is read must be a message: it can be written and read again. */
  private static void readsOrRefuses(MessageType<?> type, ByteBuf bytes) {
    int start = bytes.readerIndex();
    Message message;
    try {
      message = type.read(bytes);
    } catch (MalformedMessageException e) {
      return;
    }
    assertEquals(bytes.readerIndex() - start, message.serializedLength());
    ByteBuf out = Unpooled.buffer();
    message.writeTo(out);
    assertEquals(message.serializedLength(), out.readableBytes());
    assertEquals(message, type.read(out));
  }
}
