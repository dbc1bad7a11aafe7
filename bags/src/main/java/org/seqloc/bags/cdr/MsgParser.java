package org.seqloc.bags.cdr;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.seqloc.bags.cdr.CdrStruct.Constant;
import org.seqloc.bags.cdr.CdrType.Arity;
import org.seqloc.msgs.definition.DefinitionException;

/**
 * Parses ROS 2's .msg language. Default values are skipped: a serialized message has all fields.
 */
final class MsgParser {

  private static final String MSG = "MSG: ";

  /** Type, name and what follows: {@code =value}, a default value, a comment or nothing. */
  private static final Pattern LINE =
      Pattern.compile("(?<type>[^\\s#=]\\S*)\\s+(?<name>[A-Za-z][A-Za-z0-9_]*)\\s*(?<rest>.*)");

  /** Nine digits always fit an int. */
  private static final Pattern TYPE =
      Pattern.compile(
          "(?<element>[A-Za-z][A-Za-z0-9_/]*)(<=(?<stringBound>[0-9]{1,9}))?"
              + "(?<array>\\[(?<bounded><=)?(?<length>[0-9]{1,9})?])?");

  private final StructName name;
  private final List<CdrField> fields = new ArrayList<>();
  private final List<Constant> constants = new ArrayList<>();

  private MsgParser(StructName name) {
    this.name = name;
  }

  /** Parses a text with its sections. */
  static List<CdrStruct> parse(StructName root, String text) {
    List<CdrStruct> structs = new ArrayList<>();
    sections(root, text, MSG, (name, lines) -> structs.add(new MsgParser(name).struct(lines)));
    return structs;
  }

  /**
   * Splits a text at its lines of {@code =}.
   *
   * @param header what the line behind such a line begins with
   * @param to takes each section's name and lines; the first section may have no header and is then
   *     the root's
   */
  static void sections(
      StructName root, String text, String header, BiConsumer<StructName, List<String>> to) {
    StructName name = root;
    List<String> lines = new ArrayList<>();
    boolean first = true;
    boolean atHeader = false;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      if (isSeparator(line)) {
        if (!first || !lines.isEmpty()) {
          to.accept(name, lines);
        }
        lines = new ArrayList<>();
        first = false;
        atHeader = true;
      } else if (atHeader) {
        if (!line.startsWith(header)) {
          throw new DefinitionException(
              root + ": '" + header + "package/Type' expected behind a line of '='");
        }
        name = StructName.resolve(line.substring(header.length()).strip(), root.packageName());
        atHeader = false;
      } else {
        lines.add(line);
      }
    }
    if (atHeader) {
      throw new DefinitionException(root + ": nothing follows the last line of '='");
    }
    to.accept(name, lines);
  }

  private static boolean isSeparator(String line) {
    String stripped = line.strip();
    return stripped.length() >= 40 && stripped.chars().allMatch(c -> c == '=');
  }

  private CdrStruct struct(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      try {
        if (!line.isEmpty() && line.charAt(0) != '#') {
          line(line);
        }
      } catch (DefinitionException e) {
        throw new DefinitionException(name + ":" + (i + 1) + ": " + e.getMessage());
      }
    }
    return new CdrStruct(name, fields, constants);
  }

  private void line(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new DefinitionException("'" + line + "' is not 'type name'");
    }
    String rest = matcher.group("rest");
    if (rest.startsWith("=")) {
      constants.add(
          new Constant(matcher.group("type"), matcher.group("name"), rest.substring(1).strip()));
    } else {
      fields.add(new CdrField(type(matcher.group("type")), matcher.group("name")));
    }
  }

  private CdrType type(String text) {
    Matcher matcher = TYPE.matcher(text);
    if (!matcher.matches()) {
      throw new DefinitionException("'" + text + "' is not a type");
    }
    CdrElement element = element(matcher.group("element"));
    int stringBound = CdrType.UNBOUNDED;
    if (matcher.group("stringBound") != null) {
      if (!(element instanceof CdrPrimitive primitive) || !primitive.isString()) {
        throw new DefinitionException("'" + text + "': only strings are bounded so");
      }
      stringBound = Integer.parseInt(matcher.group("stringBound"));
    }
    if (matcher.group("array") == null) {
      return new CdrType(element, Arity.SINGLE, CdrType.UNBOUNDED, stringBound);
    }
    boolean bounded = matcher.group("bounded") != null;
    String length = matcher.group("length");
    if (length == null) {
      if (bounded) {
        throw new DefinitionException("'" + text + "' is not a type");
      }
      return new CdrType(element, Arity.SEQUENCE, CdrType.UNBOUNDED, stringBound);
    }
    return new CdrType(
        element, bounded ? Arity.SEQUENCE : Arity.ARRAY, Integer.parseInt(length), stringBound);
  }

  private CdrElement element(String text) {
    return CdrPrimitive.find(text)
        .<CdrElement>map(primitive -> primitive)
        .orElseGet(() -> StructName.resolve(text, name.packageName()));
  }
}
