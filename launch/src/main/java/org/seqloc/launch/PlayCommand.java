package org.seqloc.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.seqloc.bags.Bag;
import org.seqloc.core.SeqlocException;
import org.seqloc.nodes.player.BagPlayer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays a recording. */
@Command(
    name = "play",
    mixinStandardHelpOptions = true,
    description = "Publish a bag's messages in time, as rosbag play does.")
final class PlayCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "The bag.")
  private Path file;

  @Option(names = "--clock", description = "Publish the bag's time on /clock.")
  private boolean clock;

  @Option(
      names = {"-r", "--rate"},
      paramLabel = "FACTOR",
      defaultValue = "1",
      description = "How many times faster than recorded (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = {"-d", "--delay"},
      paramLabel = "SEC",
      defaultValue = "0.2",
      description =
          "Wait between advertising and the first message, s (default: ${DEFAULT-VALUE}).")
  private double delay;

  @Option(
      names = "--wait-for-subscribers",
      paramLabel = "TOPIC",
      split = ",",
      description = "Begin when each of these topics has a subscriber.")
  private Set<String> awaited = new LinkedHashSet<>();

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "FROM:=TO",
      description = GraphNode.REMAPPINGS)
  private List<String> remappings = new ArrayList<>();

  @Override
  public Integer call() {
    BagPlayer.Options options;
    try {
      options = new BagPlayer.Options(rate, clock, delay, awaited);
    } catch (IllegalArgumentException e) {
      throw new SeqlocException(e.getMessage(), e);
    }
    try (Bag bag = Recordings.open(file, spec)) {
      BagPlayer player =
          new BagPlayer(bag, options, TerminalProgress.on(spec.commandLine().getErr()));
      GraphNode.run(player, GraphNode.configuration(remappings), player::awaitEnd);
    }
    return 0;
  }
}
