package org.seqloc.msgs.dynamic;

import io.netty.buffer.ByteBuf;
import org.seqloc.msgs.Wire;
import org.seqloc.msgs.definition.FieldType;
import org.seqloc.msgs.definition.FieldType.Arity;

/**
 * How many elements an array has: as many as its definition says, or as the message says.
 *
 * @param count of a fixed array, else 0
 * @param where names the field in errors
 */
record ArraySize(boolean fixed, int count, String where) {

  static ArraySize of(FieldType type, String where) {
    return new ArraySize(type.arity() == Arity.FIXED_ARRAY, type.fixedLength(), where);
  }

  /**
   * The number of elements that come next.
   *
   * @param minElementBytes the fewest bytes that an element takes, at least 1
   */
  int read(ByteBuf in, long minElementBytes) {
    return fixed ? count : Wire.readCount(in, minElementBytes, where);
  }

  void write(ByteBuf out, int length) {
    if (fixed) {
      Wire.checkLength(length, count, where);
    } else {
      Wire.writeInt(out, length);
    }
  }

  /** Bytes of what {@link #write} writes. */
  long wireBytes() {
    return fixed ? 0 : Integer.BYTES;
  }
}
