package org.seqloc.bags.rosbag2;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.seqloc.bags.Bag;
import org.seqloc.bags.mcap.McapReader;
import org.seqloc.core.SeqlocException;

/** The files of a recording: finds them, decompresses those that need it, opens each. */
final class RecordedFiles implements Closeable {

  private static final byte[] SQLITE = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ZSTD = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD};
  private static final String ZSTD_SUFFIX = ".zstd";
  private static final List<String> SUFFIXES = List.of(".db3", ".mcap");

  /** The versions of metadata that name files as seen from the folder around. */
  private static final int LAST_VERSION_FROM_OUTSIDE = 3;

  private final TemporaryFolder decompressed = new TemporaryFolder();
  private final List<Bag> opened = new ArrayList<>();
  private final List<Path> names = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /** Whether a folder has files with the names of recorded ones. */
  static boolean areIn(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.anyMatch(RecordedFiles::isNamedAsRecorded);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Whether a file is a database, or compressed and named as one; false as well when it cannot be
   * read.
   */
  static boolean isDatabase(Path file) {
    try {
      byte[] start = start(file);
      return startsWith(start, SQLITE) || (startsWith(start, ZSTD) && isNamedAsRecorded(file));
    } catch (SeqlocException e) {
      return false;
    }
  }

  /** The files that could be opened, in their order. */
  List<Bag> opened() {
    return opened;
  }

  /** As they are on the disk, and what else was named. */
  List<Path> names() {
    return List.copyOf(names);
  }

  /** Adds a file that belongs to the recording. */
  void name(Path file) {
    names.add(file);
  }

  /** What is wrong with them, by now. */
  List<String> warnings() {
    return Stream.concat(warnings.stream(), opened.stream().flatMap(bag -> bag.warnings().stream()))
        .toList();
  }

  void warn(String line) {
    warnings.add(line);
  }

  /**
   * Opens the files that the metadata name; all that are found where they name none.
   *
   * @throws SeqlocException when one is named that is not within the folder, or none can be opened
   */
  void openNamed(Path folder, Rosbag2Metadata metadata) {
    if (metadata.files().isEmpty()) {
      openFound(folder);
      warn(folder.resolve(Rosbag2Metadata.NAME) + ": names no files; all are read");
      return;
    }
    List<Path> files = new ArrayList<>();
    for (String name : metadata.files()) {
      files.add(contained(folder, name, metadata.version()));
    }
    openAll(folder, files);
  }

  /**
   * Opens all files of a folder that have the names of recorded ones.
   *
   * @throws SeqlocException when there are none, or none can be opened
   */
  void openFound(Path folder) {
    List<Path> files;
    try (Stream<Path> entries = Files.list(folder)) {
      files =
          entries
              .filter(RecordedFiles::isNamedAsRecorded)
              .sorted(Comparator.comparingLong(RecordedFiles::number).thenComparing(p -> p))
              .toList();
    } catch (IOException e) {
      throw new SeqlocException(folder + ": cannot be read: " + e.getMessage(), e);
    }
    openAll(folder, files);
  }

  private void openAll(Path folder, List<Path> files) {
    if (files.isEmpty()) {
      throw new SeqlocException(
          folder + ": no recording: neither .db3 nor .mcap files; name the folder with them");
    }
    SeqlocException first = null;
    for (Path file : files) {
      try {
        open(file);
      } catch (SeqlocException e) {
        first = first == null ? e : first;
        warnings.add(e.getMessage());
      }
    }
    if (opened.isEmpty()) {
      throw first;
    }
  }

  /** Opens one file, whatever its name. */
  void open(Path file) {
    byte[] start = start(file);
    Path plain = file;
    if (startsWith(start, ZSTD)) {
      plain = decompressed.path(opened.size() + "-" + withoutSuffix(file));
      Zstd.file(file, plain);
      start = start(plain);
    }
    try {
      opened.add(open(file, plain, start));
    } catch (RuntimeException e) {
      if (!plain.equals(file)) {
        TemporaryFolder.delete(plain);
      }
      throw e;
    }
    names.add(file);
  }

  private static Bag open(Path file, Path plain, byte[] start) {
    if (startsWith(start, SQLITE)) {
      return new SqliteReader(plain, file);
    }
    if (McapReader.isMcap(plain)) {
      return McapReader.open(plain);
    }
    throw new SeqlocException(file + ": neither a database of SQLite nor MCAP; check the path");
  }

  private static byte[] start(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(SQLITE.length);
    } catch (NoSuchFileException e) {
      throw new SeqlocException(file + ": no such file; check the path", e);
    } catch (IOException e) {
      throw new SeqlocException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }

  /** The path of a file by its name in the metadata, which must not lead out of the folder. */
  private static Path contained(Path folder, String name, int version) {
    Path path;
    try {
      path = Path.of(name);
    } catch (InvalidPathException e) {
      throw outside(folder, name, e);
    }
    for (Path part : path) {
      if (part.toString().equals("..")) {
        throw outside(folder, name, null);
      }
    }
    if (path.isAbsolute() || path.getFileName() == null) {
      throw outside(folder, name, null);
    }
    Path file = folder.resolve(path);
    if (version <= LAST_VERSION_FROM_OUTSIDE && !Files.exists(file)) {
      // These begin with the folder's name, which may have changed since.
      file = folder.resolve(path.getFileName());
    }
    try {
      if (Files.exists(file) && !file.toRealPath().startsWith(folder.toRealPath())) {
        throw outside(folder, name, null);
      }
    } catch (IOException e) {
      throw new SeqlocException(file + ": cannot be read: " + e.getMessage(), e);
    }
    return file;
  }

  private static SeqlocException outside(Path folder, String name, Exception cause) {
    return new SeqlocException(
        String.format(
            "%s: names the file '%s', which is not within the folder; `ros2 bag reindex` names"
                + " those that are",
            folder.resolve(Rosbag2Metadata.NAME), name),
        cause);
  }

  private static boolean isNamedAsRecorded(Path file) {
    String name = withoutSuffix(file);
    return SUFFIXES.stream().anyMatch(name::endsWith) && Files.isRegularFile(file);
  }

  private static String withoutSuffix(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(ZSTD_SUFFIX)
        ? name.substring(0, name.length() - ZSTD_SUFFIX.length())
        : name;
  }

  /** The number of a file of several, {@code NAME_12.db3}; 0 for one without. */
  private static long number(Path file) {
    String name = withoutSuffix(file);
    String digits = name.replaceFirst("\\.[^.]*$", "").replaceFirst("^.*_", "");
    return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : 0;
  }

  @Override
  public void close() {
    opened.forEach(Bag::close);
    decompressed.close();
  }
}
