package org.seqloc.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.seqloc.bags.Bag;
import org.seqloc.bags.mcap.McapReader;
import org.seqloc.bags.tool.BagFormat;
import org.seqloc.bags.tool.BagSplit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a recording as several. */
@Command(
    name = "split",
    mixinStandardHelpOptions = true,
    description = "Write a recording as several files that follow each other in time.")
final class BagSplitCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "IN", description = "The recording.")
  private Path in;

  @Option(
      names = "--out",
      paramLabel = "PREFIX",
      description =
          "Write PREFIX_0.bag, PREFIX_1.bag, ... (default: IN without its ending); .mcap when IN"
              + " is one or of ROS 2.")
  private Path prefix;

  @ArgGroup(exclusive = false, multiplicity = "1")
  private Limits limits;

  @Option(
      names = "--repeat-latched",
      description = "Begin each further file with what is latched, such as /tf_static.")
  private boolean repeatLatched;

  @Mixin private BagOutputOptions options;

  /** How long a part may get. */
  static final class Limits {
    @Option(
        names = "--size",
        paramLabel = "BYTES",
        description = "Begin a new file when one exceeds this: 500MB, 2GiB.")
    private String size;

    @Option(
        names = "--duration",
        paramLabel = "TIME",
        description = "Begin a new file when this time has passed: 60 (seconds), 5m, 2h.")
    private String duration;
  }

  @Override
  public void run() {
    try (Bag bag = Recordings.open(in, spec)) {
      Recordings.tellLeftOut(bag, spec);
      BagSplit.Options split =
          new BagSplit.Options(
              Optional.ofNullable(limits.size).map(text -> ByteSize.parse("--size", text)),
              Optional.ofNullable(limits.duration).map(d -> BagTime.duration("--duration", d)),
              repeatLatched,
              format(bag),
              options.compression(),
              options.replace());
      List<Path> parts =
          BagSplit.split(bag, parts(), split, TerminalProgress.on(spec.commandLine().getErr()));
      parts.forEach(spec.commandLine().getOut()::println);
    }
  }

  private BagFormat format(Bag bag) {
    boolean ros1 = bag.connections().stream().allMatch(c -> c.encoding().isRos1());
    return McapReader.isMcap(in) || !ros1 ? BagFormat.MCAP : BagFormat.ROSBAG;
  }

  private Path parts() {
    if (prefix != null) {
      return prefix;
    }
    return in.resolveSibling(BagFormat.stem(in));
  }
}
