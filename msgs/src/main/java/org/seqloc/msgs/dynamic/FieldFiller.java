package org.seqloc.msgs.dynamic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.ros.message.Duration;
import org.ros.message.Time;
import org.seqloc.msgs.ArrayValues;
import org.seqloc.msgs.definition.Primitive;

/**
 * Fills messages from what a YAML parser makes of a text: maps by field name, lists by position,
 * scalars. It takes what {@code rostopic pub} and {@code rosservice call} take: a time is a map of
 * {@code secs} and {@code nsecs}, a count of nanoseconds or {@code now}; a header may be {@code
 * auto}, which stamps it with the time it is filled at. Every number must fit its field.
 */
public final class FieldFiller {

  private static final String NOW = "now";
  private static final String AUTO = "auto";
  private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000);

  private final Supplier<Time> clock;

  /**
   * @param clock what {@code now} and {@code auto} stand for
   */
  public FieldFiller(Supplier<Time> clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /**
   * Fills a message from the arguments of a command line: one map for some of its fields, or one
   * argument for each field in turn, or none to leave it empty.
   *
   * @throws IllegalArgumentException naming the field that does not fit
   */
  public void fill(DynamicMessage message, List<?> arguments) {
    if (arguments.isEmpty()) {
      return;
    }
    boolean named = arguments.size() == 1 && arguments.get(0) instanceof Map;
    fillMessage(message, named ? arguments.get(0) : arguments, "");
  }

  private void fillMessage(DynamicMessage message, Object value, String path) {
    String type = message.type().name();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, each) -> fillField(message, String.valueOf(name), each, path));
    } else if (value instanceof List<?> list) {
      List<String> fields = message.fields();
      if (list.size() != fields.size()) {
        throw new IllegalArgumentException(
            at(path, "")
                + "got "
                + list.size()
                + " values for the "
                + fields.size()
                + " fields of "
                + type
                + ": "
                + String.join(", ", fields));
      }
      for (int i = 0; i < list.size(); i++) {
        fillField(message, fields.get(i), list.get(i), path);
      }
    } else if (AUTO.equals(value) && type.equals("std_msgs/Header")) {
      message.set("stamp", clock.get());
    } else {
      throw refused(path, type, "a map of its fields", value);
    }
  }

  private void fillField(DynamicMessage message, String field, Object value, String path) {
    String type = message.fieldType(field);
    String fieldPath = path.isEmpty() ? field : path + "." + field;
    if (type.endsWith("]")) {
      Object filled = array(message, field, type, value, fieldPath);
      message.set(field, filled);
    } else if (message.get(field) instanceof DynamicMessage part) {
      fillMessage(part, value, fieldPath);
    } else {
      message.set(field, scalar(Primitive.find(type).orElseThrow(), value, fieldPath));
    }
  }

  private Object array(
      DynamicMessage message, String field, String type, Object value, String path) {
    int bracket = type.indexOf('[');
    String elementName = type.substring(0, bracket);
    Object current = message.get(field);
    Object filled = elements(message, field, elementName, value, current, path);
    String length = type.substring(bracket + 1, type.length() - 1);
    int count = ArrayValues.length(filled);
    if (!length.isEmpty() && Integer.parseInt(length) != count) {
      throw new IllegalArgumentException(
          at(path, type) + "must have " + length + " elements, got " + count);
    }
    return filled;
  }

  private Object elements(
      DynamicMessage message,
      String field,
      String elementName,
      Object value,
      Object current,
      String path) {
    if (current instanceof ByteBuf && value instanceof byte[] bytes) {
      return Unpooled.wrappedBuffer(bytes);
    }
    if (current instanceof ByteBuf && value instanceof String text) {
      return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }
    if (!(value instanceof List<?> list)) {
      throw refused(path, elementName + "[]", "a list", value);
    }
    Primitive primitive = Primitive.find(elementName).orElse(null);
    List<Object> elements = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      String elementPath = path + "[" + i + "]";
      if (primitive != null) {
        elements.add(scalar(primitive, list.get(i), elementPath));
      } else {
        DynamicMessage element = message.newElement(field);
        fillMessage(element, list.get(i), elementPath);
        elements.add(element);
      }
    }
    if (current instanceof ByteBuf) {
      byte[] bytes = new byte[elements.size()];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (Byte) elements.get(i);
      }
      return Unpooled.wrappedBuffer(bytes);
    }
    if (current instanceof List) {
      return elements;
    }
    Object array = Array.newInstance(current.getClass().getComponentType(), elements.size());
    for (int i = 0; i < elements.size(); i++) {
      Array.set(array, i, elements.get(i));
    }
    return array;
  }

  private Object scalar(Primitive type, Object value, String path) {
    return switch (type) {
      case STRING -> {
        if (value instanceof String || value == null) {
          yield value == null ? "" : value;
        }
        throw refused(path, "string", "a text (in quotes when it looks like a number)", value);
      }
      case BOOL -> {
        if (value instanceof Boolean) {
          yield value;
        }
        throw refused(path, "bool", "true or false", value);
      }
      case TIME, DURATION -> time(type, value, path);
      case FLOAT32 -> (float) real(type, value, path);
      case FLOAT64 -> real(type, value, path);
      case INT8, UINT8, BYTE, CHAR -> integer(type, value, path).byteValue();
      case INT16, UINT16 -> integer(type, value, path).shortValue();
      case INT32, UINT32 -> integer(type, value, path).intValue();
      case INT64, UINT64 -> integer(type, value, path).longValue();
    };
  }

  private static double real(Primitive type, Object value, String path) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof String text) {
      // YAML 1.1 takes 1e-3 for a text: it wants 1.0e-3.
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException e) {
        throw refused(path, type.rosName(), "a number", value);
      }
    }
    throw refused(path, type.rosName(), "a number", value);
  }

  private static BigInteger integer(Primitive type, Object value, String path) {
    int bits = 8 * type.wireBytes();
    BigInteger least =
        type.isUnsigned() ? BigInteger.ZERO : BigInteger.ONE.shiftLeft(bits - 1).negate();
    BigInteger most =
        BigInteger.ONE.shiftLeft(type.isUnsigned() ? bits : bits - 1).subtract(BigInteger.ONE);
    BigInteger number = whole(value);
    if (number == null || number.compareTo(least) < 0 || number.compareTo(most) > 0) {
      throw refused(path, type.rosName(), "a whole number from " + least + " to " + most, value);
    }
    return number;
  }

  private static BigInteger whole(Object value) {
    if (value instanceof BigInteger big) {
      return big;
    }
    boolean whole =
        value instanceof Integer
            || value instanceof Long
            || value instanceof Short
            || value instanceof Byte;
    return whole ? BigInteger.valueOf(((Number) value).longValue()) : null;
  }

  private Object time(Primitive type, Object value, String path) {
    if (NOW.equals(value) && type == Primitive.TIME) {
      return clock.get();
    }
    Object secs = 0;
    Object nsecs = 0;
    BigInteger nanos = whole(value);
    if (nanos != null) {
      BigInteger[] parts = nanos.divideAndRemainder(NANOS_PER_SECOND);
      secs = parts[0];
      nsecs = parts[1];
      if (parts[1].signum() < 0) {
        secs = parts[0].subtract(BigInteger.ONE);
        nsecs = parts[1].add(NANOS_PER_SECOND);
      }
    } else if (value instanceof Map<?, ?> map) {
      for (Object key : map.keySet()) {
        if (!"secs".equals(key) && !"nsecs".equals(key)) {
          throw refused(path, type.rosName(), "secs and nsecs", value);
        }
      }
      secs = Objects.requireNonNullElse(map.get("secs"), 0);
      nsecs = Objects.requireNonNullElse(map.get("nsecs"), 0);
    } else if (value instanceof List<?> list && list.size() == 2) {
      secs = list.get(0);
      nsecs = list.get(1);
    } else {
      String wanted = "{secs: N, nsecs: N} or a whole number of nanoseconds";
      throw refused(
          path, type.rosName(), type == Primitive.TIME ? wanted + " or now" : wanted, value);
    }
    boolean stamp = type == Primitive.TIME;
    int s = integer(stamp ? Primitive.UINT32 : Primitive.INT32, secs, path + ".secs").intValue();
    int n = integer(Primitive.INT32, nsecs, path + ".nsecs").intValue();
    return stamp ? new Time(s, n) : new Duration(s, n);
  }

  private static String at(String path, String type) {
    return path.isEmpty() ? "" : path + (type.isEmpty() ? ": " : " (" + type + "): ");
  }

  private static IllegalArgumentException refused(
      String path, String type, String wanted, Object value) {
    String shown = String.valueOf(value);
    return new IllegalArgumentException(
        at(path, type)
            + "must be "
            + wanted
            + ", got "
            + (shown.length() > 60 ? shown.substring(0, 60) + "..." : shown));
  }
}
