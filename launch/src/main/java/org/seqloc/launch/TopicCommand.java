package org.seqloc.launch;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.ros.internal.loader.CommandLineLoader;
import org.ros.master.client.MasterClient;
import org.ros.master.client.SystemState;
import org.ros.message.MessageListener;
import org.ros.node.ConnectedNode;
import org.ros.node.NodeConfiguration;
import org.ros.node.topic.RawMessage;
import org.seqloc.core.SeqlocException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks at topics, as rostopic does. */
@Command(
    name = "topic",
    description = "Look at topics, as rostopic does.",
    subcommands = {
      TopicCommand.ListTopics.class,
      TopicEcho.class,
      TopicCommand.Hz.class,
      TopicCommand.Bw.class,
      TopicPub.class,
      TopicCommand.Info.class,
      TopicCommand.Type.class,
      TopicCommand.Find.class
    })
final class TopicCommand extends GroupCommand {

  private static final int WATCH_QUEUE = 1000;

  private static MasterClient master() {
    CommandLineLoader loader = GraphNode.loader(List.of());
    return new MasterClient("/seqloc_topic", loader.masterUri());
  }

  static NodeConfiguration configuration() {
    return GraphNode.configuration(List.of());
  }

  static void warnIfUnpublished(String topic, PrintWriter err) {
    if (!master().publishedTopics().containsKey(topic)) {
      err.println("WARNING: topic [" + topic + "] does not appear to be published yet");
    }
  }

  /** The published topic that the name is or begins with, fields following; else all of it. */
  static String topicOf(String name) {
    return master().publishedTopics().keySet().stream()
        .filter(topic -> name.equals(topic) || name.startsWith(topic + "/"))
        .max(Comparator.comparingInt(String::length))
        .orElse(name);
  }

  /** All topics. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List all topics that are published or subscribed to.")
  static final class ListTopics implements Runnable {

    @Spec private CommandSpec spec;

    @Override
    public void run() {
      Collection<String> topics = new TreeSet<>();
      topics.addAll(master().systemState().publishers().keySet());
      topics.addAll(master().systemState().subscribers().keySet());
      topics.forEach(spec.commandLine().getOut()::println);
    }
  }

  /** One topic. */
  @Command(
      name = "info",
      mixinStandardHelpOptions = true,
      description = "Show a topic's type, publishers and subscribers.")
  static final class Info implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "TOPIC", description = "The topic.")
    private String topic;

    @Override
    public Integer call() {
      String name = GraphNode.global(topic);
      SystemState state = master().systemState();
      List<String> publishers = state.publishers().getOrDefault(name, List.of());
      List<String> subscribers = state.subscribers().getOrDefault(name, List.of());
      if (publishers.isEmpty() && subscribers.isEmpty()) {
        throw new SeqlocException("unknown topic " + name + "; see seqloc topic list");
      }
      PrintWriter out = spec.commandLine().getOut();
      out.println("Type: " + master().topicTypes().getOrDefault(name, "unknown type"));
      out.println();
      print(out, "Publishers", publishers);
      print(out, "Subscribers", subscribers);
      return 0;
    }

    private static void print(PrintWriter out, String title, List<String> nodes) {
      out.println(title + (nodes.isEmpty() ? ": None" : ": "));
      for (String node : nodes) {
        String uri = master().lookupNode(node).map(String::valueOf).orElse("unknown");
        out.println(" * " + node + " (" + uri + ")");
      }
      out.println();
    }
  }

  /** The type of a topic. */
  @Command(
      name = "type",
      mixinStandardHelpOptions = true,
      description = "Show the type of a topic.")
  static final class Type implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "TOPIC", description = "The topic.")
    private String topic;

    @Override
    public Integer call() {
      String name = GraphNode.global(topic);
      String type = master().topicTypes().get(name);
      if (type == null) {
        throw new SeqlocException("unknown topic " + name + "; see seqloc topic list");
      }
      spec.commandLine().getOut().println(type);
      return 0;
    }
  }

  /** The topics of a type. */
  @Command(
      name = "find",
      mixinStandardHelpOptions = true,
      description = "List the topics of a type.")
  static final class Find implements Runnable {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "TYPE", description = "The type, std_msgs/String.")
    private String type;

    @Override
    public void run() {
      master().topicTypes().entrySet().stream()
          .filter(entry -> entry.getValue().equals(type))
          .map(Map.Entry::getKey)
          .sorted()
          .forEach(spec.commandLine().getOut()::println);
    }
  }

  /** Prints the rate of a topic. */
  @Command(
      name = "hz",
      mixinStandardHelpOptions = true,
      description = "Show the rate of a topic once a second.")
  static final class Hz implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "TOPIC", description = "The topic.")
    private String topic;

    @Option(
        names = {"-w", "--window"},
        paramLabel = "N",
        defaultValue = "50000",
        description = "Over the last N messages (default: ${DEFAULT-VALUE}).")
    private int window;

    @Override
    public Integer call() {
      checkWindow(window);
      RateWindow rate = new RateWindow(window);
      watch(spec, "seqloc_hz", topic, message -> rate.add(System.nanoTime()), rate::describe);
      return 0;
    }
  }

  /** Prints the bandwidth of a topic. */
  @Command(
      name = "bw",
      mixinStandardHelpOptions = true,
      description = "Show the bandwidth of a topic once a second.")
  static final class Bw implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "TOPIC", description = "The topic.")
    private String topic;

    @Option(
        names = {"-w", "--window"},
        paramLabel = "N",
        defaultValue = "100",
        description = "Over the last N messages (default: ${DEFAULT-VALUE}).")
    private int window;

    @Override
    public Integer call() {
      checkWindow(window);
      BandwidthWindow bytes = new BandwidthWindow(window);
      watch(
          spec,
          "seqloc_bw",
          topic,
          message -> bytes.add(System.nanoTime(), message.payload().readableBytes()),
          () -> bytes.describe(System.nanoTime()));
      return 0;
    }
  }

  private static void checkWindow(int window) {
    if (window < 2) {
      throw new SeqlocException("--window " + window + ": must be at least 2");
    }
  }

  /** Subscribes and prints a line of figures each second until the user ends it. */
  private static void watch(
      CommandSpec spec,
      String node,
      String topic,
      MessageListener<RawMessage> listener,
      Supplier<String> figures) {
    String name = GraphNode.global(topic);
    warnIfUnpublished(name, spec.commandLine().getErr());
    PrintWriter out = spec.commandLine().getOut();
    out.println("subscribed to [" + name + "]");
    GraphNode.run(
        new GraphNode.Anonymous(node) {
          @Override
          public void onStart(ConnectedNode connected) {
            connected.newRawSubscriber(name).addMessageListener(listener, WATCH_QUEUE);
          }
        },
        configuration(),
        () -> {
          while (true) {
            TimeUnit.SECONDS.sleep(1);
            out.println(figures.get());
            out.flush();
          }
        });
  }
}
