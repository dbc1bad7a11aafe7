package org.seqloc.msgs.definition;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.seqloc.msgs.definition.FieldType.Arity;

/**
 * Parses the text of one {@code .msg} or {@code .srv} file.
 *
 * <p>Errors are {@link DefinitionException}s of the form {@code source:line: reason}.
 */
public final class DefinitionParser {

  /** The most characters that are accepted as one definition or one full text. */
  public static final int MAX_TEXT_LENGTH = 4 << 20;

  private static final String SERVICE_SEPARATOR = "---";

  /** Nine digits always fit an int; the length is written into the MD5 sum as it stands here. */
  private static final Pattern ARRAY = Pattern.compile("[^\\[]+\\[(0|[1-9][0-9]{0,8})?]");

  private final String source;
  private final TypeName name;
  private final int firstLine;
  private final List<Field> fields = new ArrayList<>();
  private final List<Constant> constants = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private DefinitionParser(String source, TypeName name, int firstLine) {
    this.source = source;
    this.name = name;
    this.firstLine = firstLine;
  }

  /**
   * @param source names the text in errors, such as the file
   * @throws DefinitionException when the text is not a message definition
   */
  public static MessageDefinition parseMessage(String source, TypeName name, String text) {
    return new DefinitionParser(source, name, 1).parse(text);
  }

  /**
   * @param source names the text in errors, such as the file
   * @throws DefinitionException when the text is not a service definition
   */
  public static ServiceDefinition parseService(String source, TypeName name, String text) {
    List<String> lines = text.lines().toList();
    // Without a separator all is the request, as for genmsg.
    int separator = lines.size();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(SERVICE_SEPARATOR)) {
        if (separator < lines.size()) {
          throw error(source, i + 1, "a second line '---'");
        }
        separator = i;
      }
    }
    TypeName requestName = new TypeName(name.packageName(), name.name() + "Request");
    TypeName responseName = new TypeName(name.packageName(), name.name() + "Response");
    String request = String.join("\n", lines.subList(0, separator));
    String response =
        String.join("\n", lines.subList(Math.min(separator + 1, lines.size()), lines.size()));
    return new ServiceDefinition(
        name,
        new DefinitionParser(source, requestName, 1).parse(request),
        new DefinitionParser(source, responseName, separator + 2).parse(response),
        text);
  }

  private MessageDefinition parse(String text) {
    if (text.length() > MAX_TEXT_LENGTH) {
      throw error(source, firstLine, "definition of " + text.length() + " characters");
    }
    int number = firstLine;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      try {
        parseLine(line.strip());
      } catch (DefinitionException e) {
        throw error(source, number, e.getMessage());
      }
      number++;
    }
    return new MessageDefinition(name, fields, constants, text);
  }

  private static DefinitionException error(String source, int line, String reason) {
    return new DefinitionException(source + ":" + line + ": " + reason);
  }

  private void parseLine(String line) {
    String code = withoutComment(line);
    if (code.isEmpty()) {
      return;
    }
    String typeText = code.split("\\s", 2)[0];
    if (code.indexOf('=') >= 0) {
      parseConstant(typeText, line, code);
    } else {
      parseField(code);
    }
  }

  private static String withoutComment(String line) {
    int comment = line.indexOf('#');
    return comment < 0 ? line : line.substring(0, comment).strip();
  }

  private void parseField(String code) {
    String[] parts = code.split("\\s+");
    if (parts.length != 2) {
      throw new DefinitionException("'" + code + "' is not 'type name'");
    }
    fields.add(new Field(parseType(parts[0]), newName(parts[1])));
  }

  private String newName(String text) {
    if (!TypeName.isIdentifier(text)) {
      throw new DefinitionException("'" + text + "' is not a name");
    }
    if (!names.add(text)) {
      throw new DefinitionException("a second '" + text + "'");
    }
    return text;
  }

  private FieldType parseType(String text) {
    if (text.equals(TypeName.HEADER.name())) {
      // Only so: an array Header[] is of the own package's type.
      return FieldType.single(TypeName.HEADER);
    }
    int bracket = text.indexOf('[');
    if (bracket < 0) {
      return FieldType.single(parseElement(text));
    }
    if (!ARRAY.matcher(text).matches()) {
      throw new DefinitionException(
          "'" + text + "' is not an array type such as uint8[] or uint8[4]");
    }
    ElementType element = parseElement(text.substring(0, bracket));
    String length = text.substring(bracket + 1, text.length() - 1);
    if (length.isEmpty()) {
      return new FieldType(element, Arity.VARIABLE_ARRAY, 0);
    }
    return new FieldType(element, Arity.FIXED_ARRAY, Integer.parseInt(length));
  }

  private ElementType parseElement(String text) {
    return Primitive.find(text)
        .<ElementType>map(primitive -> primitive)
        .orElseGet(() -> TypeName.resolve(text, name.packageName()));
  }

  private void parseConstant(String typeText, String line, String code) {
    Primitive type =
        Primitive.find(typeText)
            .filter(Primitive::allowsConstants)
            .orElseThrow(() -> new DefinitionException("'" + typeText + "' has no constants"));
    // Only a string may hold '#': there it is text, elsewhere it starts a comment.
    String declaration = type == Primitive.STRING ? line : code;
    int equals = declaration.indexOf('=');
    if (equals < typeText.length()) {
      throw new DefinitionException("'" + code + "' is not 'type NAME=value'");
    }
    String constantName = newName(declaration.substring(typeText.length(), equals).strip());
    String text = declaration.substring(equals + 1).strip();
    constants.add(new Constant(type, constantName, text, parseValue(type, text)));
  }

  private static Object parseValue(Primitive type, String text) {
    return switch (type) {
      case STRING -> text;
      case BOOL -> parseBool(text);
      case FLOAT32, FLOAT64 -> parseFloat(text);
      default -> parseInteger(type, text);
    };
  }

  private static Boolean parseBool(String text) {
    return switch (text) {
      case "True", "true", "1" -> true;
      case "False", "false", "0" -> false;
      default -> throw new DefinitionException("'" + text + "' is not a bool (True or False)");
    };
  }

  private static Double parseFloat(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> {
        if (!text.matches("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?")) {
          throw new DefinitionException("'" + text + "' is not a number");
        }
        yield Double.valueOf(text);
      }
    };
  }

  private static Long parseInteger(Primitive type, String text) {
    if (!text.matches("[-+]?[0-9]{1,20}")) {
      throw new DefinitionException("'" + text + "' is not a whole number");
    }
    BigInteger value = new BigInteger(text);
    int bits = 8 * type.wireBytes();
    BigInteger end = BigInteger.ONE.shiftLeft(type.isUnsigned() ? bits : bits - 1);
    BigInteger start = type.isUnsigned() ? BigInteger.ZERO : end.negate();
    if (value.compareTo(start) < 0 || value.compareTo(end) >= 0) {
      throw new DefinitionException(text + " does not fit " + type.rosName());
    }
    return value.longValue();
  }
}
