package org.seqloc.msgs.definition;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.seqloc.msgs.definition.FieldType.Arity;

/**
 * A closed set of message definitions: every type that one of them uses is in it, no type contains
 * itself, and none is larger than {@link #MAX_EMPTY_BYTES} while all its variable parts are empty.
 */
public final class Definitions {

  /** The most levels of messages within messages. */
  public static final int MAX_DEPTH = 64;

  /** The most memory, roughly, that a message with all variable parts empty may take. */
  public static final long MAX_EMPTY_BYTES = 16 << 20;

  private static final String SEPARATOR = "=".repeat(80);
  private static final String SECTION = "MSG: ";
  private static final TypeName OLD_HEADER = new TypeName("roslib", "Header");

  private final Map<TypeName, MessageDefinition> byName = new LinkedHashMap<>();
  private final Map<TypeName, String> md5s = new HashMap<>();
  private final Map<TypeName, Long> emptyBytes = new HashMap<>();
  private final Map<TypeName, Long> minWireBytes = new HashMap<>();
  private final Map<TypeName, Integer> depths = new HashMap<>();

  /**
   * @throws DefinitionException naming the type when one is missing, doubled, contains itself or is
   *     too large
   */
  public Definitions(Collection<MessageDefinition> definitions) {
    for (MessageDefinition definition : definitions) {
      if (byName.putIfAbsent(definition.name(), definition) != null) {
        throw new DefinitionException(definition.name() + " is defined twice");
      }
    }
    for (MessageDefinition definition : definitions) {
      check(definition, new LinkedHashSet<>());
    }
  }

  /**
   * Parses the full text of a type, as a bag or a connection header carries it.
   *
   * @param root the type that the text begins with
   * @throws DefinitionException when the text is not a full definition
   */
  public static Definitions fromFullText(TypeName root, String fullText) {
    if (fullText.length() > DefinitionParser.MAX_TEXT_LENGTH) {
      throw new DefinitionException(
          root + ": full definition of " + fullText.length() + " characters");
    }
    List<MessageDefinition> definitions = new ArrayList<>();
    Set<TypeName> seen = new LinkedHashSet<>();
    TypeName name = root;
    StringBuilder text = new StringBuilder();
    boolean atSection = false;
    for (String line : (Iterable<String>) fullText.lines()::iterator) {
      if (line.strip().equals(SEPARATOR)) {
        // The writer puts one newline between a text and the line of '='.
        text.setLength(Math.max(0, text.length() - 1));
        addSection(definitions, seen, name, text);
        atSection = true;
      } else if (atSection) {
        if (!line.startsWith(SECTION)) {
          throw new DefinitionException(
              root + ": '" + SECTION + "package/Type' expected behind a line of '='");
        }
        name = TypeName.resolve(line.substring(SECTION.length()).strip(), root.packageName());
        text.setLength(0);
        atSection = false;
      } else {
        text.append(line).append('\n');
      }
    }
    if (atSection) {
      throw new DefinitionException(root + ": nothing follows the last line of '='");
    }
    if (!fullText.endsWith("\n")) {
      text.setLength(Math.max(0, text.length() - 1));
    }
    addSection(definitions, seen, name, text);
    return new Definitions(definitions);
  }

  /**
   * Some definitions together with those that they use.
   *
   * @param more finds a type that is used but not given
   * @throws DefinitionException as the constructor, naming the field of a type that is not found
   */
  public static Definitions closed(
      Collection<MessageDefinition> own, Function<TypeName, Optional<MessageDefinition>> more) {
    Set<TypeName> known = new LinkedHashSet<>();
    own.forEach(definition -> known.add(definition.name()));
    List<MessageDefinition> all = new ArrayList<>(own);
    for (int next = 0; next < all.size(); next++) {
      for (Field field : all.get(next).fields()) {
        if (field.type().element() instanceof TypeName name && known.add(name)) {
          more.apply(name).ifPresent(all::add);
        }
      }
    }
    return new Definitions(all);
  }

  private static void addSection(
      List<MessageDefinition> into, Set<TypeName> seen, TypeName name, StringBuilder text) {
    // Some writers repeat a type for each of its uses.
    if (seen.add(name)) {
      into.add(DefinitionParser.parseMessage(name.rosName(), name, text.toString()));
    }
  }

  /** All definitions, in the order they were given. */
  public Collection<MessageDefinition> all() {
    return List.copyOf(byName.values());
  }

  public Optional<MessageDefinition> find(TypeName name) {
    MessageDefinition found = byName.get(name);
    if (found == null && name.equals(TypeName.HEADER)) {
      // Recordings from before 2010 have it there.
      found = byName.get(OLD_HEADER);
    }
    return Optional.ofNullable(found);
  }

  /**
   * @throws DefinitionException when there is none
   */
  public MessageDefinition get(TypeName name) {
    return find(name)
        .orElseThrow(() -> new DefinitionException("there is no definition of " + name));
  }

  /** The sum of 32 hexadecimal digits that {@code rosmsg md5} prints. */
  public String md5(MessageDefinition definition) {
    String known = md5s.get(definition.name());
    return known != null ? known : hex(md5Text(definition));
  }

  /** The sum of 32 hexadecimal digits that {@code rossrv md5} prints. */
  public String md5(ServiceDefinition service) {
    return hex(md5Text(service.request()) + md5Text(service.response()));
  }

  private String md5Text(MessageDefinition definition) {
    StringBuilder text = new StringBuilder();
    for (Constant constant : definition.constants()) {
      text.append(constant.type().rosName()).append(' ').append(constant.name());
      text.append('=').append(constant.text()).append('\n');
    }
    for (Field field : definition.fields()) {
      String type =
          field.type().element() instanceof TypeName name ? md5(get(name)) : field.type().rosName();
      text.append(type).append(' ').append(field.name()).append('\n');
    }
    return text.toString().strip();
  }

  private static String hex(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  /**
   * The text of the definition and of all types it uses, each once, in the order they are met depth
   * first, byte for byte as {@code gendeps --cat} prints it.
   */
  public String fullText(MessageDefinition definition) {
    Set<TypeName> used = new LinkedHashSet<>();
    addUsed(definition, used);
    return fullText(definition.text(), used);
  }

  /** The text of the service and of all types it uses. */
  public String fullText(ServiceDefinition service) {
    Set<TypeName> used = new LinkedHashSet<>();
    addUsed(service.request(), used);
    addUsed(service.response(), used);
    return fullText(service.text(), used);
  }

  private String fullText(String own, Set<TypeName> used) {
    StringBuilder text = new StringBuilder(own);
    for (TypeName name : used) {
      text.append('\n').append(SEPARATOR).append('\n');
      text.append(SECTION).append(name).append('\n').append(get(name).text());
    }
    return text.toString();
  }

  private void addUsed(MessageDefinition definition, Set<TypeName> used) {
    for (Field field : definition.fields()) {
      if (field.type().element() instanceof TypeName name && used.add(name)) {
        addUsed(get(name), used);
      }
    }
  }

  /** The fewest bytes that a message of this type takes in ROS 1 serialization. */
  public long minWireBytes(MessageDefinition definition) {
    Long known = minWireBytes.get(definition.name());
    if (known != null) {
      return known;
    }
    long sum = 0;
    for (Field field : definition.fields()) {
      sum += minWireBytes(field.type());
    }
    return sum;
  }

  /** The fewest bytes that a field of this type takes in ROS 1 serialization. */
  public long minWireBytes(FieldType type) {
    return switch (type.arity()) {
      case SINGLE -> minWireBytes(type.element());
      case FIXED_ARRAY -> type.fixedLength() * minWireBytes(type.element());
      case VARIABLE_ARRAY -> Integer.BYTES;
    };
  }

  /** The fewest bytes that one value of this type takes in ROS 1 serialization. */
  public long minWireBytes(ElementType element) {
    return element instanceof TypeName name
        ? minWireBytes(get(name))
        : ((Primitive) element).wireBytes();
  }

  /**
   * Checks a definition and all it uses, and remembers what the types above it need to know.
   *
   * @param within the types that this one was reached through
   * @return the levels of messages of the definition, itself included
   */
  private int check(MessageDefinition definition, Set<TypeName> within) {
    TypeName name = definition.name();
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
    long bytes = 16;
    for (Field field : definition.fields()) {
      String fieldName = name + "." + field.name();
      if (field.type().element() instanceof TypeName part) {
        MessageDefinition used =
            find(part)
                .orElseThrow(
                    () ->
                        new DefinitionException(fieldName + ": there is no definition of " + part));
        depth = Math.max(depth, 1 + check(used, within));
        if (depth > MAX_DEPTH) {
          throw tooDeep(name);
        }
      }
      bytes += emptyBytes(field.type());
      if (bytes > MAX_EMPTY_BYTES) {
        throw new DefinitionException(
            fieldName + ": an empty message would take more than " + MAX_EMPTY_BYTES + " bytes");
      }
    }
    within.remove(name);
    minWireBytes.put(name, minWireBytes(definition));
    md5s.put(name, md5(definition));
    emptyBytes.put(name, bytes);
    depths.put(name, depth);
    return depth;
  }

  private static DefinitionException tooDeep(TypeName name) {
    return new DefinitionException(name + " is nested deeper than " + MAX_DEPTH + " levels");
  }

  // Cannot overflow: a fixed length has at most 9 digits and a type passed the limit before.
  private long emptyBytes(FieldType type) {
    if (type.arity() == Arity.VARIABLE_ARRAY) {
      return 16;
    }
    long each =
        type.element() instanceof TypeName name
            ? emptyBytes.get(get(name).name())
            : ((Primitive) type.element()).wireBytes();
    return type.arity() == Arity.FIXED_ARRAY ? 16 + type.fixedLength() * each : each;
  }
}
