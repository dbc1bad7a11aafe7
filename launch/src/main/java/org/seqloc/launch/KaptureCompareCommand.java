package org.seqloc.launch;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.kapture.KaptureComparison;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Whether two datasets are the same. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Compare two kaptures and print the first differences.",
      "The order of rows, the digits of numbers and tar archives do not matter; the names of files",
      "do where features, matches or observations refer to them. Images whose bytes differ are",
      "compared by their pixels. What is not the same but counts as equal is told.",
      "Exit code: 0 equal, 1 different, 2 not readable."
    })
final class KaptureCompareCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "A", description = "A dataset.")
  private Path first;

  @Parameters(paramLabel = "B", description = "Another one.")
  private Path second;

  @Option(
      names = "--tolerance",
      paramLabel = "X",
      defaultValue = "1e-9",
      description = {
        "How far numbers of tables may be apart (poses: metres and radians), default",
        "${DEFAULT-VALUE}: what rounding leaves of a pose that was inverted. 0 for the same numbers."
      })
  private double tolerance;

  @Option(
      names = "--feature-tolerance",
      paramLabel = "X",
      defaultValue = "0",
      description = "How far numbers of features may be apart; by default not at all, bit for bit.")
  private double featureTolerance;

  @Option(names = "--no-files", description = "Do not compare images, depth maps, point clouds.")
  private boolean noFiles;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "10",
      description = "Print so many differences.")
  private int limit;

  @Mixin private KaptureCommand.Links links;

  @Override
  public Integer call() {
    KaptureComparison.Options options;
    try {
      options = new KaptureComparison.Options(tolerance, featureTolerance, !noFiles, limit);
    } catch (IllegalArgumentException e) {
      throw new SeqlocException(e.getMessage(), e);
    }
    KaptureComparison.Result result =
        KaptureComparison.compare(links.open(first), links.open(second), options);
    PrintWriter out = spec.commandLine().getOut();
    result.first().forEach(out::println);
    if (result.count() > result.first().size()) {
      out.println("... and " + (result.count() - result.first().size()) + " more");
    }
    result.notes().forEach(out::println);
    out.println(result.isEqual() ? "equal" : result.count() + " differences");
    return result.isEqual() ? 0 : 1;
  }
}
