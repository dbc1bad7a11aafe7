package org.ros.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameReceiverTest {

  private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true);
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final long largeBefore = Frames.largeBytes();

  private void install(int maxHeaderBytes, int maxMessageBytes) {
    install(new FrameReceiver(maxHeaderBytes, maxMessageBytes));
  }

  private void install(FrameReceiver receiver) {
    channel.config().setAllocator(memory);
    receiver.installOn(channel);
  }

  private long usedBytes() {
    return memory.metric().usedDirectMemory() + Frames.largeBytes() - largeBefore;
  }

  @AfterEach
  void end() {
    channel.finishAndReleaseAll();
    assertTrue(usedBytes() <= 0, "bytes that nobody released");
  }

  @Test
  void framesAreTheSameHoweverTheStreamIsCut() {
    install(1 << 20, 1 << 20);
    sendAndCompare(true);
  }

  @Test
  void largeFramesThatAreKeptLieOnTheHeap() {
    install(new FrameReceiver(1 << 20, 1 << 20, () -> true));
    sendAndCompare(false);
  }

  private void sendAndCompare(boolean direct) {
    Random random = new Random(6);
    List<ByteBuf> sent = new ArrayList<>();
    ByteBuf stream = Unpooled.buffer();
    for (int length : new int[] {0, 1, 3, 100_000, 0, 70_000, 1_000_000, 5}) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      sent.add(Unpooled.wrappedBuffer(bytes));
      stream.writeIntLE(length).writeBytes(bytes);
    }
    while (stream.isReadable()) {
      int count = Math.min(stream.readableBytes(), 1 + random.nextInt(random.nextInt(60_000) + 1));
      channel.writeInbound(stream.readBytes(count));
    }
    for (ByteBuf expected : sent) {
      ByteBuf frame = channel.readInbound();
      assertEquals(expected, frame);
      if (expected.readableBytes() > 60_000) {
        assertEquals(direct, frame.isDirect());
      }
      frame.release();
    }
    assertNull(channel.<ByteBuf>readInbound());
  }

  @Test
  void aLengthAloneTakesNoMemory() {
    install(4 << 20, 1 << 30);
    channel.writeInbound(Unpooled.buffer().writeIntLE(4 << 20).writeByte(1));
    long forHeader = usedBytes();
    assertTrue(forHeader <= 1 << 17, "a header of 5 bytes took " + forHeader);
  }

  @Test
  void aLengthAloneTakesNoMemoryForMessagesEither() {
    install(4 << 20, 1 << 30);
    channel.writeInbound(Unpooled.buffer().writeIntLE(0).writeIntLE(1 << 30).writeByte(1));
    channel.<ByteBuf>readInbound().release();
    long forMessage = usedBytes();
    assertTrue(forMessage <= 1 << 17, "a message of 5 bytes took " + forMessage);
  }

  @Test
  void headerAndMessagesHaveTheirOwnLimits() {
    install(10, 20);
    channel.writeInbound(Unpooled.buffer().writeIntLE(10).writeZero(10));
    channel.writeInbound(Unpooled.buffer().writeIntLE(20).writeZero(20));
    channel.<ByteBuf>readInbound().release();
    channel.<ByteBuf>readInbound().release();
    MalformedHeaderException e =
        assertThrows(
            MalformedHeaderException.class,
            () -> channel.writeInbound(Unpooled.buffer().writeIntLE(21).writeZero(21)));
    assertEquals("a message of 21 bytes exceeds the limit of 20", e.getMessage());
  }

  @Test
  void lengthsHaveNoSign() {
    install(10, 1 << 30);
    MalformedHeaderException e =
        assertThrows(
            MalformedHeaderException.class,
            () -> channel.writeInbound(Unpooled.buffer().writeIntLE(-1)));
    assertEquals("a connection header of 4294967295 bytes exceeds the limit of 10", e.getMessage());
  }
}
