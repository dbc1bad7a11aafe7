package org.seqloc.bags.rosbag2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.Connection;
import org.seqloc.bags.cdr.CdrDefinitions;
import org.seqloc.bags.cdr.CdrMessage;
import org.seqloc.bags.cdr.CdrReader;

/** Messages as lines, in the form of {@code rosbags_peer.py} but for the bytes in ROS 1. */
final class Shown {

  private Shown() {}

  static List<String> lines(Bag bag) {
    List<String> lines = new ArrayList<>();
    try (BagCursor messages = bag.messages()) {
      messages.forEachRemaining(m -> lines.add(line(m)));
    }
    return lines;
  }

  private static String line(BagMessage message) {
    Connection c = message.connection();
    CdrDefinitions definitions =
        c.definition().isEmpty()
            ? CdrDefinitions.known(c.type()).orElseThrow()
            : CdrDefinitions.parse(c.type(), c.encoding().schema(), c.definition());
    return String.join(
        "\t",
        c.topic(),
        c.type(),
        Long.toString(message.receiptNanos()),
        Boolean.toString(c.latching()),
        text("", new CdrReader(definitions).read(message.payload())));
  }

  /** By topic and stamp: the message in ROS 1, in hexadecimal digits. */
  static Optional<String> hex(Bag view, String topic, long nanos) {
    try (BagCursor messages = view.messages(c -> c.topic().equals(topic), nanos, nanos)) {
      return messages.hasNext()
          ? Optional.of(ByteBufUtil.hexDump(messages.next().payload()))
          : Optional.empty();
    }
  }

  private static String text(String type, Object value) {
    if (value instanceof CdrMessage message) {
      List<String> fields = new ArrayList<>();
      message.forEachField(
          (name, fieldType, field) -> {
            // rosidl's filling of messages without fields, which .idl files spell out.
            if (!name.equals("structure_needs_at_least_one_member")) {
              fields.add(name + "=" + text(fieldType, field));
            }
          });
      return "{" + String.join(",", fields) + "}";
    }
    if (value instanceof String text) {
      return "'" + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
    if (value instanceof Float number) {
      return String.format("%08x", Float.floatToRawIntBits(number));
    }
    if (value instanceof Double number) {
      return String.format("%016x", Double.doubleToRawLongBits(number));
    }
    if (value instanceof ByteBuf bytes) {
      List<String> elements = new ArrayList<>();
      for (int i = 0; i < bytes.readableBytes(); i++) {
        elements.add(text(type, bytes.getByte(bytes.readerIndex() + i)));
      }
      return "[" + String.join(",", elements) + "]";
    }
    if (value instanceof List<?> list) {
      return "[" + String.join(",", list.stream().map(v -> text(type, v)).toList()) + "]";
    }
    if (value.getClass().isArray()) {
      List<String> elements = new ArrayList<>();
      for (int i = 0; i < Array.getLength(value); i++) {
        elements.add(text(type, Array.get(value, i)));
      }
      return "[" + String.join(",", elements) + "]";
    }
    return number(type, value);
  }

  private static String number(String type, Object value) {
    boolean unsigned =
        type.startsWith("uint") || type.startsWith("byte") || type.startsWith("char");
    if (!unsigned) {
      return value.toString();
    }
    if (value instanceof Byte number) {
      return Integer.toString(Byte.toUnsignedInt(number));
    }
    if (value instanceof Short number) {
      return Integer.toString(Short.toUnsignedInt(number));
    }
    if (value instanceof Integer number) {
      return Integer.toUnsignedString(number);
    }
    return Long.toUnsignedString((Long) value);
  }
}
