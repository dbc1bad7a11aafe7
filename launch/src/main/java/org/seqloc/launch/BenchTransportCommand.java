package org.seqloc.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.ros.RosCore;
import org.seqloc.core.FileTree;
import org.seqloc.core.SeqlocException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Our transport beside roscpp's and rospy's. */
@Command(
    name = "transport",
    mixinStandardHelpOptions = true,
    description = "Measure messages per second and latency beside roscpp and rospy.")
final class BenchTransportCommand implements Callable<Integer> {

  /** Enough messages at 30 Hz for their 99th percentile to be more than the worst of them. */
  private static final double SECONDS_AT_30_HZ = 20;

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

  @Mixin private final BenchOutput output = new BenchOutput("transport");

  /** What is measured with each client. */
  private record Scenario(
      String title,
      BenchPayload payload,
      long window,
      double rateHz,
      double minSeconds,
      boolean uncopiedToo) {}

  private static final List<Scenario> SCENARIOS =
      List.of(
          new Scenario("images 1280x720 rgb8, 4 in flight", BenchPayload.IMAGE, 4, 0, 0, true),
          new Scenario(
              "images 1280x720 rgb8 at 30 Hz", BenchPayload.IMAGE, 4, 30, SECONDS_AT_30_HZ, true),
          new Scenario("PoseStamped, 64 in flight", BenchPayload.POSE, 64, 0, 0, false),
          new Scenario("PoseStamped at 1 kHz", BenchPayload.POSE, 64, 1000, 0, false));

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (output.rounds() < 1 || seconds <= 0 || warmUp < 0 || streams < 0) {
      throw new SeqlocException("--rounds, --seconds, --warm-up, --streams: must be positive");
    }
    Path folder = Files.createTempDirectory("seqloc-bench");
    RosCore core = RosCore.newPrivate();
    core.start();
    try {
      BenchRun run = new BenchRun(core.getUri(), folder);
      List<BenchClient> clients = new ArrayList<>(List.of(BenchClient.ours()));
      output.addIfThere(() -> clients.add(BenchClient.roscpp(folder)));
      output.addIfThere(() -> clients.add(BenchClient.rospy(folder)));
      for (Map.Entry<Scenario, Map<BenchClient, List<BenchFigures>>> measured :
          measure(run, clients).entrySet()) {
        print(measured.getKey(), measured.getValue());
      }
      printInProcess(BenchInProcess.run(core.getUri()));
      if (streams > 0) {
        printStreams(run);
      }
      output.write();
    } finally {
      core.shutdown();
      FileTree.delete(folder);
    }
    return 0;
  }

  private Map<Scenario, Map<BenchClient, List<BenchFigures>>> measure(
      BenchRun run, List<BenchClient> clients) throws IOException, InterruptedException {
    TerminalProgress progress = output.progress();
    Map<Scenario, Map<BenchClient, List<BenchFigures>>> all = new LinkedHashMap<>();
    int uncopied = (int) SCENARIOS.stream().filter(Scenario::uncopiedToo).count();
    progress.begin(
        "running", (long) output.rounds() * (SCENARIOS.size() * clients.size() + uncopied));
    // In turn, so that what else the machine does meets all alike.
    for (int round = 0; round < output.rounds(); round++) {
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
                  new BenchSource.Pace(
                      scenario.window(),
                      scenario.rateHz(),
                      warmUp,
                      Math.max(seconds, scenario.minSeconds())));
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
    BenchReport.Table table =
        new BenchReport.Table(scenario.title(), "messages/s and ms", BenchClient.ROSCPP);
    measured.forEach(
        (client, runs) -> {
          BenchFigures figures = BenchFigures.median(runs);
          table.add(client.name(), "messages/s", figures.messagesPerSecond());
          table.add(client.name(), "p50 ms", 1e3 * figures.p50Seconds());
          table.add(client.name(), "p99 ms", 1e3 * figures.p99Seconds());
        });
    output.show(table);
  }

  private void printInProcess(BenchFigures figures) {
    output.note(
        "images handed over within one process: p50 %.1f us, p99 %.1f us",
        1e6 * figures.p50Seconds(), 1e6 * figures.p99Seconds());
  }

  private void printStreams(BenchRun run) throws IOException, InterruptedException {
    output.note(
        "%d image topics at %.0f Hz for %.0f s",
        BenchStreamsCommand.CAMERAS, BenchStreamsCommand.RATE_HZ, streams);
    String length = String.format(Locale.ROOT, "%.3f", streams);
    for (String line :
        run.both(
            BenchClient.ourProgram("streams", "sink", length),
            BenchClient.ourProgram("streams", "source", length),
            Math.round(streams) + 60)) {
      output.note("  %s", line.strip());
    }
  }
}
