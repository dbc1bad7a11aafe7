package org.seqloc.core.kapture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.AbstractList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.seqloc.core.SeqlocException;

/**
 * Feature files in a folder. Names never lead out of it, not by ".." and not through a symbolic
 * link unless links are followed. (The folder itself may be a link.) Listing takes about 60 bytes a
 * file.
 */
final class FolderFiles implements MemberFiles {

  /** Of a part of a path; file systems know no longer ones. */
  private static final int MAX_NAME_BYTES = 255;

  private final Path folder;
  private final boolean followLinks;

  /**
   * @param followLinks whether files may lie elsewhere, behind symbolic links
   */
  FolderFiles(Path folder, boolean followLinks) {
    this.folder = folder;
    this.followLinks = followLinks;
  }

  @Override
  public List<String> names(String extension) {
    StringColumn names = new StringColumn();
    walk(
        (name, attributes) -> {
          if (name.endsWith(extension)
              && isName(name)
              && (attributes.isRegularFile() || real(name).isPresent())) {
            names.add(name.substring(0, name.length() - extension.length()));
          }
        });
    return sorted(names);
  }

  private interface Sink {
    void file(String name, BasicFileAttributes attributes);
  }

  /** Tells of all files, and of the links that are not followed. */
  private void walk(Sink sink) {
    try {
      Path root = folder.toRealPath();
      Files.walkFileTree(
          root,
          followLinks ? EnumSet.of(FileVisitOption.FOLLOW_LINKS) : Set.of(),
          Integer.MAX_VALUE,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              sink.file(root.relativize(file).toString().replace('\\', '/'), attributes);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (FileSystemLoopException e) {
      throw new SeqlocException("a link below " + folder + " leads back: " + e.getFile(), e);
    } catch (IOException e) {
      throw new SeqlocException("cannot read " + folder + ": " + e, e);
    }
  }

  @Override
  public Optional<String> remark() {
    LongAdder links = new LongAdder();
    walk(
        (name, attributes) -> {
          if (attributes.isSymbolicLink() && isName(name) && real(name).isEmpty()) {
            links.increment();
          }
        });
    return links.sum() == 0
        ? Optional.empty()
        : Optional.of(
            folder
                + ": "
                + links
                + " links that lead out or to folders are left out: copy what they lead to, or"
                + " --follow-links");
  }

  /** Whether a table could name the file: one with a comma, for example, belongs to no image. */
  private static boolean isName(String name) {
    try {
      KaptureImages.checkPath(name);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The texts of a column by code points, as a list. */
  static List<String> sorted(StringColumn names) {
    int[] order = RowOrder.sort(names.size(), names::compare);
    return new AbstractList<>() {
      @Override
      public String get(int index) {
        return names.get(order[index]);
      }

      @Override
      public int size() {
        return order.length;
      }
    };
  }

  @Override
  public OptionalLong size(String name) {
    Optional<Path> file = real(name);
    try {
      return file.isPresent() ? OptionalLong.of(Files.size(file.get())) : OptionalLong.empty();
    } catch (IOException e) {
      throw new SeqlocException("cannot read " + describe(name) + ": " + e, e);
    }
  }

  /** The file itself, when it is one and lies within the folder. */
  private Optional<Path> real(String name) {
    Path file;
    try {
      file = folder.resolve(KaptureImages.checkPath(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // not a name that may lead anywhere
    }
    try {
      return Optional.of(file.toRealPath())
          .filter(Files::isRegularFile)
          .filter(real -> followLinks || real.startsWith(realFolder()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      if (cannotBe(file) || (!followLinks && Files.isSymbolicLink(file))) {
        return Optional.empty();
      }
      throw new SeqlocException("cannot read " + describe(name) + ": " + e, e);
    }
  }

  /** Whether a path is longer than any, or leads through a file. */
  private static boolean cannotBe(Path path) {
    for (Path part : path) {
      if (part.toString().getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
        return true;
      }
    }
    for (Path at = path.getParent(); at != null; at = at.getParent()) {
      if (Files.isRegularFile(at)) {
        return true;
      }
    }
    return false;
  }

  private Path realFolder() {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      throw new SeqlocException("cannot read " + folder + ": " + e, e);
    }
  }

  @Override
  public byte[] read(String name) {
    Path file =
        real(name)
            .orElseThrow(
                () ->
                    new SeqlocException(
                        describe(name) + " is missing, not a file, or links out of its folder"));
    try {
      MemberFiles.checkSize(Files.size(file), describe(name));
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new SeqlocException("cannot read " + file + ": " + e, e);
    }
  }

  @Override
  public String describe(String name) {
    return folder + "/" + name;
  }
}
