package org.seqloc.msgs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;

/** Any bytes as any message: read and written again, or refused. */
class MessageCodecFuzzTest {

  private static final List<String> TYPES = MessageTypes.names();

  /**
   * @param input which type, then the message
   */
  @FuzzTest(maxDuration = "10m")
  void messagesAreReadOrRefused(byte[] input) {
    if (input.length == 0) {
      return;
    }
    MessageType<?> type =
        MessageTypes.find(TYPES.get((input[0] & 0xff) % TYPES.size())).orElseThrow();
    Message message;
    try {
      message = type.read(Unpooled.wrappedBuffer(input, 1, input.length - 1));
    } catch (MalformedMessageException e) {
      return;
    }
    ByteBuf written = written(message);
    assertEquals(written, written(type.read(written.duplicate())));
    MessagePrinter.BRIEF.print(message);
  }

  private static ByteBuf written(Message message) {
    ByteBuf out = Unpooled.buffer();
    message.writeTo(out);
    assertEquals(message.serializedLength(), out.readableBytes());
    return out;
  }
}
