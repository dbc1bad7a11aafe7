package org.seqloc.bags;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.seqloc.bags.Fields.Name;

/**
 * Appends headers to a buffer: a length, then {@code name=value} fields with a length each. The
 * data behind a header has a length as well, see {@link #begin}.
 */
final class RecordWriter {

  private final ByteBuf out;
  private int lengthAt;

  RecordWriter(ByteBuf out) {
    this.out = out;
  }

  /** Starts something that its length precedes. */
  RecordWriter begin() {
    lengthAt = out.writerIndex();
    out.writeIntLE(0);
    return this;
  }

  /** Ends what {@link #begin} started and sets its length. */
  RecordWriter end() {
    out.setIntLE(lengthAt, out.writerIndex() - lengthAt - 4);
    return this;
  }

  RecordWriter op(int op) {
    name(Name.OP, 1);
    out.writeByte(op);
    return this;
  }

  RecordWriter u32(Name name, int value) {
    name(name, 4);
    out.writeIntLE(value);
    return this;
  }

  RecordWriter u64(Name name, long value) {
    name(name, 8);
    out.writeLongLE(value);
    return this;
  }

  RecordWriter time(Name name, long nanos) {
    name(name, 8);
    return time(nanos);
  }

  /** A stamp outside of a field: seconds and nanoseconds. */
  RecordWriter time(long nanos) {
    out.writeIntLE((int) (nanos / 1_000_000_000L));
    out.writeIntLE((int) (nanos % 1_000_000_000L));
    return this;
  }

  RecordWriter text(Name name, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    name(name, bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  private void name(Name name, int valueLength) {
    out.writeIntLE(name.toString().length() + 1 + valueLength);
    out.writeCharSequence(name.toString(), StandardCharsets.US_ASCII);
    out.writeByte('=');
  }
}
