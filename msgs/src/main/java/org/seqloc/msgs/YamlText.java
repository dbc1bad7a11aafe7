package org.seqloc.msgs;

import java.util.regex.Pattern;

/** Strings as PyYAML writes them, which rostopic prints by. */
final class YamlText {

  /** What begins or separates something else than a word: YAML 1.1, 5.3. */
  private static final Pattern INDICATOR =
      Pattern.compile("^[#,\\[\\]{}&*!|>'\"%@`]|^[-?:]( |$)|^---|^\\.\\.\\.|:( |$)| #");

  /** What YAML 1.1 takes for a boolean, null, number, time, merge key or default value. */
  private static final Pattern OTHER_TYPE =
      Pattern.compile(
          "yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF"
              + "|~|null|Null|NULL|<<|="
              + "|[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+"
              + "|[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+"
              + "|[-+]?[0-9][0-9_]*\\.[0-9_]*([eE][-+][0-9]+)?|\\.[0-9][0-9_]*([eE][-+][0-9]+)?"
              + "|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\\.[0-9_]*"
              + "|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)"
              + "|[0-9]{4}-[0-9]{2}-[0-9]{2}"
              + "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt]|[ \\t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}"
              + "(\\.[0-9]*)?([ \\t]*(Z|[-+][0-9]{1,2}(:[0-9]{2})?))?");

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

  /** A string as one line of a list, where PyYAML leaves out the quotes that it can do without. */
  static String listItem(String text, String indent) {
    return indent + "- " + unquotedIfPossible(text);
  }

  private static String unquotedIfPossible(String text) {
    if (text.codePoints().anyMatch(c -> c < ' ' || c > '~')) {
      return quoted(text);
    }
    boolean plain =
        !text.isEmpty()
            && !text.startsWith(" ")
            && !text.endsWith(" ")
            && !INDICATOR.matcher(text).find()
            && !OTHER_TYPE.matcher(text).matches();
    return plain ? text : "'" + text.replace("'", "''") + "'";
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
