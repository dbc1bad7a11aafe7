package org.seqloc.bags.cdr;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.seqloc.bags.cdr.CdrStruct.Constant;
import org.seqloc.bags.cdr.CdrType.Arity;
import org.seqloc.msgs.definition.DefinitionException;

/**
 * Parses the part of OMG IDL 4.2 that ROS 2 uses: modules, structs, constants, enumerations, type
 * definitions, sequences, bounded strings, arrays and annotations. Of the annotations only
 * {@code @optional} changes the serialization; it is refused, as ROS 2 does.
 */
final class IdlParser {

  private static final String IDL = "IDL: ";

  /** The most levels of modules, and of type definitions that refer to others. */
  private static final int MAX_LEVELS = 16;

  private static final Map<String, CdrPrimitive> PRIMITIVES =
      Map.ofEntries(
          Map.entry("boolean", CdrPrimitive.BOOL),
          Map.entry("octet", CdrPrimitive.BYTE),
          Map.entry("char", CdrPrimitive.CHAR),
          Map.entry("int8", CdrPrimitive.INT8),
          Map.entry("uint8", CdrPrimitive.UINT8),
          Map.entry("int16", CdrPrimitive.INT16),
          Map.entry("short", CdrPrimitive.INT16),
          Map.entry("uint16", CdrPrimitive.UINT16),
          Map.entry("unsigned short", CdrPrimitive.UINT16),
          Map.entry("int32", CdrPrimitive.INT32),
          Map.entry("long", CdrPrimitive.INT32),
          Map.entry("uint32", CdrPrimitive.UINT32),
          Map.entry("unsigned long", CdrPrimitive.UINT32),
          Map.entry("int64", CdrPrimitive.INT64),
          Map.entry("long long", CdrPrimitive.INT64),
          Map.entry("uint64", CdrPrimitive.UINT64),
          Map.entry("unsigned long long", CdrPrimitive.UINT64),
          Map.entry("float", CdrPrimitive.FLOAT32),
          Map.entry("double", CdrPrimitive.FLOAT64),
          Map.entry("string", CdrPrimitive.STRING),
          Map.entry("wstring", CdrPrimitive.WSTRING));

  /**
   * A type as written: names are looked up when all is read.
   *
   * @param name of a primitive or, by way of the scope, of a struct, enumeration or type definition
   * @param stringBound a bound as written, or empty
   * @param dimensions those of an array, as written
   * @param sequenceBound of a sequence: its bound as written, or empty for none
   */
  private record Written(
      String scope,
      String name,
      String stringBound,
      List<String> dimensions,
      Optional<String> sequenceBound) {

    Written withDimensions(List<String> dimensions) {
      return new Written(scope, name, stringBound, dimensions, sequenceBound);
    }
  }

  private record Member(Written type, String name) {}

  private record Struct(String name, List<Member> members) {}

  private final Map<String, Struct> structs = new HashMap<>();
  private final Map<String, Written> typedefs = new HashMap<>();
  private final Map<String, String> constants = new HashMap<>();
  private final Map<String, List<Constant>> constantsOf = new HashMap<>();
  private final Map<String, String> enumerations = new HashMap<>();
  private final Deque<String> modules = new ArrayDeque<>();
  private IdlLexer in;

  private IdlParser() {}

  /** Parses a text with its sections. */
  static List<CdrStruct> parse(StructName root, String text) {
    IdlParser parser = new IdlParser();
    MsgParser.sections(
        root,
        text,
        IDL,
        (name, lines) -> {
          parser.in = new IdlLexer(name, String.join("\n", lines));
          while (!parser.in.peek().isEmpty()) {
            parser.definition();
          }
        });
    List<CdrStruct> result = new ArrayList<>();
    parser.structs.values().forEach(struct -> result.add(parser.resolve(struct)));
    return result;
  }

  private void definition() {
    annotations();
    String keyword = in.identifier();
    switch (keyword) {
      case "module" -> module();
      case "struct" -> struct();
      case "enum" -> enumeration();
      case "const" -> constant();
      case "typedef" -> {
        Written type = type();
        do {
          Member declared = declarator(type);
          typedefs.put(scoped(declared.name()), declared.type());
        } while (in.accept(","));
      }
      default -> throw in.error("'" + keyword + "' is not supported");
    }
    in.expect(";");
  }

  private void module() {
    modules.addLast(in.identifier());
    if (modules.size() > MAX_LEVELS) {
      throw in.error("more than " + MAX_LEVELS + " modules within each other");
    }
    in.expect("{");
    while (!in.accept("}")) {
      definition();
    }
    modules.removeLast();
  }

  private void struct() {
    String name = scoped(in.identifier());
    List<Member> members = new ArrayList<>();
    in.expect("{");
    while (!in.accept("}")) {
      annotations();
      Written type = type();
      do {
        members.add(declarator(type));
      } while (in.accept(","));
      in.expect(";");
    }
    structs.putIfAbsent(name, new Struct(name, members));
  }

  private void enumeration() {
    String name = scoped(in.identifier());
    in.expect("{");
    do {
      annotations();
      in.identifier();
    } while (in.accept(","));
    in.expect("}");
    enumerations.put(name, name);
  }

  private void constant() {
    Written type = type();
    String name = in.identifier();
    in.expect("=");
    StringBuilder value = new StringBuilder();
    while (!in.peek().equals(";") && !in.peek().isEmpty()) {
      value.append(in.take());
    }
    constants.put(scoped(name), value.toString());
    // The constants of a struct S stand in a module S_Constants beside it.
    String module = scope();
    if (module.endsWith("_Constants")) {
      constantsOf
          .computeIfAbsent(
              module.substring(0, module.length() - "_Constants".length()), s -> new ArrayList<>())
          .add(new Constant(type.name(), name, value.toString()));
    }
  }

  /** Skips annotations: {@code @name} and a list in parentheses. */
  private void annotations() {
    while (in.accept("@")) {
      String name = scopedName();
      if (name.equals("optional")) {
        throw in.error("@optional is not supported");
      }
      if (in.accept("(")) {
        for (int depth = 1; depth > 0; ) {
          String token = in.take();
          depth +=
              switch (token) {
                case "(" -> 1;
                case ")" -> -1;
                case "" -> throw in.error("')' expected");
                default -> 0;
              };
        }
      }
    }
  }

  private Member declarator(Written type) {
    String name = in.identifier();
    List<String> dimensions = new ArrayList<>();
    while (in.accept("[")) {
      dimensions.add(bound());
      in.expect("]");
    }
    if (dimensions.isEmpty()) {
      return new Member(type, name);
    }
    if (type.sequenceBound().isPresent()) {
      throw in.error("an array of sequences is not supported");
    }
    return new Member(type.withDimensions(dimensions), name);
  }

  private Written type() {
    if (!in.accept("sequence")) {
      return elementType(Optional.empty());
    }
    in.expect("<");
    Written element = elementType(Optional.of(""));
    String bound = in.accept(",") ? bound() : "";
    in.expect(">");
    return new Written(
        element.scope(), element.name(), element.stringBound(), List.of(), Optional.of(bound));
  }

  private Written elementType(Optional<String> sequenceBound) {
    String name = scopedName();
    if (name.equals("sequence")) {
      throw in.error("a sequence of sequences is not supported");
    }
    if (name.equals("unsigned")) {
      name += " " + in.identifier();
    }
    if (name.endsWith("long")) {
      if (in.accept("long")) {
        name += " long";
      } else if (in.accept("double")) {
        throw in.error("'long double' is not supported");
      }
    }
    if (name.equals("wchar") || name.equals("any")) {
      throw in.error("'" + name + "' is not supported");
    }
    String stringBound = "";
    if ((name.equals("string") || name.equals("wstring")) && in.accept("<")) {
      stringBound = bound();
      in.expect(">");
    }
    return new Written(scope(), name, stringBound, List.of(), sequenceBound);
  }

  /** A number or the name of one. */
  private String bound() {
    String token = in.peek();
    return !token.isEmpty() && Character.isDigit(token.charAt(0)) ? in.take() : scopedName();
  }

  private String scopedName() {
    StringBuilder name = new StringBuilder();
    if (in.accept("::")) {
      name.append("::");
    }
    name.append(in.identifier());
    while (in.accept("::")) {
      name.append("::").append(in.identifier());
    }
    return name.toString();
  }

  private String scope() {
    return String.join("::", modules);
  }

  private String scoped(String name) {
    return modules.isEmpty() ? name : scope() + "::" + name;
  }

  private CdrStruct resolve(Struct struct) {
    List<CdrField> fields = new ArrayList<>();
    StructName name = new StructName(struct.name().replace("::", "/"));
    for (Member member : struct.members()) {
      try {
        fields.add(new CdrField(resolve(member.type(), 0), member.name()));
      } catch (DefinitionException e) {
        throw new DefinitionException(name + "." + member.name() + ": " + e.getMessage());
      }
    }
    return new CdrStruct(name, fields, constantsOf.getOrDefault(struct.name(), List.of()));
  }

  private CdrType resolve(Written written, int levels) {
    if (levels > MAX_LEVELS) {
      throw new DefinitionException("type definitions refer to each other");
    }
    CdrType element = element(written, levels);
    if (written.sequenceBound().isEmpty() && written.dimensions().isEmpty()) {
      return element;
    }
    if (element.arity() != Arity.SINGLE) {
      throw new DefinitionException("arrays and sequences of each other are not supported");
    }
    if (written.sequenceBound().isPresent()) {
      String bound = written.sequenceBound().get();
      int most = bound.isEmpty() ? CdrType.UNBOUNDED : number(written.scope(), bound);
      return new CdrType(element.element(), Arity.SEQUENCE, most, element.stringBound());
    }
    // Several dimensions are serialized as one.
    long length = 1;
    for (String dimension : written.dimensions()) {
      length *= number(written.scope(), dimension);
      if (length > 999_999_999) {
        throw new DefinitionException("an array of more than 999999999 elements");
      }
    }
    return new CdrType(element.element(), Arity.ARRAY, (int) length, element.stringBound());
  }

  private CdrType element(Written written, int levels) {
    CdrPrimitive primitive = PRIMITIVES.get(written.name());
    if (primitive != null) {
      int bound =
          written.stringBound().isEmpty()
              ? CdrType.UNBOUNDED
              : number(written.scope(), written.stringBound());
      return new CdrType(primitive, Arity.SINGLE, CdrType.UNBOUNDED, bound);
    }
    Optional<Written> typedef = find(typedefs, written.scope(), written.name());
    if (typedef.isPresent()) {
      return resolve(typedef.get(), levels + 1);
    }
    if (find(enumerations, written.scope(), written.name()).isPresent()) {
      return CdrType.single(CdrPrimitive.UINT32);
    }
    String found =
        find(structs, written.scope(), written.name())
            .map(Struct::name)
            .orElse(written.name().replaceFirst("^::", ""));
    return CdrType.single(new StructName(found.replace("::", "/")));
  }

  private int number(String scope, String text) {
    String digits =
        Character.isDigit(text.charAt(0))
            ? text
            : find(constants, scope, text)
                .orElseThrow(() -> new DefinitionException("there is no constant '" + text + "'"));
    if (!digits.matches("[0-9]{1,9}") || (digits.length() > 1 && digits.charAt(0) == '0')) {
      throw new DefinitionException("'" + digits + "' is not a number of elements");
    }
    return Integer.parseInt(digits);
  }

  /** Looks a name up in its scope and those around it. */
  private static <T> Optional<T> find(Map<String, T> in, String scope, String name) {
    if (name.startsWith("::")) {
      return Optional.ofNullable(in.get(name.substring(2)));
    }
    for (String at = scope; ; ) {
      T found = in.get(at.isEmpty() ? name : at + "::" + name);
      if (found != null || at.isEmpty()) {
        return Optional.ofNullable(found);
      }
      int cut = at.lastIndexOf("::");
      at = cut < 0 ? "" : at.substring(0, cut);
    }
  }
}
