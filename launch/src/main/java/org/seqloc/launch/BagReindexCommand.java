package org.seqloc.launch;

import java.nio.file.Path;
import org.seqloc.bags.tool.BagReindex;
import org.seqloc.core.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Mends a damaged or unfinished rosbag. */
@Command(
    name = "reindex",
    mixinStandardHelpOptions = true,
    description = {
      "Write all that can be read of a damaged or unfinished bag as a whole one.",
      "NAME.bag is kept as NAME.orig.bag; NAME.bag.active becomes NAME.bag and is kept as"
          + " NAME.orig.bag too. With --out the original stays as it is."
    })
final class BagReindexCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The bag.")
  private Path file;

  @Option(names = "--out", paramLabel = "FILE", description = "Write the mended bag here.")
  private Path out;

  @Option(names = "--replace", description = "Replace files that are there already.")
  private boolean replace;

  @Override
  public void run() {
    Progress progress = TerminalProgress.on(spec.commandLine().getErr());
    BagReindex.Result result =
        out == null
            ? BagReindex.inPlace(file, replace, progress)
            : BagReindex.to(file, out, replace, progress);
    result.warnings().forEach(w -> spec.commandLine().getErr().println("seqloc: " + w));
    spec.commandLine()
        .getOut()
        .printf(
            "%s: %d messages; the original is %s%n",
            result.file(), result.messages(), result.original());
  }
}
