package org.seqloc.msgs.dynamic;

import io.netty.buffer.ByteBuf;
import org.ros.message.Duration;
import org.ros.message.Time;
import org.seqloc.msgs.Wire;
import org.seqloc.msgs.definition.Primitive;

/**
 * A single value of a built-in type.
 *
 * @param where names the field in errors
 */
record PrimitiveCodec(Primitive type, String where) implements Codec {

  @Override
  public Object empty() {
    return switch (type) {
      case BOOL -> false;
      case INT8, UINT8, BYTE, CHAR -> (byte) 0;
      case INT16, UINT16 -> (short) 0;
      case INT32, UINT32 -> 0;
      case INT64, UINT64 -> 0L;
      case FLOAT32 -> 0f;
      case FLOAT64 -> 0.0;
      case STRING -> "";
      case TIME -> new Time();
      case DURATION -> new Duration();
    };
  }

  @Override
  public Object read(ByteBuf in) {
    return switch (type) {
      case BOOL -> Wire.readBoolean(in, where);
      case INT8, UINT8, BYTE, CHAR -> Wire.readByte(in, where);
      case INT16, UINT16 -> Wire.readShort(in, where);
      case INT32, UINT32 -> Wire.readInt(in, where);
      case INT64, UINT64 -> Wire.readLong(in, where);
      case FLOAT32 -> Wire.readFloat(in, where);
      case FLOAT64 -> Wire.readDouble(in, where);
      case STRING -> Wire.readString(in, where);
      case TIME -> Wire.readTime(in, where);
      case DURATION -> Wire.readDuration(in, where);
    };
  }

  @Override
  public void write(ByteBuf out, Object value) {
    switch (type) {
      case BOOL -> Wire.writeBoolean(out, (Boolean) value);
      case INT8, UINT8, BYTE, CHAR -> Wire.writeByte(out, (Byte) value);
      case INT16, UINT16 -> Wire.writeShort(out, (Short) value);
      case INT32, UINT32 -> Wire.writeInt(out, (Integer) value);
      case INT64, UINT64 -> Wire.writeLong(out, (Long) value);
      case FLOAT32 -> Wire.writeFloat(out, (Float) value);
      case FLOAT64 -> Wire.writeDouble(out, (Double) value);
      case STRING -> Wire.writeString(out, (String) value);
      case TIME -> Wire.writeTime(out, (Time) value);
      case DURATION -> Wire.writeDuration(out, (Duration) value);
    }
  }

  @Override
  public long length(Object value) {
    return value instanceof String text ? Wire.lengthOf(text) : type.wireBytes();
  }

  @Override
  public Object accepted(Object value) {
    if (!empty().getClass().isInstance(value)) {
      throw DynamicMessage.refused(where, empty().getClass(), value);
    }
    return value;
  }
}
