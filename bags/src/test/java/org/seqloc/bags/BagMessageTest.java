package org.seqloc.bags;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.core.SeqlocException;
import org.seqloc.msgs.FieldVisitor;
import org.seqloc.msgs.MalformedMessageException;
import org.seqloc.msgs.Message;
import org.seqloc.msgs.MessageType;

class BagMessageTest {

  private static final MessageType<Count> NUMBER = number("test/Number", "00aa");

  @TempDir private Path folder;

  /** A message of one integer; negative ones cannot be written. */
  private record Count(MessageType<Count> type, int value) implements Message {
    @Override
    public int serializedLength() {
      return 4;
    }

    @Override
    public void writeTo(ByteBuf out) {
      out.writeByte(value);
      if (value < 0) {
        throw new IllegalArgumentException("negative");
      }
      out.writeMediumLE(value >> 8);
    }

    @Override
    public void forEachField(FieldVisitor visitor) {
      visitor.field("value", "int32", value);
    }
  }

  @Test
  void decodesWhatWasWritten() {
    Path file = folder.resolve("a.bag");
    try (RosbagWriter writer = new RosbagWriter(file, Compression.LZ4)) {
      int id = writer.connect("/n", NUMBER);
      writer.write(id, 7, new Count(NUMBER, 12));
      // Leaves nothing behind, in the bag either.
      assertThrows(
          IllegalArgumentException.class, () -> writer.write(id, 8, new Count(NUMBER, -1)));
      assertThrows(
          IllegalArgumentException.class,
          () -> writer.write(id, 8, new Count(number("test/Other", "bb"), 1)));
      writer.write(id, 9, new Count(NUMBER, 13));
    }
    try (Bag bag = Bag.open(file)) {
      assertEquals(2, bag.messageCount("/n"));
      assertEquals(
          new Connection(0, "/n", "test/Number", "00aa", "int32 value", false, ""),
          bag.connections().get(0));
      BagCursor messages = bag.messages();
      BagMessage first = messages.next();
      assertEquals(12, first.decode(NUMBER).value());
      assertEquals(12, first.decode(NUMBER).value());
      assertEquals(13, messages.next().decode(NUMBER).value());
    }
  }

  @Test
  void refusesAnotherTypeByItsSum() {
    SeqlocException e =
        assertThrows(SeqlocException.class, () -> message(4).decode(number("test/Other", "00bb")));
    assertEquals(
        "topic /n: recorded as test/Number with md5 00aa, not as test/Other with md5 00bb; name a"
            + " topic of that type",
        e.getMessage());
    assertEquals(0, message(4).decode(number("test/Renamed", "00aa")).value());
  }

  @Test
  void namesTopicAndTimeOfBytesThatAreNoSuchMessage() {
    SeqlocException cutOff = assertThrows(SeqlocException.class, () -> message(3).decode(NUMBER));
    assertEquals(
        "topic /n: the message received at 3.000000005 is not a test/Number: 3 bytes; leave its topic"
            + " out with `seqloc bag filter`",
        cutOff.getMessage());
    SeqlocException tooLong = assertThrows(SeqlocException.class, () -> message(6).decode(NUMBER));
    assertEquals(
        "topic /n: the message received at 3.000000005 is not a test/Number: 2 bytes are left"
            + " behind it; leave its topic out with `seqloc bag filter`",
        tooLong.getMessage());
  }

  private static BagMessage message(int length) {
    Connection connection = new Connection(0, "/n", "test/Number", "00aa", "", false, "");
    return new BagMessage(connection, 3_000_000_005L, Unpooled.wrappedBuffer(new byte[length]));
  }

  private static MessageType<Count> number(String name, String md5) {
    return new MessageType<>(
        name, md5, "int32 value", () -> new Count(NUMBER, 0), BagMessageTest::read);
  }

  private static Count read(ByteBuf in) {
    if (in.readableBytes() < 4) {
      throw new MalformedMessageException(in.readableBytes() + " bytes");
    }
    return new Count(NUMBER, in.readIntLE());
  }
}
