package org.seqloc.launch;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.seqloc.core.SeqlocException;

/** Runs a client's source and sink against each other, each in a process of its own. */
final class BenchRun {

  private static final int START_SECONDS = 60;

  private final URI master;
  private final Path folder;

  /**
   * @param folder for what the processes print
   */
  BenchRun(URI master, Path folder) {
    this.master = master;
    this.folder = folder;
  }

  /**
   * @throws SeqlocException when one of them fails or takes far too long
   */
  BenchFigures run(BenchClient client, BenchPayload payload, BenchSource.Pace pace)
      throws IOException, InterruptedException {
    long limit = START_SECONDS + Math.round(2 * (pace.warmUpSeconds() + pace.measureSeconds()));
    return BenchFigures.parse(
            both(client.sink(payload), client.source(payload, pace), limit).get(0))
        .orElseThrow(() -> new SeqlocException(client.name() + ": its sink received nothing"));
  }

  /**
   * Starts both and waits for them.
   *
   * @return what the sink printed, and the source
   */
  List<String> both(List<String> sinkCommand, List<String> sourceCommand, long limitSeconds)
      throws IOException, InterruptedException {
    Path sinkOutput = folder.resolve("sink.out");
    Path sourceOutput = folder.resolve("source.out");
    Process sink = start(sinkCommand, sinkOutput);
    Process source = start(sourceCommand, sourceOutput);
    try {
      if (!sink.waitFor(limitSeconds, TimeUnit.SECONDS)) {
        throw new SeqlocException(
            "the benchmark's sink does not end within " + limitSeconds + " s: " + sinkCommand);
      }
      source.waitFor(10, TimeUnit.SECONDS);
      return List.of(Files.readString(sinkOutput), Files.readString(sourceOutput));
    } finally {
      sink.destroyForcibly();
      source.destroyForcibly();
    }
  }

  private Process start(List<String> command, Path output) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(folder.resolve(output.getFileName() + ".err").toFile());
    builder.environment().put("ROS_MASTER_URI", master.toString());
    builder.environment().put("ROS_HOSTNAME", "localhost");
    return builder.start();
  }
}
