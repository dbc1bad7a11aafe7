package org.seqloc.launch;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.ros.internal.loader.CommandLineLoader;
import org.ros.master.client.MasterClient;
import org.ros.master.client.SystemState;
import org.ros.node.ConnectedNode;
import org.ros.node.NodeConfiguration;
import org.ros.node.topic.RawMessage;
import org.seqloc.core.SeqlocException;
import org.seqloc.msgs.MalformedMessageException;
import org.seqloc.msgs.Message;
import org.seqloc.msgs.MessagePrinter;
import org.seqloc.msgs.MessageType;
import org.seqloc.msgs.MessageTypes;
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
      TopicCommand.Echo.class,
      TopicCommand.Hz.class,
      TopicCommand.Info.class
    })
final class TopicCommand extends GroupCommand {

  private static MasterClient master() {
    CommandLineLoader loader = GraphNode.loader(List.of());
    return new MasterClient("/seqloc_topic", loader.masterUri());
  }

  private static NodeConfiguration configuration() {
    return GraphNode.configuration(List.of());
  }

  private static void warnIfUnpublished(String topic, PrintWriter err) {
    if (!master().publishedTopics().containsKey(topic)) {
      err.println("WARNING: topic [" + topic + "] does not appear to be published yet");
    }
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

  /** Prints messages. */
  @Command(
      name = "echo",
      mixinStandardHelpOptions = true,
      description = "Print the messages of a topic.")
  static final class Echo implements Callable<Integer> {

    private static final int QUEUE = 100;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "TOPIC", description = "The topic.")
    private String topic;

    @Option(names = "-n", paramLabel = "N", description = "End after so many messages.")
    private long count = Long.MAX_VALUE;

    @Option(names = "--noarr", description = "Leave out arrays of more than 64 elements.")
    private boolean noArrays;

    @Override
    public Integer call() {
      String name = GraphNode.global(topic);
      warnIfUnpublished(name, spec.commandLine().getErr());
      CountDownLatch left = new CountDownLatch(1);
      AtomicReference<SeqlocException> failure = new AtomicReference<>();
      PrintWriter out = spec.commandLine().getOut();
      MessagePrinter printer = noArrays ? MessagePrinter.BRIEF : MessagePrinter.FULL;
      GraphNode.run(
          new GraphNode.Anonymous("seqloc_echo") {
            private long printed;

            @Override
            public void onStart(ConnectedNode node) {
              node.newRawSubscriber(name)
                  .addMessageListener(
                      message -> {
                        if (printed >= count) {
                          return;
                        }
                        try {
                          out.println(printer.print(decode(name, message)));
                          out.println("---");
                          out.flush();
                        } catch (SeqlocException e) {
                          failure.set(e);
                          left.countDown();
                        }
                        if (++printed == count) {
                          left.countDown();
                        }
                      },
                      QUEUE);
            }
          },
          configuration(),
          left::await);
      if (failure.get() != null) {
        throw failure.get();
      }
      return 0;
    }

    private static Message decode(String topic, RawMessage message) {
      Optional<MessageType<?>> type = MessageTypes.find(message.type());
      if (type.isEmpty() || !type.get().md5().equals(message.md5sum())) {
        throw new SeqlocException(
            topic
                + ": "
                + message.callerId()
                + " publishes "
                + message.type()
                + " with md5sum "
                + message.md5sum()
                + ", of which no class was generated here");
      }
      try {
        return type.get().read(message.payload());
      } catch (MalformedMessageException e) {
        throw new SeqlocException(topic + ": " + e.getMessage(), e);
      }
    }
  }

  /** Prints the rate of a topic. */
  @Command(
      name = "hz",
      mixinStandardHelpOptions = true,
      description = "Show the rate of a topic once a second.")
  static final class Hz implements Callable<Integer> {

    private static final int QUEUE = 1000;

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
      if (window < 2) {
        throw new SeqlocException("--window " + window + ": must be at least 2");
      }
      String name = GraphNode.global(topic);
      warnIfUnpublished(name, spec.commandLine().getErr());
      PrintWriter out = spec.commandLine().getOut();
      out.println("subscribed to [" + name + "]");
      RateWindow rate = new RateWindow(window);
      GraphNode.run(
          new GraphNode.Anonymous("seqloc_hz") {
            @Override
            public void onStart(ConnectedNode node) {
              node.newRawSubscriber(name)
                  .addMessageListener(message -> rate.add(System.nanoTime()), QUEUE);
            }
          },
          configuration(),
          () -> {
            while (true) {
              TimeUnit.SECONDS.sleep(1);
              out.println(rate.describe());
              out.flush();
            }
          });
      return 0;
    }
  }
}
