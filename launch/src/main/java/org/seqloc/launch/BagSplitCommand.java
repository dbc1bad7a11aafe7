package org.seqloc.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.seqloc.bags.Bag;
import org.seqloc.bags.mcap.McapReader;
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
              + " is one.")
  private Path prefix;

  @ArgGroup(exclusive = false, multiplicity = "1")
  private Limits limits;

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
        paramLabel = "SEC",
        description = "Begin a new file when this time has passed, s.")
    private String duration;
  }

  @Override
  public void run() {
    BagSplit.Options split =
        new BagSplit.Options(
            Optional.ofNullable(limits.size).map(text -> ByteSize.parse("--size", text)),
            Optional.ofNullable(limits.duration).map(d -> BagTime.duration("--duration", d)),
            ending(),
            options.compression(),
            options.replace());
    try (Bag bag = Recordings.open(in, spec)) {
      List<Path> parts =
          BagSplit.split(bag, parts(), split, TerminalProgress.on(spec.commandLine().getErr()));
      parts.forEach(spec.commandLine().getOut()::println);
    }
  }

  private Path parts() {
    if (prefix != null) {
      return prefix;
    }
    String name = in.getFileName().toString();
    return in.resolveSibling(name.replaceFirst("\\.(bag|mcap)(\\.active)?$", ""));
  }

  private String ending() {
    return McapReader.isMcap(in) ? ".mcap" : ".bag";
  }
}
