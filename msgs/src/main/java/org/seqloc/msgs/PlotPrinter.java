package org.seqloc.msgs;

import java.util.ArrayList;
import java.util.List;
import org.ros.message.Duration;
import org.ros.message.Time;

/**
 * Prints messages as {@code rostopic echo -p} does, for spreadsheets and plots: one line each, a
 * column for every number, string and time (in nanoseconds), the elements of arrays one by one.
 */
public final class PlotPrinter {

  private static final String ROOT = "field";

  /** Takes the columns one by one. */
  private interface Columns {
    void column(String name, String value);
  }

  /** The names of the columns. ArrayValues have as many as this value has elements. */
  public String titles(String type, Object value) {
    List<String> names = new ArrayList<>();
    visit(ROOT, type, value, (name, text) -> names.add(name));
    return "%time," + String.join(",", names);
  }

  /**
   * The columns of one value.
   *
   * @param timeNanos what the first column shows
   * @param type as {@link FieldVisitor} gives it
   */
  public String row(long timeNanos, String type, Object value) {
    List<String> values = new ArrayList<>();
    visit(ROOT, type, value, (name, text) -> values.add(text));
    return timeNanos + "," + String.join(",", values);
  }

  private static void visit(String name, String type, Object value, Columns columns) {
    if (type.endsWith("]")) {
      String elementType = type.substring(0, type.indexOf('['));
      int length = ArrayValues.length(value);
      for (int i = 0; i < length; i++) {
        visit(name + i, elementType, ArrayValues.element(value, i), columns);
      }
    } else if (value instanceof Message message) {
      message.forEachField(
          (field, fieldType, each) -> visit(name + "." + field, fieldType, each, columns));
    } else {
      columns.column(name, text(type, value));
    }
  }

  private static String text(String type, Object value) {
    if (value instanceof Boolean flag) {
      return flag ? "1" : "0";
    }
    if (value instanceof Time time) {
      return Long.toString(time.totalNsecs());
    }
    if (value instanceof Duration duration) {
      return Long.toString(duration.totalNsecs());
    }
    return value instanceof String text ? text : MessagePrinter.number(type, value);
  }
}
