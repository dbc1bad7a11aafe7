package org.seqloc.bags.tool;

import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.Map;
import org.seqloc.msgs.definition.Definitions;
import org.seqloc.msgs.definition.ElementType;
import org.seqloc.msgs.definition.Field;
import org.seqloc.msgs.definition.FieldType;
import org.seqloc.msgs.definition.MessageDefinition;
import org.seqloc.msgs.definition.Primitive;
import org.seqloc.msgs.definition.TypeName;

/**
 * Whether bytes are a message in ROS 1 serialization: walks them by the definition, without reading
 * values.
 */
final class Ros1Payloads implements PayloadCheck {

  /** The walk came to the end of the bytes within a field. */
  private static final class EndsEarly extends Exception {
    private static final long serialVersionUID = 1L;

    EndsEarly(String field, long at, long wanted, int length) {
      super(
          String.format(
              "field %s at byte %d takes %d bytes, %d are left", field, at, wanted, length - at),
          null,
          false,
          false);
    }
  }

  private static final long VARIES = -1;

  private final Definitions definitions;
  private final MessageDefinition root;
  private final Map<TypeName, Long> fixedLengths = new HashMap<>();

  Ros1Payloads(Definitions definitions, MessageDefinition root) {
    this.definitions = definitions;
    this.root = root;
  }

  @Override
  public Finding examine(ByteBuf payload) {
    ByteBuf bytes = payload.slice();
    try {
      long end = message(root, bytes, 0);
      if (end < bytes.capacity()) {
        return Finding.complaint((bytes.capacity() - end) + " bytes are left behind it");
      }
    } catch (EndsEarly e) {
      return Finding.complaint(e.getMessage());
    }
    return hasHeader()
        // Behind the header's number.
        ? Finding.stamped(bytes.getUnsignedIntLE(4), bytes.getUnsignedIntLE(8))
        : Finding.NONE;
  }

  private boolean hasHeader() {
    return !root.fields().isEmpty()
        && root.fields().get(0).type().equals(FieldType.single(TypeName.HEADER));
  }

  private long message(MessageDefinition definition, ByteBuf bytes, long from) throws EndsEarly {
    long at = from;
    for (Field field : definition.fields()) {
      at = field(field, bytes, at);
    }
    return at;
  }

  private long field(Field field, ByteBuf bytes, long from) throws EndsEarly {
    FieldType type = field.type();
    long at = from;
    long count =
        switch (type.arity()) {
          case SINGLE -> 1;
          case FIXED_ARRAY -> type.fixedLength();
          case VARIABLE_ARRAY -> {
            at = skip(field, bytes, at, 4);
            yield bytes.getUnsignedIntLE((int) at - 4);
          }
        };
    long each = fixedLength(type.element());
    if (each != VARIES) {
      return skip(field, bytes, at, count * each);
    }
    for (long i = 0; i < count; i++) {
      if (type.element() instanceof TypeName name) {
        at = message(definitions.get(name), bytes, at);
      } else {
        at = skip(field, bytes, at, 4);
        at = skip(field, bytes, at, bytes.getUnsignedIntLE((int) at - 4));
      }
    }
    return at;
  }

  private static long skip(Field field, ByteBuf bytes, long at, long length) throws EndsEarly {
    if (length > bytes.capacity() - at) {
      throw new EndsEarly(field.name(), at, length, bytes.capacity());
    }
    return at + length;
  }

  private long fixedLength(ElementType element) {
    if (element instanceof TypeName name) {
      Long known = fixedLengths.get(name);
      if (known == null) {
        known = fixedLength(definitions.get(name));
        fixedLengths.put(name, known);
      }
      return known;
    }
    return element == Primitive.STRING ? VARIES : ((Primitive) element).wireBytes();
  }

  private long fixedLength(MessageDefinition definition) {
    long sum = 0;
    for (Field field : definition.fields()) {
      long each = fixedLength(field.type().element());
      if (each == VARIES || field.type().arity() == FieldType.Arity.VARIABLE_ARRAY) {
        return VARIES;
      }
      sum +=
          field.type().arity() == FieldType.Arity.SINGLE ? each : field.type().fixedLength() * each;
    }
    return sum;
  }
}
