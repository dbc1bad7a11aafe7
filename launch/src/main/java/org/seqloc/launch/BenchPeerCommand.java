package org.seqloc.launch;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Our side of the transport benchmark, in a process of its own as the peers' are. */
@Command(
    name = "peer",
    hidden = true,
    mixinStandardHelpOptions = true,
    description = "One end of the transport benchmark.")
final class BenchPeerCommand implements Callable<Integer> {

  enum Role {
    SINK,
    SOURCE
  }

  @Spec private CommandSpec spec;

  @Parameters(index = "0")
  private Role role;

  @Parameters(index = "1")
  private BenchPayload payload;

  @Parameters(index = "2", defaultValue = "1")
  private long window;

  @Parameters(index = "3", defaultValue = "0")
  private double rateHz;

  @Parameters(index = "4", defaultValue = "2")
  private double warmUpSeconds;

  @Parameters(index = "5", defaultValue = "4")
  private double measureSeconds;

  @Option(
      names = "--uncopied",
      description = "Hand messages over, and take them as they lie in the network's buffers.")
  private boolean uncopied;

  @Override
  public Integer call() {
    if (role == Role.SINK) {
      BenchSink sink = new BenchSink(payload, uncopied);
      GraphNode.run(
          sink,
          GraphNode.configuration(List.of()),
          () -> spec.commandLine().getOut().println(sink.awaitFigures()));
    } else {
      BenchSource source =
          new BenchSource(
              payload,
              uncopied,
              new BenchSource.Pace(window, rateHz, warmUpSeconds, measureSeconds));
      GraphNode.run(source, GraphNode.configuration(List.of()), source::run);
    }
    return 0;
  }
}
