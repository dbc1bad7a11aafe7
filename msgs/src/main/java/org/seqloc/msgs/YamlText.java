package org.seqloc.msgs;

/** Strings as PyYAML writes them, which rostopic prints by. */
final class YamlText {

  private YamlText() {}

  /** A string as the value of a field. */
  static String quoted(String text) {
    if (text.isEmpty()) {
      return "''";
    }
    StringBuilder out = new StringBuilder("\"");
    text.codePoints().forEach(c -> out.append(escaped(c)));
    return out.append('"').toString();
  }

  /** A string as one line of a list. */
  static String listItem(String text, String indent) {
    return indent + "- " + quoted(text);
  }

  private static String escaped(int c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> c >= ' ' && c <= '~' ? Character.toString(c) : String.format("\\x%02X", c);
    };
  }
}
