package org.seqloc.bags;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * How the messages of a connection are serialized and what their type's definition is written in,
 * by the names that MCAP's registry has for both.
 *
 * @param message {@code ros1}, {@code cdr} (ROS 2), or another; empty when not recorded
 * @param schema {@code ros1msg}, {@code ros2msg}, {@code ros2idl}, or another; empty when not
 *     recorded
 */
public record Encoding(String message, String schema) {

  /** ROS 1 serialization, defined by .msg files. */
  public static final Encoding ROS1 = new Encoding("ros1", "ros1msg");

  /** CDR, as ROS 2 has it, defined by .msg files. */
  public static final Encoding CDR_MSG = new Encoding("cdr", "ros2msg");

  /** CDR, as ROS 2 has it, defined by .idl files. */
  public static final Encoding CDR_IDL = new Encoding("cdr", "ros2idl");

  public Encoding {
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(schema, "schema");
  }

  /** Whether the messages are in ROS 1 serialization. */
  public boolean isRos1() {
    return message.equals(ROS1.message);
  }

  /** Whether the messages are in CDR, as ROS 2 has it. */
  public boolean isCdr() {
    return message.equals(CDR_MSG.message);
  }

  /**
   * The charset between a recorded definition and {@link Connection#definition}: UTF-8 for the
   * texts of ROS, and for others, which may be binary, the one that keeps every byte as a
   * character.
   */
  public Charset definitionCharset() {
    return switch (schema) {
      case "ros1msg", "ros2msg", "ros2idl" -> StandardCharsets.UTF_8;
      default -> StandardCharsets.ISO_8859_1;
    };
  }

  @Override
  public String toString() {
    return message.isEmpty() ? "unnamed encoding" : message;
  }
}
