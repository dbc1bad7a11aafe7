package org.seqloc.bags.cdr;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.seqloc.bags.cdr.CdrType.Arity;
import org.seqloc.msgs.MessageType;
import org.seqloc.msgs.MessageTypes;
import org.seqloc.msgs.definition.Definitions;
import org.seqloc.msgs.definition.Field;
import org.seqloc.msgs.definition.MessageDefinition;
import org.seqloc.msgs.definition.Primitive;
import org.seqloc.msgs.definition.TypeName;

/**
 * ROS 2's definitions of types that ROS 1 has as well, derived from those of ROS 1, for recordings
 * made before ROS 2 Iron, which carry none. From one to the other,
 *
 * <ul>
 *   <li>std_msgs/Header loses its {@code seq};
 *   <li>{@code time} and {@code duration} become builtin_interfaces/Time and Duration ({@code int32
 *       sec}, {@code uint32 nanosec});
 *   <li>field names are in lower case, which concerns sensor_msgs/CameraInfo ({@code D, K, R, P}
 *       become {@code d, k, r, p}).
 * </ul>
 *
 * <p>Other types are the same up to ROS 2 Humble, those left out here excepted: the ones that ROS 2
 * does not have, or has with other fields. (From Iron on sensor_msgs/Range has a {@code variance};
 * recordings carry their definitions by then.)
 */
final class KnownTypes {

  private static final Set<String> OTHERS =
      Set.of(
          // Gained textures in Humble: the recording does not say which of the two it has.
          "visualization_msgs/Marker",
          "visualization_msgs/MarkerArray",
          // Not in ROS 2, or under other names and with other fields.
          "roscpp/Logger",
          "rosgraph_msgs/Log",
          "rosgraph_msgs/TopicStatistics",
          "std_msgs/Duration",
          "std_msgs/Time");

  /** These are in other places in ROS 2, and not recorded. */
  private static final Pattern HALF_OF_SERVICE = Pattern.compile(".*(Request|Response)");

  private KnownTypes() {}

  static Optional<CdrDefinitions> find(String type) {
    StructName name = new StructName(type);
    if (name.equals(StructName.TIME) || name.equals(StructName.DURATION)) {
      return Optional.of(new CdrDefinitions(name, List.of()));
    }
    if (OTHERS.contains(name.rosName()) || HALF_OF_SERVICE.matcher(name.rosName()).matches()) {
      return Optional.empty();
    }
    return MessageTypes.find(name.rosName()).map(KnownTypes::ofRos1);
  }

  private static CdrDefinitions ofRos1(MessageType<?> type) {
    TypeName name = TypeName.parse(type.name());
    List<CdrStruct> structs = new ArrayList<>();
    for (MessageDefinition each : Definitions.fromFullText(name, type.definition()).all()) {
      structs.add(struct(each));
    }
    return new CdrDefinitions(new StructName(type.name()), structs);
  }

  private static CdrStruct struct(MessageDefinition definition) {
    List<CdrField> fields = new ArrayList<>();
    for (Field field : definition.fields()) {
      if (!isSequenceNumber(definition.name(), field)) {
        fields.add(new CdrField(type(field), field.name().toLowerCase(Locale.ROOT)));
      }
    }
    return new CdrStruct(new StructName(definition.name().rosName()), fields, List.of());
  }

  /** Whether this is the number that ROS 1 has in its headers and ROS 2 has not. */
  static boolean isSequenceNumber(TypeName type, Field field) {
    return type.equals(TypeName.HEADER) && field.name().equals("seq");
  }

  private static CdrType type(Field field) {
    CdrElement element =
        field.type().element() instanceof Primitive primitive
            ? element(primitive)
            : new StructName(field.type().element().rosName());
    return switch (field.type().arity()) {
      case SINGLE -> CdrType.single(element);
      case FIXED_ARRAY ->
          new CdrType(element, Arity.ARRAY, field.type().fixedLength(), CdrType.UNBOUNDED);
      case VARIABLE_ARRAY ->
          new CdrType(element, Arity.SEQUENCE, CdrType.UNBOUNDED, CdrType.UNBOUNDED);
    };
  }

  private static CdrElement element(Primitive primitive) {
    return switch (primitive) {
      case TIME -> StructName.TIME;
      case DURATION -> StructName.DURATION;
      default -> CdrPrimitive.find(primitive.rosName()).orElseThrow();
    };
  }
}
