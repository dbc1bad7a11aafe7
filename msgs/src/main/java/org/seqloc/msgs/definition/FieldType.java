package org.seqloc.msgs.definition;

import java.util.Objects;

/**
 * The type of a field.
 *
 * @param fixedLength number of elements of a fixed array, else 0
 */
public record FieldType(ElementType element, Arity arity, int fixedLength) {

  /** How many elements a field holds. */
  public enum Arity {
    SINGLE,
    FIXED_ARRAY,
    VARIABLE_ARRAY
  }

  public FieldType {
    Objects.requireNonNull(element, "element");
    Objects.requireNonNull(arity, "arity");
    if (fixedLength < 0 || (fixedLength > 0 && arity != Arity.FIXED_ARRAY)) {
      throw new IllegalArgumentException("fixedLength " + fixedLength + " of " + arity);
    }
  }

  public static FieldType single(ElementType element) {
    return new FieldType(element, Arity.SINGLE, 0);
  }

  public boolean isArray() {
    return arity != Arity.SINGLE;
  }

  /** As written in a definition with its package, {@code float64[9]} or {@code std_msgs/Header}. */
  public String rosName() {
    return element.rosName()
        + switch (arity) {
          case SINGLE -> "";
          case FIXED_ARRAY -> "[" + fixedLength + "]";
          case VARIABLE_ARRAY -> "[]";
        };
  }

  @Override
  public String toString() {
    return rosName();
  }
}
