package org.seqloc.core.kapture.exchange;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.seqloc.core.SeqlocException;

/**
 * A text file of untrusted length, line by line; errors name file and line. Words of a line are
 * taken one after the other.
 */
final class TextLines implements AutoCloseable {

  /** The observations of an image with a million keypoints stand in one line. */
  private static final int MAX_LINE_CHARS = 1 << 26;

  private static final Pattern SECONDS =
      Pattern.compile("[-+]?\\d{1,10}(\\.\\d{0,18})?([eE][-+]?\\d{1,2})?");

  /** What C writes of a number that is not finite. */
  private static final Pattern NOT_FINITE =
      Pattern.compile(
          "[-+]?(nan(\\(\\w*\\))?|inf(inity)?|1\\.#(inf|ind|qnan|snan)0*)",
          Pattern.CASE_INSENSITIVE);

  private final Path file;
  private final BufferedReader reader;
  private final StringBuilder buffer = new StringBuilder();
  private String line = "";
  private int number;
  private int at;

  /**
   * @param purpose what the file is for, in the message when it is missing
   */
  TextLines(Path file, String purpose) {
    this.file = file;
    if (!Files.isRegularFile(file)) {
      throw new SeqlocException(file + " is missing: " + purpose);
    }
    try {
      reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw ImportFiles.unreadable(file, e);
    }
  }

  /** Goes to the next line; false at the end of the file. */
  boolean next() {
    buffer.setLength(0);
    at = 0;
    number++;
    try {
      int c = reader.read();
      if (c < 0) {
        line = "";
        return false;
      }
      for (; c >= 0 && c != '\n'; c = reader.read()) {
        if (buffer.length() == MAX_LINE_CHARS) {
          throw fault("longer than " + MAX_LINE_CHARS + " characters");
        }
        if (c != '\r') {
          buffer.append((char) c);
        }
      }
    } catch (CharacterCodingException e) {
      throw new SeqlocException(file + ", line " + number + ": not UTF-8 text", e);
    } catch (IOException e) {
      throw ImportFiles.unreadable(file, e);
    }
    line = buffer.toString();
    return true;
  }

  /** Goes to the next line that is neither blank nor a comment behind '#'. */
  boolean nextRow() {
    while (next()) {
      if (hasMore() && line.charAt(at) != '#') {
        return true;
      }
    }
    return false;
  }

  /** The next such line, which must be there. */
  void requireRow(String what) {
    if (!nextRow()) {
      throw fault("the file ends, " + what + " is missing");
    }
  }

  String line() {
    return line;
  }

  SeqlocException fault(String message) {
    return new SeqlocException(where() + ": " + message);
  }

  SeqlocException fault(IllegalArgumentException e) {
    return new SeqlocException(where() + ": " + e.getMessage(), e);
  }

  String where() {
    return file + ", line " + number;
  }

  /** Whether the line has another word. */
  boolean hasMore() {
    while (at < line.length() && isSeparator(line.charAt(at))) {
      at++;
    }
    return at < line.length();
  }

  /** Formats separated by spaces are written with commas too. */
  private static boolean isSeparator(char c) {
    return c == ' ' || c == '\t' || c == ',';
  }

  String word(String what) {
    if (!hasMore()) {
      throw fault(what + " is missing");
    }
    int start = at;
    while (at < line.length() && !isSeparator(line.charAt(at))) {
      at++;
    }
    return line.substring(start, at);
  }

  /** What is left of the line, trimmed; may be empty. */
  String rest() {
    String rest = hasMore() ? line.substring(at).strip() : "";
    at = line.length();
    return rest;
  }

  /** A finite number. */
  double number(String what) {
    double value = numberOrNaN(what);
    if (!Double.isFinite(value)) {
      throw fault(what + " is not finite");
    }
    return value;
  }

  /** A number; NaN also for what is infinite in C's words. */
  double numberOrNaN(String what) {
    String word = word(what);
    if (NOT_FINITE.matcher(word).matches()) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(word);
    } catch (NumberFormatException e) {
      throw new SeqlocException(
          where() + ": " + what + " is not a number: '" + shorten(word) + "'", e);
    }
  }

  /** Refuses more words on the line. */
  void requireEnd(String what) {
    if (hasMore()) {
      throw fault("more than " + what);
    }
  }

  double[] numbers(int count, String what) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = number(what);
    }
    return values;
  }

  /**
   * A time in seconds as nanoseconds. Taken as decimals, with a power of ten or without: a double
   * has not the digits.
   */
  long seconds(String what) {
    String word = word(what);
    if (SECONDS.matcher(word).matches()) {
      BigDecimal nanos =
          new BigDecimal(word.endsWith(".") ? word + "0" : word)
              .movePointRight(9)
              .setScale(0, RoundingMode.HALF_EVEN);
      if (nanos.toBigInteger().bitLength() < Long.SIZE) {
        return nanos.longValueExact();
      }
    }
    throw fault("no time in seconds: '" + shorten(word) + "'");
  }

  long whole(String what, long min, long max) {
    String word = word(what);
    try {
      long value = Long.parseLong(word);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new SeqlocException(
          where() + ": " + what + " is not a whole number: '" + shorten(word) + "'", e);
    }
    throw fault(what + " is " + word + ", not between " + min + " and " + max);
  }

  int index(String what, int max) {
    return (int) whole(what, 0, max);
  }

  private static String shorten(String word) {
    return word.length() > 60 ? word.substring(0, 60) + "..." : word;
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw ImportFiles.unreadable(file, e);
    }
  }
}
