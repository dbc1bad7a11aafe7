package org.seqloc.launch;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.ros.RosCore;
import org.seqloc.core.SeqlocException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Our transport beside roscpp's and rospy's. */
@Command(
    name = "transport",
    mixinStandardHelpOptions = true,
    description = "Measure messages per second and latency beside roscpp and rospy.")
final class BenchTransportCommand implements Callable<Integer> {

  private static final String ROW = "  %-18s %10s %9s %10s %10s %9s %9s%n";

  @Spec private CommandSpec spec;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "Run everything so often, in turn, and show medians (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "SEC",
      defaultValue = "5",
      description = "Measure each for so long (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "SEC",
      defaultValue = "5",
      description = "Run each for so long before, at full rate (default: ${DEFAULT-VALUE}).")
  private double warmUp;

  @Option(
      names = "--streams",
      paramLabel = "SEC",
      defaultValue = "60",
      description = "Send four cameras' images for so long; 0: not (default: ${DEFAULT-VALUE}).")
  private double streams;

  /** What is measured with each client. */
  private record Scenario(
      String title, BenchPayload payload, long window, double rateHz, boolean uncopiedToo) {}

  private static final List<Scenario> SCENARIOS =
      List.of(
          new Scenario("images 1280x720 rgb8, 4 in flight", BenchPayload.IMAGE, 4, 0, true),
          new Scenario("images 1280x720 rgb8 at 30 Hz", BenchPayload.IMAGE, 4, 30, true),
          new Scenario("PoseStamped, 64 in flight", BenchPayload.POSE, 64, 0, false),
          new Scenario("PoseStamped at 1 kHz", BenchPayload.POSE, 64, 1000, false));

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (rounds < 1 || seconds <= 0 || warmUp < 0 || streams < 0) {
      throw new SeqlocException("--rounds, --seconds, --warm-up, --streams: must be positive");
    }
    Path folder = Files.createTempDirectory("seqloc-bench");
    RosCore core = RosCore.newPrivate();
    core.start();
    try {
      BenchRun run = new BenchRun(core.getUri(), folder);
      List<BenchClient> clients = clients(folder);
      for (Map.Entry<Scenario, Map<BenchClient, List<BenchFigures>>> measured :
          measure(run, clients).entrySet()) {
        print(measured.getKey(), measured.getValue());
      }
      printInProcess(BenchInProcess.run(core.getUri()));
      if (streams > 0) {
        printStreams(run);
      }
    } finally {
      core.shutdown();
      deleteAll(folder);
    }
    return 0;
  }

  /** Peers that are not there are named, with what is missing. */
  private List<BenchClient> clients(Path folder) throws IOException, InterruptedException {
    List<BenchClient> clients = new ArrayList<>(List.of(BenchClient.ours()));
    PrintWriter err = spec.commandLine().getErr();
    try {
      clients.add(BenchClient.roscpp(folder));
    } catch (SeqlocException e) {
      err.println("left out: " + e.getMessage());
    }
    try {
      clients.add(BenchClient.rospy(folder));
    } catch (SeqlocException e) {
      err.println("left out: " + e.getMessage());
    }
    return clients;
  }

  private Map<Scenario, Map<BenchClient, List<BenchFigures>>> measure(
      BenchRun run, List<BenchClient> clients) throws IOException, InterruptedException {
    TerminalProgress progress = TerminalProgress.on(spec.commandLine().getErr());
    Map<Scenario, Map<BenchClient, List<BenchFigures>>> all = new LinkedHashMap<>();
    int uncopied = (int) SCENARIOS.stream().filter(Scenario::uncopiedToo).count();
    progress.begin("running", (long) rounds * (SCENARIOS.size() * clients.size() + uncopied));
    // In turn, so that what else the machine does meets all alike.
    for (int round = 0; round < rounds; round++) {
      for (Scenario scenario : SCENARIOS) {
        List<BenchClient> taking = new ArrayList<>(clients);
        if (scenario.uncopiedToo()) {
          taking.add(1, BenchClient.oursUncopied());
        }
        for (BenchClient client : taking) {
          BenchFigures figures =
              run.run(
                  client,
                  scenario.payload(),
                  new BenchSource.Pace(scenario.window(), scenario.rateHz(), warmUp, seconds));
          all.computeIfAbsent(scenario, key -> new LinkedHashMap<>())
              .computeIfAbsent(client, key -> new ArrayList<>())
              .add(figures);
          progress.advance(1);
        }
      }
    }
    progress.end();
    return all;
  }

  private void print(Scenario scenario, Map<BenchClient, List<BenchFigures>> measured) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(scenario.title() + " (ratios to roscpp)");
    out.printf(ROW, "", "messages/s", "ratio", "p50 ms", "p99 ms", "p50 ratio", "p99 ratio");
    BenchFigures roscpp = null;
    for (Map.Entry<BenchClient, List<BenchFigures>> entry : measured.entrySet()) {
      if (entry.getKey().name().equals(BenchClient.ROSCPP)) {
        roscpp = BenchFigures.median(entry.getValue());
      }
    }
    for (Map.Entry<BenchClient, List<BenchFigures>> entry : measured.entrySet()) {
      BenchFigures figures = BenchFigures.median(entry.getValue());
      out.printf(
          ROW,
          entry.getKey().name(),
          number("%.1f", figures.messagesPerSecond()),
          roscpp == null ? "-" : ratio(figures.messagesPerSecond(), roscpp.messagesPerSecond()),
          number("%.3f", 1e3 * figures.p50Seconds()),
          number("%.3f", 1e3 * figures.p99Seconds()),
          roscpp == null ? "-" : ratio(figures.p50Seconds(), roscpp.p50Seconds()),
          roscpp == null ? "-" : ratio(figures.p99Seconds(), roscpp.p99Seconds()));
    }
    out.println();
    out.flush();
  }

  private void printInProcess(BenchFigures figures) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("images handed over within one process");
    out.println(
        number("  p50 %.1f us", 1e6 * figures.p50Seconds())
            + number(", p99 %.1f us", 1e6 * figures.p99Seconds()));
    out.println();
    out.flush();
  }

  private void printStreams(BenchRun run) throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%d image topics at %.0f Hz for %.0f s%n",
        BenchStreamsCommand.CAMERAS,
        BenchStreamsCommand.RATE_HZ,
        streams);
    out.flush();
    String length = number("%.3f", streams);
    for (String line :
        run.both(
            BenchClient.ourProgram("streams", "sink", length),
            BenchClient.ourProgram("streams", "source", length),
            Math.round(streams) + 60)) {
      out.println("  " + line.strip());
    }
    out.flush();
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static String ratio(double ours, double theirs) {
    return theirs == 0 ? "-" : number("%.2f", ours / theirs);
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
