package org.seqloc.msgs.dynamic;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.List;
import org.seqloc.msgs.FieldVisitor;
import org.seqloc.msgs.Message;
import org.seqloc.msgs.MessagePrinter;
import org.seqloc.msgs.MessageType;

/**
 * A message of a type known by its definition only; {@link DynamicTypes} makes the types. Fields
 * are named as in the definition, their values are of the Java types of {@link FieldVisitor}.
 */
public final class DynamicMessage implements Message {

  private final Layout layout;
  private final Object[] values;

  /** A message with all fields zero, empty or false. */
  DynamicMessage(Layout layout) {
    this.layout = layout;
    this.values = layout.parts().stream().map(part -> part.codec().empty()).toArray();
  }

  DynamicMessage(Layout layout, ByteBuf in) {
    this.layout = layout;
    List<Layout.Part> parts = layout.parts();
    this.values = new Object[parts.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = parts.get(i).codec().read(in);
    }
  }

  static IllegalArgumentException refused(String where, Class<?> wanted, Object value) {
    return new IllegalArgumentException(
        where
            + ": must be a "
            + wanted.getSimpleName()
            + ", got "
            + (value == null ? "null" : value.getClass().getSimpleName()));
  }

  /** The names of the fields, in the order of the definition. */
  public List<String> fields() {
    return layout.parts().stream().map(Layout.Part::name).toList();
  }

  /**
   * A field's type as in the definition, package included: {@code float64[9]}, {@code
   * std_msgs/Header}.
   *
   * @throws IllegalArgumentException when there is no such field; the message names those there are
   */
  public String fieldType(String field) {
    return layout.parts().get(layout.index(field)).type();
  }

  /**
   * A field's value. Messages, lists and arrays are the message's own, so that changing them
   * changes it; bytes have indices of their own.
   *
   * @throws IllegalArgumentException when there is no such field; the message names those there are
   */
  public Object get(String field) {
    return shown(layout.index(field));
  }

  /** A new element for an array of messages. */
  DynamicMessage newElement(String field) {
    Layout.Part part = layout.parts().get(layout.index(field));
    if (part.codec() instanceof ListCodec list && list.element() instanceof MessageCodec element) {
      return element.type().create();
    }
    throw new IllegalArgumentException(type().name() + "." + field + " is no array of messages");
  }

  private Object shown(int index) {
    return values[index] instanceof ByteBuf bytes ? bytes.duplicate() : values[index];
  }

  /**
   * Sets a field.
   *
   * @throws IllegalArgumentException when there is no such field or the value is not of its type
   */
  public void set(String field, Object value) {
    int index = layout.index(field);
    values[index] = layout.parts().get(index).codec().accepted(value);
  }

  @Override
  public MessageType<DynamicMessage> type() {
    return layout.type();
  }

  @Override
  public int serializedLength() {
    long length = 0;
    for (int i = 0; i < values.length; i++) {
      length += layout.parts().get(i).codec().length(values[i]);
    }
    return Math.toIntExact(length);
  }

  @Override
  public void writeTo(ByteBuf out) {
    for (int i = 0; i < values.length; i++) {
      layout.parts().get(i).codec().write(out, values[i]);
    }
  }

  @Override
  public void forEachField(FieldVisitor visitor) {
    for (int i = 0; i < values.length; i++) {
      Layout.Part part = layout.parts().get(i);
      visitor.field(part.name(), part.type(), shown(i));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DynamicMessage that
        && type().name().equals(that.type().name())
        && type().md5().equals(that.type().md5())
        && Arrays.deepEquals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * type().name().hashCode() + Arrays.deepHashCode(values);
  }

  /** The fields as {@code rostopic echo} prints them, long arrays left out. */
  @Override
  public String toString() {
    return MessagePrinter.BRIEF.print(this);
  }
}
