package org.seqloc.msgs.dynamic;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.seqloc.msgs.MessageType;

/** The fields of a dynamic type, in the order of its definition. */
final class Layout {

  /**
   * @param type as {@link org.seqloc.msgs.FieldVisitor} gives it
   */
  record Part(String name, String type, Codec codec) {}

  private final MessageType<DynamicMessage> type;
  private final List<Part> parts;
  private final Map<String, Integer> indexes;

  Layout(String name, String md5, String definition, List<Part> parts) {
    this.parts = List.copyOf(parts);
    this.indexes =
        IntStream.range(0, parts.size())
            .boxed()
            .collect(Collectors.toUnmodifiableMap(i -> parts.get(i).name(), i -> i));
    this.type =
        new MessageType<>(
            name,
            md5,
            definition,
            () -> new DynamicMessage(this),
            in -> new DynamicMessage(this, in));
  }

  MessageType<DynamicMessage> type() {
    return type;
  }

  List<Part> parts() {
    return parts;
  }

  /**
   * @throws IllegalArgumentException when there is no such field
   */
  int index(String field) {
    Integer index = indexes.get(field);
    if (index == null) {
      throw new IllegalArgumentException(
          type.name()
              + " has no field '"
              + field
              + "'; its fields are "
              + parts.stream().map(Part::name).collect(Collectors.joining(", ")));
    }
    return index;
  }
}
