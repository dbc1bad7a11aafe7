package org.seqloc.bags.cdr;

import java.util.List;
import java.util.Objects;
import org.seqloc.msgs.FieldVisitor;

/**
 * A message of ROS 2 whose type is known from its definition only.
 *
 * @param values one for each field: numbers boxed, unsigned ones in the signed type of their width;
 *     strings; structs as CdrMessage; arrays of 8-bit numbers as an unretained ByteBuf slice of the
 *     payload; arrays of bools and of other numbers as Java arrays; all other arrays as lists
 */
public record CdrMessage(CdrStruct type, List<Object> values) {
  public CdrMessage {
    Objects.requireNonNull(type, "type");
    values = List.copyOf(values);
    if (values.size() != type.fields().size()) {
      throw new IllegalArgumentException(values.size() + " values of " + type.name());
    }
  }

  /**
   * The value of a field.
   *
   * @throws IllegalArgumentException when there is no such field
   */
  public Object get(String field) {
    for (int i = 0; i < values.size(); i++) {
      if (type.fields().get(i).name().equals(field)) {
        return values.get(i);
      }
    }
    throw new IllegalArgumentException(type.name() + " has no field " + field);
  }

  /** Shows all fields to the visitor, in the order of the definition. */
  public void forEachField(FieldVisitor visitor) {
    for (int i = 0; i < values.size(); i++) {
      CdrField field = type.fields().get(i);
      visitor.field(field.name(), field.type().rosName(), values.get(i));
    }
  }
}
