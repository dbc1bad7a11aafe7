package org.seqloc.msgs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Strings as PyYAML writes them, which rostopic prints by: ASCII, long lines broken. */
final class YamlText {

  /** A line that is longer than this breaks at its next blank, or behind its next escape. */
  private static final int WIDTH = 80;

  private static final String NEW_LINE = "\n  ";
  private static final String ITEM = "- ";

  private static final Pattern RUN = Pattern.compile("\n+| +|[^\n ]+");

  /** What only double quotes can hold. */
  private static final Pattern SPECIAL = Pattern.compile("[^\n -~]| \n|\n ");

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
    return text.isEmpty() ? "''" : doubleQuoted(text, 0);
  }

  /** A string in a list of strings, where PyYAML leaves out the quotes that it can do without. */
  static String listItem(String text, String indent) {
    String item = ITEM + leastQuoted(text, ITEM.length());
    return indent + item.replace("\n", "\n" + indent);
  }

  private static String leastQuoted(String text, int column) {
    if (SPECIAL.matcher(text).find()) {
      return doubleQuoted(text, column);
    }
    boolean plain =
        !text.isEmpty()
            && text.indexOf('\n') < 0
            && !text.startsWith(" ")
            && !text.endsWith(" ")
            && !INDICATOR.matcher(text).find()
            && !OTHER_TYPE.matcher(text).matches();
    return plain ? broken(text, column) : "'" + broken(text.replace("'", "''"), column + 1) + "'";
  }

  /**
   * Breaks a text without escapes into lines. A break in place of a single blank is read back as
   * that blank, so that each real one is written twice.
   */
  private static String broken(String text, int startColumn) {
    StringBuilder out = new StringBuilder();
    int column = startColumn;
    Matcher runs = RUN.matcher(text);
    while (runs.find()) {
      String run = runs.group();
      boolean inner = runs.start() > 0 && runs.end() < text.length();
      if (run.startsWith("\n")) {
        out.append(run).append(NEW_LINE);
        column = 2;
      } else if (run.equals(" ") && inner && column > WIDTH) {
        out.append(NEW_LINE);
        column = 2;
      } else {
        out.append(run);
        column += run.length();
      }
    }
    return out.toString();
  }

  private static String doubleQuoted(String text, int startColumn) {
    StringBuilder out = new StringBuilder("\"");
    int column = startColumn + 1;
    int[] characters = text.codePoints().toArray();
    boolean behindEscape = false;
    for (int i = 0; i < characters.length; i++) {
      boolean inner = 0 < i && i < characters.length - 1;
      String shown = escaped(characters[i]);
      boolean escape = shown.length() > 1;
      if (inner && column > WIDTH && (characters[i] == ' ' || (behindEscape && !escape))) {
        column = newLine(characters[i], out);
      }
      out.append(shown);
      column += shown.length();
      if (inner && column > WIDTH + 1 && escape) {
        column = newLine(characters[i + 1], out);
      }
      behindEscape = escape;
    }
    return out.append('"').toString();
  }

  /**
   * @return the column in which the line begins
   */
  private static int newLine(int next, StringBuilder out) {
    // A blank would count as indentation but for the second backslash.
    String line = "\\" + NEW_LINE + (next == ' ' ? "\\" : "");
    out.append(line);
    return line.length() - 2;
  }

  private static String escaped(int c) {
    return switch (c) {
      case 0 -> "\\0";
      case 7 -> "\\a";
      case '\b' -> "\\b";
      case '\t' -> "\\t";
      case '\n' -> "\\n";
      case 11 -> "\\v";
      case '\f' -> "\\f";
      case '\r' -> "\\r";
      case 27 -> "\\e";
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case 0x85 -> "\\N";
      case 0xA0 -> "\\_";
      case 0x2028 -> "\\L";
      case 0x2029 -> "\\P";
      default -> c >= ' ' && c <= '~' ? Character.toString(c) : hexadecimal(c);
    };
  }

  private static String hexadecimal(int c) {
    return String.format(c <= 0xFF ? "\\x%02X" : c <= 0xFFFF ? "\\u%04X" : "\\U%08X", c);
  }
}
