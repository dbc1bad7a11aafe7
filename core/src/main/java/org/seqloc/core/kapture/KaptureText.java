package org.seqloc.core.kapture;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.seqloc.core.SeqlocException;

/** The tables of kapture: UTF-8 lines of values separated by commas, '#' starting a comment. */
final class KaptureText {

  /** What no honest row reaches; a file without line ends must not fill the memory. */
  static final int MAX_LINE_CHARS = 1 << 16;

  private KaptureText() {}

  /** Takes a row's values, trimmed; what it throws as IllegalArgumentException names the line. */
  interface RowSink {
    void row(int line, List<String> values);
  }

  /**
   * Reads a table.
   *
   * @param minColumns fewest columns of a row
   * @param maxColumns most columns of a row
   * @throws SeqlocException naming file and line when a row does not fit or the sink refuses it
   */
  static void read(Path file, int minColumns, int maxColumns, String columns, RowSink sink) {
    readLines(
        file,
        MAX_LINE_CHARS,
        (line, text) -> {
          if (isComment(text)) {
            return;
          }
          List<String> values = split(text.strip());
          checkColumns(values, minColumns, maxColumns, columns);
          sink.row(line, values);
        });
  }

  static void checkColumns(List<String> row, int minColumns, int maxColumns, String columns) {
    if (row.size() < minColumns || row.size() > maxColumns) {
      throw new IllegalArgumentException(
          "the row has " + row.size() + " columns, expected " + columns);
    }
  }

  /** Whether a line is blank or starts with '#'. */
  static boolean isComment(String line) {
    String text = line.strip();
    return text.isEmpty() || text.startsWith("#");
  }

  /** Takes a line without its end; what it throws as IllegalArgumentException names the line. */
  interface LineSink {
    void line(int number, String line);
  }

  /**
   * Reads a text line by line.
   *
   * @param maxChars of a line, since it is held in memory
   * @throws SeqlocException naming file and line when the sink refuses it
   */
  static void readLines(Path file, int maxChars, LineSink sink) {
    int number = 0;
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      StringBuilder buffer = new StringBuilder();
      for (String line = readLine(reader, buffer, file, 1, maxChars);
          line != null;
          line = readLine(reader, buffer, file, number + 1, maxChars)) {
        number++;
        sink.line(number, line);
      }
    } catch (IllegalArgumentException e) {
      throw new SeqlocException(file + ", line " + number + ": " + e.getMessage(), e);
    } catch (CharacterCodingException e) {
      throw new SeqlocException(
          file + " is not UTF-8 text after line " + number + ": save it as UTF-8", e);
    } catch (IOException e) {
      throw new SeqlocException("cannot read " + file + ": " + e, e);
    }
  }

  /** The first line of a file; empty when the file is. */
  static String firstLine(Path file) {
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      String line = readLine(reader, new StringBuilder(), file, 1, MAX_LINE_CHARS);
      return line == null ? "" : line;
    } catch (CharacterCodingException e) {
      throw new SeqlocException(file + " is not UTF-8 text: save it as UTF-8", e);
    } catch (IOException e) {
      throw new SeqlocException("cannot read " + file + ": " + e, e);
    }
  }

  private static String readLine(
      BufferedReader reader, StringBuilder line, Path file, int number, int maxChars)
      throws IOException {
    line.setLength(0);
    int c = reader.read();
    if (c < 0) {
      return null;
    }
    while (c >= 0 && c != '\n') {
      if (line.length() == maxChars) {
        throw new SeqlocException(
            file
                + ", line "
                + number
                + " is longer than "
                + maxChars
                + " characters: this is not a kapture table");
      }
      line.append((char) c);
      c = reader.read();
    }
    return line.toString();
  }

  /** The values of a line, trimmed. */
  static List<String> split(String line) {
    List<String> values = new ArrayList<>();
    int start = 0;
    for (int comma = line.indexOf(','); comma >= 0; comma = line.indexOf(',', start)) {
      values.add(line.substring(start, comma).strip());
      start = comma + 1;
    }
    values.add(line.substring(start).strip());
    return values;
  }

  /** The order of Python and of UTF-8 bytes; that of String differs beyond U+FFFF. */
  static int compareCodePoints(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  /** A finite number. */
  static double number(String text, String what) {
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(what + " is not a number: '" + text + "'", e);
    }
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(what + " is not finite: " + text);
    }
    return value;
  }

  /** A number as Python reads one: "nan", "inf" and "-infinity" are numbers too. */
  static double numberOrNaN(String text, String what) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan", "+nan", "-nan" -> Double.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> {
        try {
          yield Double.parseDouble(text);
        } catch (NumberFormatException e) {
          throw new IllegalArgumentException(what + " is not a number: '" + text + "'", e);
        }
      }
    };
  }

  /** A whole number of 64 bits. */
  static long whole(String text, String what) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          what + " is not a whole number of 64 bits: '" + text + "'", e);
    }
  }

  /** A timestamp: a whole number of 64 bits. */
  static long stamp(String text) {
    return whole(text, "the timestamp");
  }

  static String checkId(String id, String what) {
    checkValue(id, what);
    if (id.isEmpty()) {
      throw new IllegalArgumentException("the " + what + " is empty");
    }
    if (id.startsWith("#")) {
      throw new IllegalArgumentException(
          "the " + what + " '" + id + "' starts with '#', which marks a comment");
    }
    return id;
  }

  /** Refuses what would not come back from a table as it went in. */
  static void checkValue(String value, String what) {
    boolean safe =
        value.equals(value.strip())
            && value.chars().noneMatch(c -> c == ',' || Character.isISOControl(c));
    if (!safe) {
      throw new IllegalArgumentException(
          "the "
              + what
              + " '"
              + value.replaceAll("\\p{Cntrl}", "?")
              + "' has a comma, a control character or space around it");
    }
  }
}
