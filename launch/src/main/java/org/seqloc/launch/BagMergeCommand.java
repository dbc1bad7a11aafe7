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

/** Writes several recordings as one. */
@Command(
    name = "merge",
    mixinStandardHelpOptions = true,
    description = "Write several recordings as one, their messages in order of receipt time.")
final class BagMergeCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "OUT", description = "The new file.")
  private Path out;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "IN", description = "The recordings.")
  private List<Path> in;

  @Mixin private BagOutputOptions options;

  @Override
  public void run() {
    OutputBag.checkTarget(out, options.replace(), in);
    try (Bag bag = Recordings.open(in, out, spec);
        OutputBag target = OutputBag.create(out, options.compression(), bag.connections())) {
      long messages =
          BagCopy.copy(
              bag, Selection.ALL, target, TerminalProgress.on(spec.commandLine().getErr()));
      target.commit();
      spec.commandLine().getOut().printf("%s: %d messages of %d files%n", out, messages, in.size());
    }
  }
}
