package org.seqloc.msgs;

import java.util.List;
import java.util.StringJoiner;
import org.ros.message.Duration;
import org.ros.message.Time;

/**
 * Prints messages as {@code rostopic echo} does: YAML, one field a line, messages within messages
 * indented by two blanks. Numbers are printed as Python prints them.
 */
public final class MessagePrinter {

  /** Prints everything. */
  public static final MessagePrinter FULL =
      new MessagePrinter(Integer.MAX_VALUE, Integer.MAX_VALUE);

  /** Leaves out arrays of more than 64 elements, naming their type and length instead. */
  public static final MessagePrinter BRIEF = new MessagePrinter(64, Integer.MAX_VALUE);

  private static final int NONE = -1;

  private final int maxArrayLength;
  private final int maxTextLength;

  private MessagePrinter(int maxArrayLength, int maxTextLength) {
    this.maxArrayLength = maxArrayLength;
    this.maxTextLength = maxTextLength;
  }

  /** Leaves out all arrays, as {@code rostopic echo --noarr} does. */
  public MessagePrinter withoutArrays() {
    return new MessagePrinter(NONE, maxTextLength);
  }

  /** Leaves out all strings, as {@code rostopic echo --nostr} does. */
  public MessagePrinter withoutStrings() {
    return new MessagePrinter(maxArrayLength, NONE);
  }

  /** The message's text, without a newline at its end. */
  public String print(Message message) {
    StringBuilder out = new StringBuilder();
    printFields(message, "", out);
    return out.toString();
  }

  /**
   * The text of one field's value, as {@code rostopic echo /topic/field} prints it.
   *
   * @param type the field's type as {@link FieldVisitor} gives it
   */
  public String printValue(String type, Object value) {
    StringBuilder out = new StringBuilder();
    printValue(type, value, "", out);
    return out.toString();
  }

  private void printFields(Message message, String indent, StringBuilder out) {
    int start = out.length();
    message.forEachField(
        (name, type, value) -> {
          if (out.length() > start || !indent.isEmpty()) {
            out.append('\n');
          }
          out.append(indent).append(name).append(": ");
          printValue(type, value, indent + "  ", out);
        });
    if (out.length() == start && !indent.isEmpty()) {
      out.append('\n');
    }
  }

  private void printValue(String type, Object value, String indent, StringBuilder out) {
    if (type.endsWith("]")) {
      printArray(type.substring(0, type.indexOf('[')), value, indent, out);
    } else if (value instanceof Message message) {
      printFields(message, indent, out);
    } else if (value instanceof Time time) {
      printTime(Integer.toUnsignedString(time.secs), time.nsecs, indent, out);
    } else if (value instanceof Duration duration) {
      printTime(Integer.toString(duration.secs), duration.nsecs, indent, out);
    } else if (value instanceof String text) {
      out.append(
          YamlText.quoted(
              text.length() > maxTextLength
                  ? "<string length: " + text.codePointCount(0, text.length()) + ">"
                  : text));
    } else {
      out.append(number(type, value));
    }
  }

  private static void printTime(String secs, int nsecs, String indent, StringBuilder out) {
    out.append('\n').append(indent).append("secs: ").append(secs);
    out.append('\n').append(indent).append("nsecs: ");
    out.append(" ".repeat(Math.max(0, 9 - Integer.toString(nsecs).length()))).append(nsecs);
  }

  private void printArray(String elementType, Object value, String indent, StringBuilder out) {
    int length = ArrayValues.length(value);
    boolean texts = elementType.equals("string");
    if (length > maxArrayLength || (texts && length > maxTextLength)) {
      out.append(YamlText.quoted("<array type: " + elementType + ", length: " + length + ">"));
    } else if (length == 0) {
      out.append("[]");
    } else if (!(value instanceof List<?> list)) {
      printNumbers(elementType, value, length, out);
    } else if (texts) {
      for (Object element : list) {
        out.append('\n').append(YamlText.listItem((String) element, indent));
      }
    } else {
      for (Object element : list) {
        out.append('\n').append(indent).append("- ");
        printValue(elementType, element, indent + "  ", out);
      }
    }
  }

  private static void printNumbers(
      String elementType, Object array, int length, StringBuilder out) {
    StringJoiner numbers = new StringJoiner(", ", "[", "]");
    for (int i = 0; i < length; i++) {
      numbers.add(number(elementType, ArrayValues.element(array, i)));
    }
    out.append(numbers);
  }

  /** A number or boolean as Python prints it. */
  static String number(String type, Object value) {
    return switch (type) {
      case "bool" -> (Boolean) value ? "True" : "False";
      case "uint8", "char" -> Integer.toString(Byte.toUnsignedInt((Byte) value));
      case "uint16" -> Integer.toString(Short.toUnsignedInt((Short) value));
      case "uint32" -> Integer.toUnsignedString((Integer) value);
      case "uint64" -> Long.toUnsignedString((Long) value);
      case "float32", "float64" -> PythonFloat.repr(((Number) value).doubleValue());
      default -> value.toString();
    };
  }
}
