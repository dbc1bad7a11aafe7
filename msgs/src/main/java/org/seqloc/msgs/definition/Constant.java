package org.seqloc.msgs.definition;

import java.util.Objects;

/**
 * A constant of a message.
 *
 * @param text the value as it is written, without surrounding blanks; it enters the MD5 sum
 * @param value the parsed value: Boolean, Long (bit pattern of an uint64), Double or String
 */
public record Constant(Primitive type, String name, String text, Object value) {
  public Constant {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(value, "value");
  }
}
