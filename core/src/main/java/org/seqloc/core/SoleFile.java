package org.seqloc.core;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** A file that one run at a time has, among those of this process and of others. */
public final class SoleFile {

  /** How often a file is tried for that other runs remove when they end. */
  private static final int ATTEMPTS = 100;

  private static final String LOCK = "lock";

  private SoleFile() {}

  /**
   * Opens a file to be written, with a lock on it that holds until it is closed; what is in it
   * stays. The file and its folder are made where they are not there. Who deletes or renames it
   * does so before closing it.
   *
   * @return empty when another run has it
   */
  public static Optional<FileChannel> open(Path file) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        Files.createDirectories(file.toAbsolutePath().getParent());
        if (Files.notExists(file)) {
          Files.createFile(file);
        }
        Optional<String> key = key(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        boolean has = false;
        try {
          if (!isLocked(channel)) {
            return Optional.empty();
          }
          // Locked may be a file that a run which ended just now has removed or renamed.
          has = key.isPresent() && key(file).equals(key);
          if (has) {
            return Optional.of(channel);
          }
        } finally {
          if (!has) {
            channel.close();
          }
        }
      } catch (NoSuchFileException | FileAlreadyExistsException e) {
        // Another run has ended, or begun, in between.
      }
    }
    return Optional.empty();
  }

  /**
   * Holds a folder in which something grows until it has its name; {@link #leave} ends it.
   *
   * @param target what grows, for the error
   * @throws SeqlocException when another run has the folder
   */
  public static FileChannel enter(Path folder, Path target) throws IOException {
    return open(folder.resolve(LOCK))
        .orElseThrow(
            () ->
                new SeqlocException(
                    target
                        + ": another run is writing it, in "
                        + folder
                        + "; wait for it or end it"));
  }

  /** Removes a folder that is held, and then to be let go; what else is in it stays. */
  public static void leave(Path folder) throws IOException {
    // While it is held: whoever makes the next one has the folder for himself.
    Files.deleteIfExists(folder.resolve(LOCK));
    FileTree.deleteIfEmpty(folder);
  }

  /** Which file is there. */
  private static Optional<String> key(Path file) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(String.valueOf(attributes.fileKey()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // by this process
    }
  }
}
