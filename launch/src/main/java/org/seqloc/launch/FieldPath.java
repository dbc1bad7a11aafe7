package org.seqloc.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.seqloc.core.SeqlocException;
import org.seqloc.msgs.ArrayValues;
import org.seqloc.msgs.Message;

/**
 * A part of a message, as {@code rostopic echo} names it behind the topic: {@code
 * /pose/pose/position/x}, {@code /ranges[0]}.
 */
final class FieldPath {

  private static final Pattern STEP = Pattern.compile("(\\w+)(?:\\[(-?\\d{1,9})])?");

  /** A field, or one element of it. */
  private record Step(String field, Integer index) {}

  /**
   * A part of a message.
   *
   * @param type as in the definition, package included
   */
  record Value(String type, Object value) {}

  private final String text;
  private final List<Step> steps;

  private FieldPath(String text, List<Step> steps) {
    this.text = text;
    this.steps = List.copyOf(steps);
  }

  /**
   * @param text fields separated by slashes; empty for the whole message
   * @throws SeqlocException when it is no path
   */
  static FieldPath parse(String text) {
    List<Step> steps = new ArrayList<>();
    for (String part : text.split("/")) {
      if (part.isEmpty()) {
        continue;
      }
      Matcher step = STEP.matcher(part);
      if (!step.matches()) {
        throw new SeqlocException(
            "'" + part + "' is no field; write fields as in /topic/pose/position/x or /ranges[0]");
      }
      String index = step.group(2);
      steps.add(new Step(step.group(1), index == null ? null : Integer.valueOf(index)));
    }
    return new FieldPath(text, steps);
  }

  /**
   * @throws SeqlocException when the message has no such part
   */
  Value of(Message message) {
    Value value = new Value(message.type().name(), message);
    for (Step step : steps) {
      value = step(value, step);
    }
    return value;
  }

  private Value step(Value from, Step step) {
    if (!(from.value() instanceof Message message)) {
      throw new SeqlocException(text + ": " + from.type() + " has no fields");
    }
    List<String> names = new ArrayList<>();
    List<Value> found = new ArrayList<>();
    message.forEachField(
        (name, type, value) -> {
          names.add(name);
          if (name.equals(step.field())) {
            found.add(new Value(type, value));
          }
        });
    if (found.isEmpty()) {
      throw new SeqlocException(
          text
              + ": "
              + message.type().name()
              + " has no field '"
              + step.field()
              + "'; its fields are "
              + String.join(", ", names));
    }
    return step.index() == null ? found.get(0) : element(found.get(0), step);
  }

  private Value element(Value array, Step step) {
    if (!array.type().endsWith("]")) {
      throw new SeqlocException(
          text + ": " + step.field() + " is a " + array.type() + ", no array");
    }
    int length = ArrayValues.length(array.value());
    int index = step.index() < 0 ? length + step.index() : step.index();
    if (index < 0 || index >= length) {
      throw new SeqlocException(
          text + ": " + step.field() + " has " + length + " elements, none at " + step.index());
    }
    return new Value(
        array.type().substring(0, array.type().indexOf('[')),
        ArrayValues.element(array.value(), index));
  }
}
