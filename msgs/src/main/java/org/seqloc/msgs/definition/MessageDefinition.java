package org.seqloc.msgs.definition;

import java.util.List;
import java.util.Objects;

/**
 * One parsed {@code .msg} file, or half of a {@code .srv} file.
 *
 * @param fields in the order they are serialized
 * @param text the definition's own text
 */
public record MessageDefinition(
    TypeName name, List<Field> fields, List<Constant> constants, String text) {
  public MessageDefinition {
    Objects.requireNonNull(name, "name");
    fields = List.copyOf(fields);
    constants = List.copyOf(constants);
    Objects.requireNonNull(text, "text");
  }
}
