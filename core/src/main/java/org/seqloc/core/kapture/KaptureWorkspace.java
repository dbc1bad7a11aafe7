package org.seqloc.core.kapture;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.seqloc.core.FileTree;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.SoleFile;

/**
 * The hidden folder beside a target in which a dataset grows, and out of which it is moved when it
 * is whole. One run at a time is in it. What a run that was killed has left is found by the next
 * one: the dataset that was to be replaced comes back, or goes when its successor is in place. (A
 * folder is not renamed over another one, as {@link org.seqloc.core.WholeFile} does with a file.)
 */
final class KaptureWorkspace implements AutoCloseable {

  private static final String JOB = "job";

  private final Path target;
  private final boolean replace;
  private final Path folder;
  private final FileChannel lock;

  /** Whether an unfinished dataset stays for the next run of its job. */
  private boolean kept;

  private KaptureWorkspace(Path target, boolean replace, Path folder, FileChannel lock) {
    this.target = target;
    this.replace = replace;
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * @param job tells all that the files depend on: what another job left is removed; empty for one
   *     that nothing is gone on with
   * @throws SeqlocException when the target exists and may not be replaced, or another run is at
   *     work on it
   */
  static KaptureWorkspace open(Path target, boolean replace, Optional<String> job) {
    Path absolute = target.toAbsolutePath().normalize();
    if (absolute.getParent() == null) {
      throw new SeqlocException(target + " is no place for a kapture directory");
    }
    checkReplaceable(absolute, replace);
    Path folder = folder(absolute);
    try {
      FileChannel lock = SoleFile.enter(folder, target);
      try {
        KaptureWorkspace workspace = new KaptureWorkspace(absolute, replace, folder, lock);
        workspace.recover();
        // Again, for there may be one now.
        checkReplaceable(absolute, replace);
        workspace.begin(job);
        return workspace;
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new SeqlocException("cannot write " + target + ": " + e, e);
    }
  }

  /** Removes what a run has left that was killed when its dataset was in place already. */
  static void tidy(Path target) {
    Path absolute = target.toAbsolutePath().normalize();
    if (absolute.getParent() == null
        || !Files.exists(absolute)
        || !Files.isDirectory(folder(absolute))) {
      return;
    }
    try {
      FileChannel lock = SoleFile.enter(folder(absolute), target);
      new KaptureWorkspace(absolute, false, folder(absolute), lock).close();
    } catch (IOException e) {
      throw new SeqlocException("cannot remove " + folder(absolute) + ": " + e, e);
    }
  }

  private static Path folder(Path target) {
    return target.resolveSibling("." + target.getFileName() + ".partial");
  }

  private void recover() throws IOException {
    if (!Files.exists(replaced())) {
      return;
    }
    if (isKapture(target)) {
      FileTree.delete(replaced());
    } else {
      // Only an empty folder can be in the way: any other was refused.
      Files.deleteIfExists(target);
      Files.move(replaced(), target, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private void begin(Optional<String> job) throws IOException {
    FileTree.delete(runs());
    Path jobFile = folder.resolve(JOB);
    boolean same =
        job.isPresent() && Files.exists(jobFile) && Files.readString(jobFile).equals(job.get());
    if (!same) {
      Files.deleteIfExists(jobFile);
      FileTree.delete(dir());
    }
    Files.createDirectories(KaptureImages.recordsData(dir()));
    if (!same && job.isPresent()) {
      // Last: a folder without it is started anew.
      Files.writeString(jobFile, job.get());
    }
    kept = job.isPresent();
  }

  /** Where the dataset grows. */
  Path dir() {
    return folder.resolve("kapture");
  }

  /** Where records are sorted. */
  Path runs() {
    return folder.resolve("runs");
  }

  private Path replaced() {
    return folder.resolve("replaced");
  }

  /** Moves the dataset into place. */
  void moveIntoPlace() throws IOException {
    checkReplaceable(target, replace);
    // A folder that is not empty cannot be renamed over: the old one goes out of the way first.
    boolean hadOld = Files.exists(target);
    if (hadOld) {
      Files.move(target, replaced(), StandardCopyOption.ATOMIC_MOVE);
    }
    try {
      Files.move(dir(), target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (hadOld) {
        Files.move(replaced(), target, StandardCopyOption.ATOMIC_MOVE);
      }
      throw e;
    }
    kept = false;
  }

  /** Nothing of this is to be gone on with. */
  void abandon() {
    kept = false;
  }

  private static void checkReplaceable(Path target, boolean replace) {
    if (!Files.exists(target)) {
      return;
    }
    if (!Files.isDirectory(target)) {
      throw new SeqlocException(target + " exists and is not a directory: choose another output");
    }
    try {
      if (FileTree.isEmpty(target)) {
        return;
      }
    } catch (IOException e) {
      throw new SeqlocException("cannot read " + target + ": " + e, e);
    }
    if (!replace) {
      throw new SeqlocException(
          target + " exists and is not empty: choose another output, or --replace it");
    }
    if (!isKapture(target)) {
      throw new SeqlocException(
          target + " holds something other than kapture and is not replaced: remove it yourself");
    }
    List<String> others = UnknownFiles.names(target);
    others.removeAll(KaptureWriter.ATTACHMENTS);
    if (!others.isEmpty()) {
      throw new SeqlocException(
          target
              + " holds something beside the kapture and is not replaced: move "
              + UnknownFiles.some(others)
              + " elsewhere");
    }
  }

  private static boolean isKapture(Path folder) {
    return Files.isRegularFile(folder.resolve("sensors").resolve("sensors.txt"));
  }

  /**
   * Removes the folder, unless it is to be gone on with or has the only copy of the old dataset.
   */
  @Override
  public void close() {
    try (lock) {
      if (!kept && (isKapture(target) || !Files.exists(replaced()))) {
        FileTree.delete(dir());
        FileTree.delete(runs());
        FileTree.delete(replaced());
        Files.deleteIfExists(folder.resolve(JOB));
        SoleFile.leave(folder);
      }
    } catch (IOException e) {
      throw new SeqlocException("cannot remove the temporary folder " + folder + ": " + e, e);
    }
  }
}
