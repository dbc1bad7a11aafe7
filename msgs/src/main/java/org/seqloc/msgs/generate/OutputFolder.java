package org.seqloc.msgs.generate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder for generated files. A file that would not change is left alone, so that the compiler
 * need not look at it again.
 */
final class OutputFolder {

  /** What the first line of each generated class begins with. */
  static final String MARK = "// Generated";

  private final Path root;
  private final Set<Path> written = new HashSet<>();
  private int changed;

  OutputFolder(Path root) {
    this.root = root;
  }

  void write(String relativePath, String text) {
    Path file = root.resolve(relativePath);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    written.add(file);
    try {
      if (Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), bytes)) {
        return;
      }
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
      changed++;
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be written", e);
    }
  }

  /** Removes the classes that earlier runs left behind, known by their mark. */
  void deleteStaleClasses() {
    try (Stream<Path> found = Files.walk(root)) {
      List<Path> stale =
          found
              .filter(file -> file.toString().endsWith(".java") && Files.isRegularFile(file))
              .filter(file -> !written.contains(file) && isMarked(file))
              .toList();
      for (Path file : stale) {
        Files.delete(file);
        changed++;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(root + ": cannot be cleared of old files", e);
    }
  }

  private static boolean isMarked(Path file) {
    byte[] mark = MARK.getBytes(StandardCharsets.UTF_8);
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(mark, in.readNBytes(mark.length));
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read", e);
    }
  }

  /** How many files were written anew or deleted. */
  int changed() {
    return changed;
  }
}
