package org.seqloc.bags.cdr;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.seqloc.msgs.MalformedMessageException;
import org.seqloc.msgs.Message;
import org.seqloc.msgs.MessageType;
import org.seqloc.msgs.MessageTypes;
import org.seqloc.msgs.definition.DefinitionException;

/** Any definition and any payload: a message, or a refusal. */
class CdrFuzzTest {

  private static final List<String> KNOWN =
      MessageTypes.names().stream().filter(n -> CdrDefinitions.known(n).isPresent()).toList();

  @FuzzTest(maxDuration = "10m")
  void payloadsAreReadOrRefused(FuzzedDataProvider data) {
    String name = data.pickValue(KNOWN);
    MessageType<?> type = MessageTypes.find(name).orElseThrow();
    CdrDefinitions definitions = CdrDefinitions.known(name).orElseThrow();
    ByteBuf payload = Unpooled.wrappedBuffer(data.consumeRemainingAsBytes());
    boolean read = isRead(definitions, payload);
    ByteBuf ros1;
    try {
      ros1 = CdrToRos1.of(name, "", "", type).transcode(payload);
    } catch (MalformedMessageException e) {
      assertEquals(false, read, e.getMessage());
      return;
    }
    assertEquals(true, read);
    // What comes out is a message of ROS 1, but for lists of more empty ones than it allows.
    Message message = type.read(ros1);
    assertEquals(false, ros1.isReadable());
    assertEquals(type, message.type());
  }

  @FuzzTest(maxDuration = "10m")
  void definitionsAreReadOrRefused(FuzzedDataProvider data) {
    String schema = data.consumeBoolean() ? "ros2msg" : "ros2idl";
    byte[] payload = data.consumeBytes(200);
    CdrDefinitions definitions;
    try {
      definitions = CdrDefinitions.parse("a/msg/A", schema, data.consumeRemainingAsString());
    } catch (DefinitionException e) {
      assertEquals(1, e.getMessage().lines().count(), e.getMessage());
      return;
    }
    isRead(definitions, Unpooled.wrappedBuffer(payload));
  }

  private static boolean isRead(CdrDefinitions definitions, ByteBuf payload) {
    try {
      new CdrReader(definitions).read(payload);
      return true;
    } catch (MalformedMessageException e) {
      assertEquals(1, e.getMessage().lines().count(), e.getMessage());
      return false;
    }
  }
}
