package org.seqloc.launch;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.seqloc.bags.Bag;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.nodes.player.BagPlayer;
import org.seqloc.nodes.player.PlayOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays a recording. */
@Command(
    name = "play",
    mixinStandardHelpOptions = true,
    description = "Publish a bag's messages in time, as rosbag play does.",
    footer = {
      "",
      "On a terminal: space pauses and goes on; while paused, s publishes the next message and f",
      "the messages up to the next image of the first camera. The service ~pause_playback of",
      "std_srvs/SetBool pauses too."
    })
final class PlayCommand implements Callable<Integer> {

  private static final String UNBOUNDED = "1e9";

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "The bag (and FROM:=TO remappings).")
  private List<String> arguments = new ArrayList<>();

  @Option(names = "--clock", description = "Publish the bag's time on /clock.")
  private boolean clock;

  @Option(
      names = "--hz",
      paramLabel = "HZ",
      defaultValue = "100",
      description = "How often, with --clock (default: ${DEFAULT-VALUE}).")
  private double clockHz;

  @Option(
      names = {"-r", "--rate"},
      paramLabel = "FACTOR",
      defaultValue = "1",
      description = "How many times faster than recorded (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = {"-s", "--start"},
      paramLabel = "SEC",
      defaultValue = "0",
      description = "Begin so long after the bag's start. What was latched before is published.")
  private double start;

  @Option(
      names = {"-u", "--duration"},
      paramLabel = "SEC",
      defaultValue = UNBOUNDED,
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description = "Play only so much of the bag.")
  private double duration;

  @Option(
      names = {"-l", "--loop"},
      description = "Begin again at the end.")
  private boolean loop;

  @Option(
      names = {"-k", "--keep-alive"},
      description = "Stay at the end, for late subscribers of latched topics.")
  private boolean keepAlive;

  @Option(
      names = {"-i", "--immediate"},
      description = "Play without waiting.")
  private boolean immediate;

  @Option(names = "--pause", description = "Begin paused.")
  private boolean paused;

  @Option(
      names = "--topics",
      paramLabel = "TOPIC",
      split = ",",
      description = "Play these only, separated by commas.")
  private Set<String> topics = new LinkedHashSet<>();

  @Option(
      names = {"-p", "--prefix"},
      paramLabel = "PREFIX",
      defaultValue = "",
      description = "Put this before all topics.")
  private String prefix;

  @Option(
      names = "--remap",
      paramLabel = "FROM:=TO",
      split = ",",
      description = "Publish on another topic; the same as FROM:=TO alone.")
  private List<String> remappings = new ArrayList<>();

  @Option(
      names = "--queue",
      paramLabel = "N",
      defaultValue = "" + PlayOptions.DEFAULT_QUEUE_SIZE,
      description = "How many messages may wait for a slow subscriber (default: ${DEFAULT-VALUE}).")
  private int queue;

  @Option(
      names = "--skip-empty",
      paramLabel = "SEC",
      defaultValue = UNBOUNDED,
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description = "Skip longer times without a message.")
  private double maxGap;

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
      arity = "0..1",
      fallbackValue = "*",
      description = "Begin when each of these topics, without any all, has a subscriber.")
  private Set<String> awaited = new LinkedHashSet<>();

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing.")
  private boolean quiet;

  @Override
  public Integer call() {
    PlayOptions options = options();
    List<String> files = arguments.stream().filter(a -> !a.contains(":=")).toList();
    if (files.size() != 1) {
      throw new SeqlocException("play takes one bag, got " + files.size() + ": " + files);
    }
    List<String> renamed = new ArrayList<>(remappings);
    arguments.stream().filter(a -> a.contains(":=")).forEach(renamed::add);
    PrintWriter err = spec.commandLine().getErr();
    try (Bag bag = Bag.open(Path.of(files.get(0)))) {
      Progress progress = quiet ? Progress.NONE : TerminalProgress.on(err);
      BagPlayer player = new BagPlayer(bag, options, progress);
      GraphNode.run(
          player,
          GraphNode.configuration(renamed),
          () -> {
            try (Keyboard keyboard = Keyboard.listen(key -> onKey(player, key))) {
              if (keyboard.isThere() && !quiet) {
                err.println("space: pause, s: next message, f: next frame, Ctrl-C: end");
              }
              report(player.awaitEnd());
            }
          });
    }
    return 0;
  }

  private PlayOptions options() {
    Set<String> chosen = new LinkedHashSet<>();
    topics.forEach(topic -> chosen.add(GraphNode.global(topic)));
    Set<String> subscribed = new LinkedHashSet<>();
    awaited.forEach(topic -> subscribed.add(topic.equals("*") ? topic : GraphNode.global(topic)));
    try {
      return new PlayOptions(
          rate,
          clock ? clockHz : 0,
          delay,
          subscribed,
          start,
          duration,
          chosen,
          prefix.isEmpty() ? prefix : GraphNode.global(prefix),
          queue,
          immediate,
          loop,
          paused,
          keepAlive,
          maxGap);
    } catch (IllegalArgumentException e) {
      throw new SeqlocException(e.getMessage(), e);
    }
  }

  private static void onKey(BagPlayer player, int key) {
    switch (key) {
      case ' ' -> player.setPaused(!player.isPaused());
      case 's' -> player.step();
      case 'f' -> player.stepFrame();
      default -> {}
    }
  }

  private void report(BagPlayer.Result result) {
    if (!quiet) {
      spec.commandLine()
          .getErr()
          .printf(
              Locale.ROOT,
              "%d messages, published %.3f ms after their time (median), %.3f ms (99th"
                  + " percentile)%n",
              result.messages(),
              1e3 * result.p50LateSeconds(),
              1e3 * result.p99LateSeconds());
    }
  }
}
