package org.seqloc.bags.rosbag2;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.seqloc.core.SeqlocException;

/** A folder for files of this process, made when the first is asked for. */
final class TemporaryFolder implements Closeable {

  private final List<Path> paths = new ArrayList<>();

  /** A path within the folder. */
  Path path(String name) {
    try {
      if (paths.isEmpty()) {
        Path folder = Files.createTempDirectory("seqloc-rosbag2");
        folder.toFile().deleteOnExit();
        paths.add(folder);
      }
    } catch (IOException e) {
      throw new SeqlocException(
          System.getProperty("java.io.tmpdir") + ": cannot be written to: " + e.getMessage(), e);
    }
    Path path = paths.get(0).resolve(name);
    // Should the process end without close; last come, first deleted.
    path.toFile().deleteOnExit();
    paths.add(path);
    return path;
  }

  /** Deletes the files that are there, and the folder. */
  @Override
  public void close() {
    for (int i = paths.size() - 1; i >= 0; i--) {
      delete(paths.get(i));
    }
    paths.clear();
  }

  /** Deletes a file of such a folder. */
  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // Tried again on exit.
      file.toFile().deleteOnExit();
    }
  }
}
