package org.ros.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ConnectionHeaderTest {

  private static final ConnectionHeader HEADER =
      new ConnectionHeader(
          Map.of("topic", "/words", "type", "std_msgs/String", "md5sum", "*", "callerid", "/a=b"));

  @Test
  void comesBackWithItsLengths() {
    ByteBuf frame = Unpooled.buffer();
    HEADER.writeFrameTo(frame);
    assertEquals(frame.readableBytes() - 4, frame.readIntLE());
    assertEquals(HEADER, ConnectionHeader.read(frame));
    assertEquals("/a=b", HEADER.orEmpty(ConnectionHeader.CALLER_ID));
  }

  @Test
  void whatEndsEarlyIsRefused() {
    ByteBuf whole = Unpooled.buffer();
    HEADER.writeTo(whole);
    int refused = 0;
    for (int length = 1; length < whole.readableBytes(); length++) {
      try {
        ConnectionHeader.read(whole.copy(0, length));
      } catch (MalformedHeaderException e) {
        refused++;
      }
    }
    // A header may well end between two fields: three of four ends are no error.
    assertEquals(whole.readableBytes() - 1 - 3, refused);
  }

  @Test
  void absurdLengthsAndFieldsWithoutValueAreRefused() {
    ByteBuf huge = Unpooled.buffer().writeIntLE(Integer.MAX_VALUE).writeBytes(new byte[100]);
    assertThrows(MalformedHeaderException.class, () -> ConnectionHeader.read(huge));
    ByteBuf negative = Unpooled.buffer().writeIntLE(-5).writeBytes(new byte[100]);
    assertThrows(MalformedHeaderException.class, () -> ConnectionHeader.read(negative));
    byte[] text = "topic".getBytes(StandardCharsets.UTF_8);
    ByteBuf valueless = Unpooled.buffer().writeIntLE(text.length).writeBytes(text);
    assertThrows(MalformedHeaderException.class, () -> ConnectionHeader.read(valueless));
  }

  @Property(tries = 500)
  void garbageIsReadOrRefusedButNothingElse(@ForAll byte[] garbage) {
    try {
      ConnectionHeader.read(Unpooled.wrappedBuffer(garbage));
    } catch (MalformedHeaderException e) {
      assertEquals(false, e.getMessage().isEmpty());
    }
  }
}
