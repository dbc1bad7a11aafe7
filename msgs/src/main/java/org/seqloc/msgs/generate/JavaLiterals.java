package org.seqloc.msgs.generate;

import java.util.ArrayList;
import java.util.List;
import org.seqloc.msgs.definition.Constant;

/** Values written as Java expressions. */
final class JavaLiterals {

  // A class file holds at most 65535 bytes in one constant, of which a char takes up to three.
  private static final int MAX_CHARS = 65_535 / 3;

  private JavaLiterals() {}

  /** A string, as one literal where the class file can hold it. */
  static String text(String text) {
    if (text.length() <= MAX_CHARS) {
      return literal(text);
    }
    List<String> parts = new ArrayList<>();
    for (int start = 0; start < text.length(); start += MAX_CHARS) {
      parts.add(literal(text.substring(start, Math.min(text.length(), start + MAX_CHARS))));
    }
    return "java.lang.String.join(\"\", " + String.join(", ", parts) + ")";
  }

  private static String literal(String text) {
    StringBuilder literal = new StringBuilder("\"");
    text.chars()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> literal.append("\\\"");
                case '\\' -> literal.append("\\\\");
                case '\n' -> literal.append("\\n");
                case '\r' -> literal.append("\\r");
                case '\t' -> literal.append("\\t");
                default -> {
                  if (c < ' ' || c > '~') {
                    literal.append(String.format("\\u%04x", c));
                  } else {
                    literal.append((char) c);
                  }
                }
              }
            });
    return literal.append('"').toString();
  }

  /** The value of a constant, of the constant's Java type. */
  static String value(Constant constant) {
    Object value = constant.value();
    return switch (constant.type()) {
      case BOOL -> value.toString();
      case STRING -> text((String) value);
      case INT8, UINT8, BYTE, CHAR -> "(byte) " + value;
      case INT16, UINT16 -> "(short) " + value;
      case INT32, UINT32 -> "(int) " + value + "L";
      case INT64, UINT64 -> value + "L";
      case FLOAT32 ->
          number("java.lang.Float", (Double) value, ((Double) value).floatValue() + "f");
      case FLOAT64 -> number("java.lang.Double", (Double) value, value.toString());
      case TIME, DURATION -> throw new IllegalArgumentException(constant.toString());
    };
  }

  private static String number(String boxed, double value, String finite) {
    if (Double.isNaN(value)) {
      return boxed + ".NaN";
    }
    if (finite.startsWith("Infinity")) {
      return boxed + ".POSITIVE_INFINITY";
    }
    if (finite.startsWith("-Infinity")) {
      return boxed + ".NEGATIVE_INFINITY";
    }
    return finite;
  }
}
