package org.seqloc.core.kapture.exchange;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Pose;

/** What the importers share: JSON, poses, and the size of an image without its pixels. */
final class ImportFiles {

  /** What a tree of short numbers takes on the heap for each byte of its text, at most. */
  private static final long JSON_BYTES_A_BYTE = 14;

  private static final int MAX_YAML_BYTES = 1 << 20;

  record Size(int width, int height) {}

  private ImportFiles() {}

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
        throw new SeqlocException(
            "image " + file + " is of no format that is read here, like PNG and JPEG");
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

  /** A whole YAML file of settings. */
  static JsonNode yaml(Path file) {
    try {
      if (Files.size(file) > MAX_YAML_BYTES) {
        throw new SeqlocException(file + " is too large for settings");
      }
      return new YAMLMapper().readTree(Files.readAllBytes(file));
    } catch (JacksonException e) {
      throw new SeqlocException(
          file + ": not YAML: " + e.getOriginalMessage().lines().findFirst().orElse(""), e);
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
