package org.seqloc.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.seqloc.bags.Bag;
import org.seqloc.bags.rosbag2.Ros1View;
import org.seqloc.bags.tool.BagCopy;
import org.seqloc.bags.tool.BagFormat;
import org.seqloc.bags.tool.OutputBag;
import org.seqloc.core.SeqlocException;
import picocli.CommandLine.Model.CommandSpec;

/** Opens recordings for a command, and tells the user what is wrong with them. */
final class Recordings {

  private Recordings() {}

  /** As {@link Bag#open(Path)}; what was lost goes to the error stream. */
  static Bag open(Path file, CommandSpec spec) {
    return new WatchedBag(Bag.open(file), spec.commandLine().getErr());
  }

  /** Several files as one recording; what ROS 2 recorded is given as ROS 1 would have. */
  static Bag openAsRos1(List<Path> files, CommandSpec spec) {
    return open(files, true, spec);
  }

  /**
   * Opens recordings to be written to a file. Where its format is a rosbag, what ROS 2 recorded is
   * given as ROS 1 would have.
   *
   * @throws SeqlocException also when the file is one of theirs
   */
  static Bag open(List<Path> files, Path out, CommandSpec spec) {
    Bag bag = open(files, BagFormat.of(out).equals(Optional.of(BagFormat.ROSBAG)), spec);
    try {
      // A folder's files are known only now.
      OutputBag.checkTarget(out, true, bag.files());
      tellLeftOut(bag, spec);
      return bag;
    } catch (RuntimeException e) {
      bag.close();
      throw e;
    }
  }

  /** Tells the user what a copy of the bag will not have. */
  static void tellLeftOut(Bag bag, CommandSpec spec) {
    BagCopy.leftOut(bag).ifPresent(line -> spec.commandLine().getErr().println("seqloc: " + line));
  }

  private static Bag open(List<Path> files, boolean asRos1, CommandSpec spec) {
    Bag recorded = Bag.open(files);
    try {
      Bag bag = asRos1 ? Ros1View.of(recorded) : recorded;
      return new WatchedBag(bag, spec.commandLine().getErr());
    } catch (RuntimeException e) {
      recorded.close();
      throw e;
    }
  }
}
