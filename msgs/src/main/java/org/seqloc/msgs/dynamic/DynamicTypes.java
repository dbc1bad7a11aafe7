package org.seqloc.msgs.dynamic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.seqloc.msgs.MessageType;
import org.seqloc.msgs.ServiceType;
import org.seqloc.msgs.definition.DefinitionException;
import org.seqloc.msgs.definition.Definitions;
import org.seqloc.msgs.definition.Field;
import org.seqloc.msgs.definition.MessageDefinition;
import org.seqloc.msgs.definition.Primitive;
import org.seqloc.msgs.definition.ServiceDefinition;
import org.seqloc.msgs.definition.TypeName;

/** Makes message types of definitions, without generating classes. Not safe for several threads. */
public final class DynamicTypes {

  private final Definitions definitions;
  private final Map<TypeName, Layout> layouts = new HashMap<>();

  /**
   * @param definitions hold the types that are asked for
   */
  public DynamicTypes(Definitions definitions) {
    this.definitions = definitions;
  }

  /**
   * A type from its full text, as a bag or a connection header carries it.
   *
   * @param name ROS name of the type, {@code std_msgs/String}
   * @throws DefinitionException when the text is not a full definition
   */
  public static MessageType<DynamicMessage> message(String name, String fullText) {
    TypeName root = TypeName.parse(name);
    Definitions definitions = Definitions.fromFullText(root, fullText);
    return new DynamicTypes(definitions).message(definitions.get(root));
  }

  /** The dynamic twin of a type. */
  public static MessageType<DynamicMessage> of(MessageType<?> type) {
    return message(type.name(), type.definition());
  }

  /** The dynamic twin of a service's type. */
  public static ServiceType<DynamicMessage, DynamicMessage> of(ServiceType<?, ?> type) {
    return new ServiceType<>(
        type.name(),
        type.md5(),
        type.definition(),
        of(type.requestType()),
        of(type.responseType()));
  }

  /** The type of a definition. */
  public MessageType<DynamicMessage> message(MessageDefinition definition) {
    return layout(definition).type();
  }

  /** The type of a service's definition. */
  public ServiceType<DynamicMessage, DynamicMessage> service(ServiceDefinition definition) {
    return new ServiceType<>(
        definition.name().rosName(),
        definitions.md5(definition),
        definitions.fullText(definition),
        message(definition.request()),
        message(definition.response()));
  }

  private Layout layout(MessageDefinition definition) {
    Layout known = layouts.get(definition.name());
    if (known != null) {
      return known;
    }
    List<Layout.Part> parts = new ArrayList<>();
    for (Field field : definition.fields()) {
      String where = definition.name() + "." + field.name();
      parts.add(new Layout.Part(field.name(), field.type().rosName(), codec(field, where)));
    }
    Layout layout =
        new Layout(
            definition.name().rosName(),
            definitions.md5(definition),
            definitions.fullText(definition),
            parts);
    layouts.put(definition.name(), layout);
    return layout;
  }

  private Codec codec(Field field, String where) {
    Codec element =
        field.type().element() instanceof TypeName name
            ? new MessageCodec(message(definitions.get(name)), where)
            : new PrimitiveCodec((Primitive) field.type().element(), where);
    if (!field.type().isArray()) {
      return element;
    }
    ArraySize size = ArraySize.of(field.type(), where);
    if (element instanceof PrimitiveCodec primitive) {
      if (primitive.type().isByteSized()) {
        return new BytesCodec(size);
      }
      if (primitive.type().isNumber()) {
        return new ArrayCodec(primitive.type(), size);
      }
    }
    return new ListCodec(element, size, definitions.minWireBytes(field.type().element()));
  }
}
