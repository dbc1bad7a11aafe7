package org.seqloc.bags.cdr;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.seqloc.bags.cdr.CdrType.Arity;
import org.seqloc.msgs.MalformedMessageException;

/** Reads CDR payloads by their type's definition. Stateless: several threads may share one. */
public final class CdrReader {

  private final CdrDefinitions definitions;

  public CdrReader(CdrDefinitions definitions) {
    this.definitions = definitions;
  }

  /**
   * Reads a payload; its reader index stays. Arrays of 8-bit numbers are unretained slices of it.
   *
   * @throws MalformedMessageException when the bytes are not such a message, naming the field and
   *     the offset
   */
  public CdrMessage read(ByteBuf payload) {
    CdrStruct root = definitions.root();
    CdrInput in = new CdrInput(payload, root.name().rosName());
    CdrMessage message = read(in, root);
    in.end(root.name().rosName());
    return message;
  }

  private CdrMessage read(CdrInput in, CdrStruct struct) {
    if (struct.fields().isEmpty()) {
      in.int8(struct.name().rosName());
    }
    List<Object> values = new ArrayList<>(struct.fields().size());
    for (CdrField field : struct.fields()) {
      values.add(read(in, field.type(), struct.name() + "." + field.name()));
    }
    return new CdrMessage(struct, values);
  }

  private Object read(CdrInput in, CdrType type, String where) {
    if (type.arity() == Arity.SINGLE) {
      return single(in, type, where);
    }
    int count =
        type.arity() == Arity.ARRAY
            ? type.length()
            : in.count(definitions.minBytes(type.element()), type.length(), where);
    if (type.element() instanceof CdrPrimitive primitive && !primitive.isString()) {
      return numbers(in, primitive, count, where);
    }
    // Not sized by the count: of an array nobody has checked that its bytes are there.
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(single(in, type, where));
    }
    return values;
  }

  private Object single(CdrInput in, CdrType type, String where) {
    if (type.element() instanceof StructName name) {
      return read(in, definitions.get(name));
    }
    return switch ((CdrPrimitive) type.element()) {
      case BOOL -> in.int8(where) != 0;
      case BYTE, CHAR, INT8, UINT8 -> in.int8(where);
      case INT16, UINT16 -> in.int16(where);
      case INT32, UINT32 -> in.int32(where);
      case INT64, UINT64 -> in.int64(where);
      case FLOAT32 -> Float.intBitsToFloat(in.int32(where));
      case FLOAT64 -> Double.longBitsToDouble(in.int64(where));
      case STRING -> in.string(type.stringBound(), where).toString(StandardCharsets.UTF_8);
      case WSTRING -> in.wideString(type.stringBound(), where);
    };
  }

  private static Object numbers(CdrInput in, CdrPrimitive primitive, int count, String where) {
    switch (primitive) {
      case BOOL -> {
        ByteBuf bytes = in.elements(count, 1, where);
        boolean[] values = new boolean[count];
        for (int i = 0; i < count; i++) {
          values[i] = bytes.getByte(i) != 0;
        }
        return values;
      }
      case INT16, UINT16 -> {
        var view = in.view(count, Short.BYTES, where).asShortBuffer();
        short[] values = new short[count];
        view.get(values);
        return values;
      }
      case INT32, UINT32 -> {
        var view = in.view(count, Integer.BYTES, where).asIntBuffer();
        int[] values = new int[count];
        view.get(values);
        return values;
      }
      case INT64, UINT64 -> {
        var view = in.view(count, Long.BYTES, where).asLongBuffer();
        long[] values = new long[count];
        view.get(values);
        return values;
      }
      case FLOAT32 -> {
        var view = in.view(count, Float.BYTES, where).asFloatBuffer();
        float[] values = new float[count];
        view.get(values);
        return values;
      }
      case FLOAT64 -> {
        var view = in.view(count, Double.BYTES, where).asDoubleBuffer();
        double[] values = new double[count];
        view.get(values);
        return values;
      }
      default -> {
        return in.elements(count, 1, where);
      }
    }
  }
}
