package org.seqloc.core.kapture;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.seqloc.core.SeqlocException;

/** The tables of kapture: UTF-8 lines of values separated by commas, '#' starting a comment. */
final class KaptureText {

  /** What no honest row reaches; a file without line ends must not fill the memory. */
  static final int MAX_LINE_CHARS = 1 << 16;

  private KaptureText() {}

  /** Takes a row's values, trimmed; what it throws as IllegalArgumentException names the line. */
  interface RowSink {
    void row(List<String> values);
  }

  /**
   * Reads a table.
   *
   * @param minColumns fewest columns of a row
   * @param maxColumns most columns of a row
   * @throws SeqlocException naming file and line when a row does not fit or the sink refuses it
   */
  static void read(Path file, int minColumns, int maxColumns, String columns, RowSink sink) {
    int number = 0;
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (String line = readLine(reader, file, 1);
          line != null;
          line = readLine(reader, file, number + 1)) {
        number++;
        String text = line.strip();
        if (text.isEmpty() || text.startsWith("#")) {
          continue;
        }
        List<String> values = split(text);
        if (values.size() < minColumns || values.size() > maxColumns) {
          throw new IllegalArgumentException(
              "the row has " + values.size() + " columns, expected " + columns);
        }
        sink.row(values);
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
      String line = readLine(reader, file, 1);
      return line == null ? "" : line;
    } catch (CharacterCodingException e) {
      throw new SeqlocException(file + " is not UTF-8 text: save it as UTF-8", e);
    } catch (IOException e) {
      throw new SeqlocException("cannot read " + file + ": " + e, e);
    }
  }

  private static String readLine(BufferedReader reader, Path file, int number) throws IOException {
    StringBuilder line = new StringBuilder();
    int c = reader.read();
    if (c < 0) {
      return null;
    }
    while (c >= 0 && c != '\n') {
      if (line.length() == MAX_LINE_CHARS) {
        throw new SeqlocException(
            file
                + ", line "
                + number
                + " is longer than "
                + MAX_LINE_CHARS
                + " characters: this is not a kapture table");
      }
      line.append((char) c);
      c = reader.read();
    }
    return line.toString();
  }

  private static List<String> split(String line) {
    List<String> values = new ArrayList<>();
    int start = 0;
    for (int comma = line.indexOf(','); comma >= 0; comma = line.indexOf(',', start)) {
      values.add(line.substring(start, comma).strip());
      start = comma + 1;
    }
    values.add(line.substring(start).strip());
    return values;
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

  /** A timestamp: a whole number of 64 bits. */
  static long stamp(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "the timestamp is not a whole number of 64 bits: '" + text + "'", e);
    }
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
