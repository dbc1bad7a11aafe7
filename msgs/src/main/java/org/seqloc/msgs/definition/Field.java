package org.seqloc.msgs.definition;

import java.util.Objects;

/** A field of a message. */
public record Field(FieldType type, String name) {
  public Field {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(name, "name");
  }
}
