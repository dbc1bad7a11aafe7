package org.seqloc.bags.mcap;

import io.netty.buffer.ByteBuf;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.seqloc.bags.Connection;

/** Appends records to a buffer. */
final class RecordWriter {

  private final ByteBuf out;
  private int start;
  private int arrayStart;

  RecordWriter(ByteBuf out) {
    this.out = out;
  }

  /** Starts a record. */
  RecordWriter begin(int op) {
    start = out.writerIndex();
    out.writeByte(op);
    out.writeLongLE(0);
    return this;
  }

  /** Ends the record and sets its length. */
  void end() {
    end(0);
  }

  /** Ends a record of which {@code more} bytes follow that are not in this buffer. */
  void end(long more) {
    long length = out.writerIndex() - start - McapFormat.HEAD_LENGTH + more;
    out.setLongLE(start + 1, length);
  }

  /** Starts an array or map, which its length in bytes precedes. */
  RecordWriter beginArray() {
    arrayStart = out.writerIndex();
    out.writeIntLE(0);
    return this;
  }

  RecordWriter endArray() {
    out.setIntLE(arrayStart, out.writerIndex() - arrayStart - Integer.BYTES);
    return this;
  }

  RecordWriter u8(int value) {
    out.writeByte(value);
    return this;
  }

  RecordWriter u16(int value) {
    out.writeShortLE(value);
    return this;
  }

  RecordWriter u32(long value) {
    out.writeIntLE((int) value);
    return this;
  }

  RecordWriter u64(long value) {
    out.writeLongLE(value);
    return this;
  }

  RecordWriter text(String text) {
    return text(text, StandardCharsets.UTF_8);
  }

  RecordWriter text(String text, Charset charset) {
    byte[] bytes = text.getBytes(charset);
    out.writeIntLE(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  RecordWriter texts(Map<String, String> map) {
    beginArray();
    map.forEach((key, value) -> text(key).text(value));
    return endArray();
  }

  /** A schema record of the connection's type. */
  void schema(int id, Connection connection) {
    begin(McapFormat.OP_SCHEMA)
        .u16(id)
        .text(connection.type())
        .text(connection.encoding().schema())
        .text(connection.definition(), connection.encoding().definitionCharset())
        .end();
  }

  /** A channel record. */
  void channel(Connection connection, int schemaId) {
    begin(McapFormat.OP_CHANNEL)
        .u16(connection.id())
        .u16(schemaId)
        .text(connection.topic())
        .text(connection.encoding().message())
        .texts(Channels.metadata(connection))
        .end();
  }
}
