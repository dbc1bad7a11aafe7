package org.seqloc.bags.cdr;

import java.util.Objects;

/**
 * The type of a field.
 *
 * @param length the number of elements of an array, the most that a bounded sequence holds, else
 *     {@link #UNBOUNDED}
 * @param stringBound the most characters of a bounded string, else {@link #UNBOUNDED}
 */
public record CdrType(CdrElement element, Arity arity, int length, int stringBound) {

  /** No limit but that of the serialization. */
  public static final int UNBOUNDED = -1;

  /** How many elements a field holds. */
  public enum Arity {
    SINGLE,
    ARRAY,
    SEQUENCE
  }

  public CdrType {
    Objects.requireNonNull(element, "element");
    Objects.requireNonNull(arity, "arity");
    boolean lengthFits =
        switch (arity) {
          case SINGLE -> length == UNBOUNDED;
          case ARRAY -> length >= 0;
          case SEQUENCE -> length >= UNBOUNDED;
        };
    if (!lengthFits) {
      throw new IllegalArgumentException("length " + length + " of " + arity);
    }
    if (stringBound < UNBOUNDED) {
      throw new IllegalArgumentException("stringBound " + stringBound);
    }
  }

  static CdrType single(CdrElement element) {
    return new CdrType(element, Arity.SINGLE, UNBOUNDED, UNBOUNDED);
  }

  /** As in a .msg file with its package: {@code string<=8[<=4]}, {@code std_msgs/Header}. */
  public String rosName() {
    String each = element.rosName() + (stringBound == UNBOUNDED ? "" : "<=" + stringBound);
    return switch (arity) {
      case SINGLE -> each;
      case ARRAY -> each + "[" + length + "]";
      case SEQUENCE -> each + (length == UNBOUNDED ? "[]" : "[<=" + length + "]");
    };
  }

  @Override
  public String toString() {
    return rosName();
  }
}
