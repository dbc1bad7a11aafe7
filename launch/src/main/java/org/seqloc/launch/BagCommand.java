package org.seqloc.launch;

import java.nio.file.Path;
import java.time.ZoneId;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagInfoPrinter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Recorded data. */
@Command(
    name = "bag",
    description = "Recordings.",
    subcommands = {
      BagCommand.Info.class,
      BagCheckCommand.class,
      BagReindexCommand.class,
      BagConvertCommand.class,
      BagFilterCommand.class,
      BagMergeCommand.class,
      BagSplitCommand.class,
      RecordCommand.class,
      PlayCommand.class,
      BagFromKaptureCommand.class
    })
final class BagCommand extends GroupCommand {

  /** Prints what {@code rosbag info} does. */
  @Command(
      name = "info",
      mixinStandardHelpOptions = true,
      description = "Show topics, types, times and sizes of a recording.")
  static final class Info implements Runnable {

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The rosbag or MCAP file.")
    private Path file;

    @Override
    public void run() {
      try (Bag bag = Recordings.open(file, spec)) {
        BagInfoPrinter.print(bag.info(), ZoneId.systemDefault(), spec.commandLine().getOut());
      }
    }
  }
}
