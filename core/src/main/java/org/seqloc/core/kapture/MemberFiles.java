package org.seqloc.core.kapture;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.seqloc.core.SeqlocException;

/** The feature files of a type: in a folder, or as members of a tar archive. */
sealed interface MemberFiles permits FolderFiles, TarFiles {

  /** Larger than any feature file; keeps a wrong length from filling the memory. */
  long MAX_BYTES = 1L << 30;

  /**
   * The names of all files with this ending, without it, by code points; '/' between folders.
   *
   * @throws SeqlocException when the folder cannot be read
   */
  List<String> names(String extension);

  /** The size of a file; empty when there is none. */
  OptionalLong size(String name);

  /**
   * The bytes of a file.
   *
   * @throws SeqlocException when there is none or it cannot be read
   */
  byte[] read(String name);

  /** A line on what is there and is no file here; empty when there is nothing. */
  Optional<String> remark();

  /** A line on files with this ending beside an archive, which do not count. */
  default Optional<String> remarkBeside(String extension) {
    return Optional.empty();
  }

  /** What to call a file in a message. */
  String describe(String name);

  /** Refuses a size that no feature file has. */
  static int checkSize(long size, String file) {
    if (size > MAX_BYTES) {
      throw new SeqlocException(file + " has " + size + " bytes: not a feature file");
    }
    return (int) size;
  }
}
