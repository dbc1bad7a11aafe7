package org.seqloc.core.kapture.exchange;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.seqloc.core.FileTree;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.SoleFile;
import org.seqloc.core.kapture.ImageTransfer;

/**
 * A folder that grows aside and appears under its name when it is whole: what {@link
 * org.seqloc.core.WholeFile} is for one file. One run at a time writes it; what one that was killed
 * has left, the next removes.
 */
final class ExportFolder implements AutoCloseable {

  private final Path target;
  private final Path workspace;
  private final Path dir;
  private final FileChannel lock;

  /**
   * @throws SeqlocException when the target is there and not an empty folder, or another run is
   *     writing it
   */
  ExportFolder(Path out) {
    target = out.toAbsolutePath().normalize();
    if (target.getParent() == null) {
      throw new SeqlocException(out + " is no place for a folder");
    }
    workspace = target.resolveSibling("." + target.getFileName() + ".export");
    dir = workspace.resolve("out");
    try {
      requireFree();
      lock = SoleFile.enter(workspace, target);
      FileTree.delete(dir);
      Files.createDirectory(dir);
    } catch (IOException e) {
      throw new SeqlocException("cannot write " + out + ": " + e, e);
    }
  }

  private void requireFree() throws IOException {
    boolean free = !Files.exists(target) || (Files.isDirectory(target) && FileTree.isEmpty(target));
    if (!free) {
      throw new SeqlocException(target + " exists: choose another output");
    }
  }

  Path dir() {
    return dir;
  }

  /** Adds a file that lies elsewhere; its place is a checked path below the folder. */
  void copy(String path, Path source, ImageTransfer transfer) throws IOException {
    Path file = dir.resolve(path);
    Files.createDirectories(file.getParent());
    transfer.put(source, file);
  }

  void finish() throws IOException {
    requireFree();
    Files.deleteIfExists(target);
    Files.move(dir, target, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() {
    try (lock) {
      FileTree.delete(dir);
      SoleFile.leave(workspace);
    } catch (IOException e) {
      throw new SeqlocException("cannot remove the temporary folder " + workspace + ": " + e, e);
    }
  }
}
