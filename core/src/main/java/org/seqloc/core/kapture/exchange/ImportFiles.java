package org.seqloc.core.kapture.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Pose;

/** What the importers share: text of numbers, JSON, and the size of an image without its pixels. */
final class ImportFiles {

  private static final long MAX_TEXT_BYTES = 1L << 28;

  /** What a tree of short numbers takes on the heap for each byte of its text, at most. */
  private static final long JSON_BYTES_A_BYTE = 14;

  record Size(int width, int height) {}

  private ImportFiles() {}

  static List<String> lines(Path file, String purpose) {
    if (!Files.isRegularFile(file)) {
      throw new SeqlocException(file + " is missing: " + purpose);
    }
    try {
      if (Files.size(file) > MAX_TEXT_BYTES) {
        throw new SeqlocException(file + " is too large for a text of numbers");
      }
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      int end = lines.size();
      while (end > 0 && lines.get(end - 1).isBlank()) {
        end--;
      }
      return lines.subList(0, end);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** What is wrong with a file or folder that was to be read. */
  static SeqlocException unreadable(Path file, IOException e) {
    if (e instanceof NoSuchFileException) {
      return new SeqlocException(file + " is missing", e);
    }
    if (e instanceof NotDirectoryException) {
      return new SeqlocException(file + " is a file, not a folder", e);
    }
    return new SeqlocException("cannot read " + file + ": " + e, e);
  }

  /**
   * The numbers of a text, separated by white space; may be NaN or infinite.
   *
   * @param where names the place for the error: file and line
   */
  static double[] numbers(String text, int count, String where) {
    String[] words = text.isBlank() ? new String[0] : text.strip().split("\\s+");
    if (words.length != count) {
      throw new SeqlocException(where + ": expected " + count + " numbers, found " + words.length);
    }
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = number(words[i], where);
    }
    return values;
  }

  private static double number(String word, String where) {
    // C's printf writes nan and inf, in any case and sign.
    String lower = word.toLowerCase(Locale.ROOT);
    if (lower.endsWith("nan") || lower.contains("inf") || lower.contains("#")) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(word);
    } catch (NumberFormatException e) {
      throw new SeqlocException(where + ": not a number: '" + word + "'", e);
    }
  }

  /**
   * The pose of the upper three rows of a row-major matrix.
   *
   * @param where names the place for the error: file and line
   */
  static Pose pose(double[] matrix, String where) {
    try {
      return Pose.ofMatrix(matrix);
    } catch (IllegalArgumentException e) {
      throw new SeqlocException(where + ": " + e.getMessage(), e);
    }
  }

  static Size imageSize(Path file) {
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      if (in == null) {
        throw new SeqlocException("cannot read image " + file);
      }
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new SeqlocException("image " + file + " is neither PNG nor JPEG");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        return new Size(reader.getWidth(0), reader.getHeight(0));
      } finally {
        reader.dispose();
      }
    } catch (IOException e) {
      throw new SeqlocException("cannot read image " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * A whole JSON file.
   *
   * @throws SeqlocException also when the memory that this program may use is too small for it
   */
  static JsonNode json(Path file) {
    return json(file, Runtime.getRuntime().maxMemory());
  }

  static JsonNode json(Path file, long memory) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      long needed = Files.size(file) * JSON_BYTES_A_BYTE;
      if (needed > memory) {
        throw new SeqlocException(
            String.format(
                Locale.ROOT,
                "%s is too large: reading it takes about %d MiB of memory, this program may use"
                    + " %d: give it more with JAVA_TOOL_OPTIONS=-Xmx%dm",
                file,
                needed >> 20,
                memory >> 20,
                (needed + needed / 4) >> 20));
      }
      return new ObjectMapper().readTree(in);
    } catch (JsonProcessingException e) {
      throw new SeqlocException(
          file
              + ", line "
              + (e.getLocation() == null ? 0 : e.getLocation().getLineNr())
              + ": not JSON: "
              + e.getOriginalMessage().lines().findFirst().orElse(""),
          e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** An array of finite numbers. */
  static double[] numbers(JsonNode array, int count, String where) {
    if (!array.isArray() || array.size() != count) {
      throw new SeqlocException(where + ": expected an array of " + count + " numbers");
    }
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = finite(array.get(i), where);
    }
    return values;
  }

  static double finite(JsonNode number, String where) {
    if (!number.isNumber() || !Double.isFinite(number.asDouble())) {
      throw new SeqlocException(where + ": expected a finite number");
    }
    return number.asDouble();
  }
}
