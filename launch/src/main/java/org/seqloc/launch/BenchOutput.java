package org.seqloc.launch;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.seqloc.core.SeqlocException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What benchmarks share: how often they run, and where the figures go. */
final class BenchOutput {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "Run everything so often, in turn, and show medians (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write the figures as ${COMMAND-NAME}.json and ${COMMAND-NAME}.html too.")
  private Optional<Path> folder = Optional.empty();

  private final String name;
  private final BenchReport report;

  /**
   * @param name of the command
   */
  BenchOutput(String name) {
    this.name = name;
    this.report = new BenchReport("seqloc bench " + name);
  }

  int rounds() {
    return rounds;
  }

  void show(BenchReport.Table table) {
    report.add(table);
    BenchReport.print(table, spec.commandLine().getOut());
  }

  /** A line beneath the tables. */
  void note(String format, Object... values) {
    String line = String.format(Locale.ROOT, format, values);
    report.note(line);
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }

  TerminalProgress progress() {
    return TerminalProgress.on(spec.commandLine().getErr());
  }

  /** What adds a peer. */
  interface Adding {
    void run() throws IOException, InterruptedException;
  }

  /** Peers that are not there are named, with what is missing. */
  void addIfThere(Adding peer) throws IOException, InterruptedException {
    try {
      peer.run();
    } catch (SeqlocException e) {
      spec.commandLine().getErr().println("left out: " + e.getMessage());
    }
  }

  /** Writes what was shown, where that is wanted. */
  void write() throws IOException {
    if (folder.isPresent()) {
      report.write(folder.get(), name);
    }
  }
}
