package org.seqloc.launch;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.seqloc.bags.tool.BagCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a recording. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Read a whole recording and tell what is wrong with it.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:All messages were read and are what their definitions say.",
      "1:Problems were found.",
      "2:Nothing of the file can be read."
    })
final class BagCheckCommand implements Callable<Integer> {

  private static final int EXIT_PROBLEMS = 1;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The bag.")
  private Path file;

  @Override
  public Integer call() {
    BagCheck.Report report = BagCheck.check(file, TerminalProgress.on(spec.commandLine().getErr()));
    PrintWriter out = spec.commandLine().getOut();
    report.remarks().forEach(remark -> out.println("remark: " + remark));
    report.problems().forEach(problem -> out.println("problem: " + problem));
    out.printf(
        "%s: %d messages, %s%n",
        file,
        report.messages(),
        report.isSound() ? "no problems" : report.problems().size() + " problems");
    return report.isSound() ? 0 : EXIT_PROBLEMS;
  }
}
