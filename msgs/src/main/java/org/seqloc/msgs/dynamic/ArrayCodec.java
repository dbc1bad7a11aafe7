package org.seqloc.msgs.dynamic;

import io.netty.buffer.ByteBuf;
import java.lang.reflect.Array;
import org.seqloc.msgs.Wire;
import org.seqloc.msgs.definition.Primitive;

/** An array of numbers wider than a byte, or of booleans, held as a Java array. */
record ArrayCodec(Primitive element, ArraySize size) implements Codec {

  @Override
  public Object empty() {
    int count = size.count();
    return switch (element) {
      case BOOL -> new boolean[count];
      case INT16, UINT16 -> new short[count];
      case INT32, UINT32 -> new int[count];
      case INT64, UINT64 -> new long[count];
      case FLOAT32 -> new float[count];
      case FLOAT64 -> new double[count];
      case INT8, UINT8, BYTE, CHAR, STRING, TIME, DURATION ->
          throw new IllegalStateException(element + " has another codec");
    };
  }

  @Override
  public Object read(ByteBuf in) {
    int count = size.read(in, element.wireBytes());
    String where = size.where();
    return switch (element) {
      case BOOL -> Wire.readBooleans(in, count, where);
      case INT16, UINT16 -> Wire.readShorts(in, count, where);
      case INT32, UINT32 -> Wire.readInts(in, count, where);
      case INT64, UINT64 -> Wire.readLongs(in, count, where);
      case FLOAT32 -> Wire.readFloats(in, count, where);
      case FLOAT64 -> Wire.readDoubles(in, count, where);
      case INT8, UINT8, BYTE, CHAR, STRING, TIME, DURATION ->
          throw new IllegalStateException(element + " has another codec");
    };
  }

  @Override
  public void write(ByteBuf out, Object value) {
    size.write(out, Array.getLength(value));
    switch (element) {
      case BOOL -> Wire.writeBooleans(out, (boolean[]) value);
      case INT16, UINT16 -> Wire.writeShorts(out, (short[]) value);
      case INT32, UINT32 -> Wire.writeInts(out, (int[]) value);
      case INT64, UINT64 -> Wire.writeLongs(out, (long[]) value);
      case FLOAT32 -> Wire.writeFloats(out, (float[]) value);
      case FLOAT64 -> Wire.writeDoubles(out, (double[]) value);
      case INT8, UINT8, BYTE, CHAR, STRING, TIME, DURATION ->
          throw new IllegalStateException(element + " has another codec");
    }
  }

  @Override
  public long length(Object value) {
    return size.wireBytes() + (long) element.wireBytes() * Array.getLength(value);
  }

  @Override
  public Object accepted(Object value) {
    if (!empty().getClass().isInstance(value)) {
      throw DynamicMessage.refused(size.where(), empty().getClass(), value);
    }
    return value;
  }
}
