package org.seqloc.bags.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagInfo.CompressionUse;
import org.seqloc.bags.Compression;
import org.seqloc.bags.RosbagReader;
import org.seqloc.bags.mcap.McapReader;
import org.seqloc.bags.rosbag2.Rosbag2Reader;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;

/** Writes a bag anew from all that can be read of a damaged or unfinished one. */
public final class BagReindex {

  private static final String ACTIVE = ".active";

  /**
   * What was done.
   *
   * @param file the mended bag
   * @param original where the original is now
   * @param warnings what was wrong with it, and what it had beside messages
   */
  public record Result(Path file, Path original, long messages, List<String> warnings) {
    public Result {
      warnings = List.copyOf(warnings);
    }
  }

  private BagReindex() {}

  /**
   * Mends a recording in its place. {@code NAME.bag} is kept as {@code NAME.orig.bag}; of {@code
   * NAME.bag.active}, {@code NAME.bag} is made.
   *
   * @param replace whether files of these names may be replaced
   */
  public static Result inPlace(Path file, boolean replace, Progress progress) {
    String name = file.getFileName().toString();
    String bare = name.endsWith(ACTIVE) ? name.substring(0, name.length() - ACTIVE.length()) : name;
    String ending = BagFormat.of(Path.of(bare)).orElse(BagFormat.ROSBAG).ending();
    String stem = BagFormat.stem(file);
    Path target = file.resolveSibling(stem + ending);
    Path original = file.resolveSibling(stem + ".orig" + ending);
    if (!target.equals(file)) {
      OutputBag.checkTarget(target, replace, List.of(file));
    }
    OutputBag.checkTarget(original, replace, List.of(file));
    return write(file, target, original, progress);
  }

  /** Mends a bag into another file; the original stays as it is. */
  public static Result to(Path file, Path target, boolean replace, Progress progress) {
    OutputBag.checkTarget(target, replace, List.of(file));
    if (McapReader.isMcap(file) && Rosbag2Reader.isRosbag2(file)) {
      throw new SeqlocException(
          file
              + ": its messages are compressed, which only the metadata beside it tell; mend it in"
              + " its place, without --out");
    }
    return write(file, target, file, progress);
  }

  private static Result write(Path file, Path target, Path original, Progress progress) {
    try (Bag bag =
            McapReader.isMcap(file)
                ? McapReader.recover(file)
                : RosbagReader.recover(file, progress);
        OutputBag out = OutputBag.create(target, compression(bag, target), bag.connections())) {
      long messages = BagCopy.copy(bag, Selection.ALL, out, progress);
      if (messages == 0 && !bag.warnings().isEmpty()) {
        throw new SeqlocException(
            String.format(
                "%s: no message of it can be saved, so nothing is written: %s",
                file, bag.warnings().get(0)));
      }
      out.finish();
      if (!original.equals(file)) {
        Files.move(file, original, StandardCopyOption.REPLACE_EXISTING);
      }
      out.commit();
      List<String> warnings = new ArrayList<>(bag.warnings());
      BagCopy.leftOut(bag).ifPresent(warnings::add);
      return new Result(target, original, messages, warnings);
    } catch (IOException e) {
      throw new SeqlocException(file + ": cannot be renamed to " + original + ": " + e, e);
    }
  }

  /** That of most of its chunks, if the format of the target has it. */
  private static Optional<String> compression(Bag bag, Path target) {
    return bag.info().compressions().stream()
        .findFirst()
        .map(CompressionUse::compression)
        .filter(BagFormat.require(target)::has)
        .map(Compression::rosName);
  }
}
