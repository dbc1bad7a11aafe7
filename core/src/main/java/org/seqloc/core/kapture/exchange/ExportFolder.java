package org.seqloc.core.kapture.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.seqloc.core.FileTree;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.kapture.ImageTransfer;

/**
 * A folder that grows aside and appears under its name when it is whole: what {@link
 * org.seqloc.core.WholeFile} is for one file.
 */
final class ExportFolder implements AutoCloseable {

  private final Path target;
  private final Path workspace;
  private final Path dir;

  /**
   * @throws SeqlocException when the target is there and not an empty folder
   */
  ExportFolder(Path out) {
    target = out.toAbsolutePath().normalize();
    Path parent = target.getParent();
    if (parent == null) {
      throw new SeqlocException(out + " is no place for a folder");
    }
    try {
      requireFree();
      Files.createDirectories(parent);
      workspace = Files.createTempDirectory(parent, "." + target.getFileName() + ".");
      dir = Files.createDirectory(workspace.resolve("out"));
    } catch (IOException e) {
      throw new SeqlocException("cannot write " + out + ": " + e, e);
    }
  }

  private void requireFree() throws IOException {
    if (!Files.exists(target)) {
      return;
    }
    if (Files.isDirectory(target)) {
      try (Stream<Path> entries = Files.list(target)) {
        if (entries.findAny().isEmpty()) {
          return;
        }
      }
    }
    throw new SeqlocException(target + " exists: choose another output");
  }

  Path dir() {
    return dir;
  }

  /** Adds a file that lies elsewhere; its place is a checked path below the folder. */
  void copy(String path, Path source, ImageTransfer transfer) throws IOException {
    Path file = dir.resolve(path);
    Files.createDirectories(file.getParent());
    if (transfer == ImageTransfer.HARD_LINK) {
      try {
        Files.createLink(file, source.toRealPath());
        return;
      } catch (IOException | UnsupportedOperationException e) {
        Files.deleteIfExists(file); // another file system, or one without hard links
      }
    }
    Files.copy(source, file);
  }

  void finish() throws IOException {
    requireFree();
    Files.deleteIfExists(target);
    Files.move(dir, target, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() {
    try {
      FileTree.delete(workspace);
    } catch (IOException e) {
      throw new SeqlocException("cannot remove the temporary folder " + workspace + ": " + e, e);
    }
  }
}
