package org.seqloc.core.kapture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How an image file that exists already comes into a dataset. */
public enum ImageTransfer {
  COPY,
  /**
   * A second name for the same file, which takes no space; a copy where the file system does not
   * permit it. Whoever changes the one file changes both.
   */
  HARD_LINK,
  /** Not at all: the tables name the files, which are elsewhere or not there. */
  NONE;

  /** Puts a file where none is. */
  public void put(Path source, Path file) throws IOException {
    if (this == COPY || (this == HARD_LINK && !link(source, file))) {
      Files.copy(source, file);
    }
  }

  private static boolean link(Path source, Path file) {
    try {
      Files.createLink(file, source.toRealPath());
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false; // another file system, or one without hard links: the caller copies
    }
  }
}
