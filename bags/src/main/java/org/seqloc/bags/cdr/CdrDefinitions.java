package org.seqloc.bags.cdr;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.seqloc.bags.cdr.CdrType.Arity;
import org.seqloc.msgs.definition.DefinitionException;
import org.seqloc.msgs.definition.DefinitionParser;

/** A message type of ROS 2 with all types it uses: every one is there, and none contains itself. */
public final class CdrDefinitions {

  /** The most levels of structs within structs. */
  public static final int MAX_DEPTH = 64;

  /** What {@link #minBytes} stops at: more than any payload has. */
  private static final long MANY = 1L << 40;

  private static final CdrStruct TIME = stamp(StructName.TIME);
  private static final CdrStruct DURATION = stamp(StructName.DURATION);

  private final CdrStruct root;
  private final Map<StructName, CdrStruct> byName = new LinkedHashMap<>();
  private final Map<StructName, Long> minBytes = new HashMap<>();
  private final Map<StructName, Integer> depths = new HashMap<>();

  CdrDefinitions(StructName root, List<CdrStruct> structs) {
    for (CdrStruct struct : structs) {
      // Some writers repeat a type for each of its uses.
      byName.putIfAbsent(struct.name(), struct);
    }
    // Some leave out what every ROS 2 has.
    byName.putIfAbsent(StructName.TIME, TIME);
    byName.putIfAbsent(StructName.DURATION, DURATION);
    this.root = get(root, root.rosName());
    check(this.root, new LinkedHashSet<>());
  }

  /**
   * Parses a definition as a recording carries it: the text of the type and, behind lines of {@code
   * =} and {@code MSG: package/Type} or {@code IDL: package/msg/Type}, of those it uses.
   *
   * @param type the type's name, {@code sensor_msgs/msg/Image}
   * @param schema the language of the text by the name that MCAP has for it, {@code ros2msg} or
   *     {@code ros2idl}
   * @throws DefinitionException when the text is not such a definition
   */
  public static CdrDefinitions parse(String type, String schema, String text) {
    if (text.length() > DefinitionParser.MAX_TEXT_LENGTH) {
      throw new DefinitionException(type + ": definition of " + text.length() + " characters");
    }
    StructName root = new StructName(type);
    return switch (schema) {
      case "ros2msg" -> new CdrDefinitions(root, MsgParser.parse(root, text));
      case "ros2idl" -> new CdrDefinitions(root, IdlParser.parse(root, text));
      default ->
          throw new DefinitionException(
              type + ": a definition in '" + schema + "', not in ros2msg or ros2idl");
    };
  }

  /**
   * The definition that Seqloc itself knows, for recordings that carry none (rosbag2 before ROS 2
   * Iron); see {@link KnownTypes}.
   */
  public static Optional<CdrDefinitions> known(String type) {
    return KnownTypes.find(type);
  }

  /** The message type. */
  public CdrStruct root() {
    return root;
  }

  /** A type that one of these definitions uses. */
  public CdrStruct get(StructName name) {
    return get(name, root.name().rosName());
  }

  private CdrStruct get(StructName name, String user) {
    CdrStruct found = byName.get(name);
    if (found == null) {
      throw new DefinitionException(user + ": there is no definition of " + name);
    }
    return found;
  }

  /** The fewest bytes that a value of this type takes, at least 1; padding not counted. */
  long minBytes(CdrElement element) {
    return element instanceof StructName name
        ? minBytes.get(name)
        : ((CdrPrimitive) element).bytes();
  }

  /** The fewest bytes that a field of this type takes. */
  long minBytes(CdrType type) {
    return switch (type.arity()) {
      case SINGLE -> minBytes(type.element());
      case ARRAY -> Math.min(MANY, type.length() * minBytes(type.element()));
      case SEQUENCE -> Integer.BYTES;
    };
  }

  /** The number of levels from this struct on, itself included. */
  private int check(CdrStruct struct, Set<StructName> within) {
    StructName name = struct.name();
    if (depths.containsKey(name)) {
      return depths.get(name);
    }
    if (!within.add(name)) {
      throw new DefinitionException(name + " contains itself");
    }
    if (within.size() > MAX_DEPTH) {
      throw tooDeep(name);
    }
    int depth = 1;
    long bytes = 0;
    for (CdrField field : struct.fields()) {
      if (field.type().element() instanceof StructName part) {
        depth = Math.max(depth, 1 + check(get(part, name + "." + field.name()), within));
        if (depth > MAX_DEPTH) {
          throw tooDeep(name);
        }
      }
      if (field.type().arity() == Arity.ARRAY && field.type().length() == 0) {
        throw new DefinitionException(name + "." + field.name() + ": an array of no elements");
      }
      bytes = Math.min(MANY, bytes + minBytes(field.type()));
    }
    within.remove(name);
    minBytes.put(name, Math.max(1, bytes));
    depths.put(name, depth);
    return depth;
  }

  private static DefinitionException tooDeep(StructName name) {
    return new DefinitionException(name + " is nested deeper than " + MAX_DEPTH + " levels");
  }

  private static CdrStruct stamp(StructName name) {
    return new CdrStruct(
        name,
        List.of(
            new CdrField(CdrType.single(CdrPrimitive.INT32), "sec"),
            new CdrField(CdrType.single(CdrPrimitive.UINT32), "nanosec")),
        List.of());
  }
}
