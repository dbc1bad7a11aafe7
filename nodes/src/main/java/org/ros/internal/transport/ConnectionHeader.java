package org.ros.internal.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The fields that both ends of a TCPROS connection send before anything else. Immutable. See
 * wiki.ros.org/ROS/TCPROS and wiki.ros.org/ROS/Connection Header.
 */
public final class ConnectionHeader {

  public static final String CALLER_ID = "callerid";
  public static final String TOPIC = "topic";
  public static final String SERVICE = "service";
  public static final String TYPE = "type";
  public static final String MD5SUM = "md5sum";
  public static final String MESSAGE_DEFINITION = "message_definition";
  public static final String LATCHING = "latching";
  public static final String TCP_NODELAY = "tcp_nodelay";
  public static final String ERROR = "error";

  private final Map<String, String> fields;

  public ConnectionHeader(Map<String, String> fields) {
    this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /**
   * Reads all of the buffer, which begins behind the header's length prefix.
   *
   * @throws MalformedHeaderException naming the byte offset
   */
  public static ConnectionHeader read(ByteBuf in) {
    Map<String, String> fields = new LinkedHashMap<>();
    int start = in.readerIndex();
    while (in.isReadable()) {
      int offset = in.readerIndex() - start;
      if (in.readableBytes() < 4) {
        throw new MalformedHeaderException("the field at byte " + offset + " has no length");
      }
      long length = in.readUnsignedIntLE();
      if (length > in.readableBytes()) {
        throw new MalformedHeaderException(
            "the field at byte %d says %d bytes but %d are left"
                .formatted(offset, length, in.readableBytes()));
      }
      String field = in.readCharSequence((int) length, StandardCharsets.UTF_8).toString();
      int equals = field.indexOf('=');
      if (equals < 1) {
        throw new MalformedHeaderException("the field at byte " + offset + " is no key=value");
      }
      fields.put(field.substring(0, equals), field.substring(equals + 1));
    }
    return new ConnectionHeader(fields);
  }

  /** Appends the fields, without the length prefix of the whole. */
  public void writeTo(ByteBuf out) {
    fields.forEach(
        (key, value) -> {
          String field = key + "=" + value;
          out.writeIntLE(ByteBufUtil.utf8Bytes(field));
          out.writeCharSequence(field, StandardCharsets.UTF_8);
        });
  }

  /** Appends the fields as they are sent: with the length prefix. */
  public void writeFrameTo(ByteBuf out) {
    int lengthIndex = out.writerIndex();
    out.writeIntLE(0);
    writeTo(out);
    out.setIntLE(lengthIndex, out.writerIndex() - lengthIndex - 4);
  }

  public Optional<String> get(String key) {
    return Optional.ofNullable(fields.get(key));
  }

  /** The field's value, or the empty string. */
  public String orEmpty(String key) {
    return fields.getOrDefault(key, "");
  }

  /** Whether the field is 1 (or true, as some old clients write). */
  public boolean isSet(String key) {
    String value = orEmpty(key);
    return value.equals("1") || value.equalsIgnoreCase("true");
  }

  /** The fields in the order of the wire. */
  public Map<String, String> fields() {
    return fields;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConnectionHeader that && fields.equals(that.fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  @Override
  public String toString() {
    return fields.toString();
  }
}
