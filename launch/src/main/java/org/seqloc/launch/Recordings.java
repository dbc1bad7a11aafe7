package org.seqloc.launch;

import java.nio.file.Path;
import java.util.List;
import org.seqloc.bags.Bag;
import picocli.CommandLine.Model.CommandSpec;

/** Opens recordings for a command, and tells the user what is wrong with them. */
final class Recordings {

  private Recordings() {}

  /** As {@link Bag#open(Path)}; what was lost goes to the error stream. */
  static Bag open(Path file, CommandSpec spec) {
    return open(List.of(file), spec);
  }

  /** As {@link Bag#open(List)}; what was lost goes to the error stream. */
  static Bag open(List<Path> files, CommandSpec spec) {
    Bag bag = Bag.open(files);
    bag.warnings().forEach(warning -> spec.commandLine().getErr().println("warning: " + warning));
    return bag;
  }
}
