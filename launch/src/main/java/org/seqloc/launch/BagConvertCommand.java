package org.seqloc.launch;

import java.nio.file.Path;
import java.util.List;
import org.seqloc.bags.Bag;
import org.seqloc.bags.tool.BagCopy;
import org.seqloc.bags.tool.OutputBag;
import org.seqloc.bags.tool.Selection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a recording in another format or compression. */
@Command(
    name = "convert",
    mixinStandardHelpOptions = true,
    description = {
      "Write a recording in another format or compression, messages as they are.",
      "Only what ROS 2 recorded is turned to ROS 1's serialization for a .bag."
    })
final class BagConvertCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "IN", description = "The recording.")
  private Path in;

  @Parameters(
      index = "1",
      paramLabel = "OUT",
      description = "The new file; its ending says the format.")
  private Path out;

  @Mixin private BagOutputOptions options;

  @Override
  public void run() {
    OutputBag.checkTarget(out, options.replace(), List.of(in));
    try (Bag bag = Recordings.open(List.of(in), out, spec);
        OutputBag target = OutputBag.create(out, options.compression(), bag.connections())) {
      long messages =
          BagCopy.copy(
              bag, Selection.ALL, target, TerminalProgress.on(spec.commandLine().getErr()));
      target.commit();
      spec.commandLine().getOut().printf("%s: %d messages%n", out, messages);
    }
  }
}
