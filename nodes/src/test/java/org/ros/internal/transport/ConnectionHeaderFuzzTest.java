package org.ros.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;

/** Any bytes, cut anyhow: a header or a refusal, and no memory left behind. */
class ConnectionHeaderFuzzTest {

  private static final int LIMIT = 1 << 16;

  /**
   * @param input the length of a chunk, then the stream
   */
  @FuzzTest(maxDuration = "10m")
  void headersAreReadOrRefused(byte[] input) {
    if (input.length < 2) {
      return;
    }
    UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true);
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.config().setAllocator(memory);
    new FrameReceiver(LIMIT, LIMIT).installOn(channel);
    int chunk = 1 + (input[0] & 0xff);
    try {
      for (int i = 1; i < input.length; i += chunk) {
        channel.writeInbound(
            memory.directBuffer().writeBytes(input, i, Math.min(chunk, input.length - i)));
      }
    } catch (MalformedHeaderException e) {
      // The stream is refused; what came before stays readable.
    }
    for (ByteBuf frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
      readHeader(frame);
      frame.release();
    }
    channel.finishAndReleaseAll();
    assertEquals(0, memory.metric().usedDirectMemory(), "bytes that nobody released");
  }

  private static void readHeader(ByteBuf frame) {
    ConnectionHeader header;
    try {
      header = ConnectionHeader.read(frame);
    } catch (MalformedHeaderException e) {
      return;
    }
    ByteBuf written = Unpooled.buffer();
    header.writeTo(written);
    assertEquals(header, ConnectionHeader.read(written));
  }
}
