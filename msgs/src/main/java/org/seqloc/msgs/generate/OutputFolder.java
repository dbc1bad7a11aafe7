package org.seqloc.msgs.generate;

import java.io.IOException;
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
 * A folder that the generator owns. A file that would not change is left alone, so that the
 * compiler need not look at it again; {@link #deleteOthers} removes what earlier runs left behind.
 */
final class OutputFolder {

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

  void deleteOthers() {
    if (!Files.isDirectory(root)) {
      return;
    }
    try (Stream<Path> found = Files.walk(root)) {
      List<Path> stale =
          found.filter(Files::isRegularFile).filter(file -> !written.contains(file)).toList();
      for (Path file : stale) {
        Files.delete(file);
        changed++;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(root + ": cannot be cleared of old files", e);
    }
  }

  /** How many files were written anew or deleted. */
  int changed() {
    return changed;
  }
}
