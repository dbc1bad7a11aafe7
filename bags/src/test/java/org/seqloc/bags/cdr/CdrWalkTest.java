package org.seqloc.bags.cdr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.seqloc.msgs.MalformedMessageException;

class CdrWalkTest {

  private static final String LINE = "=".repeat(80) + "\n";
  private static final int COUNT = 1 << 26;

  private static CdrWalk walk(String definition) {
    return new CdrWalk(CdrDefinitions.parse("a/msg/A", "ros2msg", definition));
  }

  private static ByteBuf littleEndian() {
    return Unpooled.buffer().writeShort(1).writeShort(0);
  }

  /** As objects they would take 5 GB. */
  @Test
  void takesNoMemoryForElements() {
    CdrWalk walk = walk("One[] ones\n" + LINE + "MSG: a/One\nuint8 a\n");
    ByteBuf payload = littleEndian().writeIntLE(COUNT).writeZero(COUNT);
    assertEquals(OptionalLong.empty(), walk.stampNanos(payload));
  }

  @Test
  void readsTheStampOfAHeader() {
    CdrWalk walk =
        walk(
            "std_msgs/Header header\nuint8 b\n"
                + LINE
                + "MSG: std_msgs/Header\n"
                + "builtin_interfaces/Time stamp\nstring frame_id\n");
    ByteBuf payload = littleEndian().writeIntLE(7).writeIntLE(-1).writeIntLE(2);
    payload.writeCharSequence("m\0", StandardCharsets.US_ASCII);
    payload.writeByte(5);
    assertEquals(OptionalLong.of(7_000_000_000L + 0xffffffffL), walk.stampNanos(payload));
    assertEquals(0, payload.readerIndex());
    MalformedMessageException e =
        assertThrows(
            MalformedMessageException.class,
            () -> walk.stampNanos(payload.slice(0, payload.readableBytes() - 1)));
    assertTrue(e.getMessage().startsWith("a/A.b: needs 1 bytes at offset 18"), e.getMessage());
    assertThrows(
        MalformedMessageException.class, () -> walk.stampNanos(payload.copy().writeZero(20)));
  }
}
