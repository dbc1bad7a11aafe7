package org.seqloc.launch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.ros.message.Time;
import org.ros.node.ConnectedNode;
import org.ros.node.topic.RawPublisher;
import org.ros.time.WallTimeProvider;
import org.seqloc.core.SeqlocException;
import org.seqloc.msgs.MessageType;
import org.seqloc.msgs.dynamic.DynamicMessage;
import org.seqloc.msgs.dynamic.FieldFiller;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Publishes messages that are written as YAML. */
@Command(
    name = "pub",
    mixinStandardHelpOptions = true,
    description = "Publish messages, once, latched or at a rate.",
    footer = {
      "",
      "Values are YAML: one for each field in turn, or one map with some of the fields:",
      "  seqloc topic pub /cmd_vel geometry_msgs/Twist '{linear: {x: 0.5}}'",
      "  seqloc topic pub -r 10 /text std_msgs/String hello",
      "A stamp may be 'now', a header 'auto'."
    })
final class TopicPub implements Callable<Integer> {

  private static final int QUEUE = 100;
  private static final double ONCE_SECONDS = 3;
  private static final double FILE_RATE = 10;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "TOPIC", description = "The topic.")
  private String topic;

  @Parameters(index = "1", paramLabel = "TYPE", description = "Its type, std_msgs/String.")
  private String typeName;

  @Parameters(
      index = "2..*",
      arity = "0..*",
      paramLabel = "VALUE",
      description = "The message; without any value it is empty.")
  private List<String> values = new ArrayList<>();

  @Option(
      names = {"-r", "--rate"},
      paramLabel = "HZ",
      description = "Publish so many times a second.")
  private Double rate;

  @Option(
      names = {"-1", "--once"},
      description = "Publish one message, keep it for 3 s and end.")
  private boolean once;

  @Option(
      names = {"-l", "--latch"},
      description = "Latch with -r and -f too.")
  private boolean latch;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Publish the YAML documents of a file, - for stdin; 10 a second unless -r.")
  private String file;

  @Option(
      names = {"-s", "--substitute-keywords"},
      description = "With -r, 'now' and 'auto' stand for the time of each message.")
  private boolean substitute;

  @Mixin private TypeOptions types;

  @Override
  public Integer call() throws IOException {
    if (rate != null && (once || !(rate > 0))) {
      throw new SeqlocException(
          once ? "-r and -1 exclude each other" : "--rate " + rate + ": must be more than 0");
    }
    if (file != null && !values.isEmpty()) {
      throw new SeqlocException("values and --file exclude each other");
    }
    String name = GraphNode.global(topic);
    MessageType<DynamicMessage> type = types.message(typeName);
    List<List<Object>> messages = new ArrayList<>();
    if (file == null) {
      messages.add(YamlArguments.parse(values));
    } else {
      for (Object document : YamlArguments.documents(text(), file)) {
        messages.add(document instanceof List<?> list ? List.copyOf(list) : List.of(document));
      }
    }
    if (messages.isEmpty()) {
      throw new SeqlocException(file + " holds no message");
    }
    // Before the node starts: what does not fit is told first.
    messages.forEach(message -> filled(type, message));
    boolean latched = latch || (rate == null && file == null);
    AtomicReference<RawPublisher> publisher = new AtomicReference<>();
    CountDownLatch started = new CountDownLatch(1);
    GraphNode.run(
        new GraphNode.Anonymous("seqloc_pub") {
          @Override
          public void onStart(ConnectedNode node) {
            publisher.set(node.newRawPublisher(name, type, QUEUE));
            publisher.get().setLatchMode(latched);
            started.countDown();
          }
        },
        TopicCommand.configuration(),
        () -> {
          started.await();
          publish(publisher.get(), type, messages);
        });
    return 0;
  }

  private String text() throws IOException {
    return file.equals("-")
        ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
        : Files.readString(Path.of(file));
  }

  private static DynamicMessage filled(MessageType<DynamicMessage> type, List<Object> values) {
    DynamicMessage message = type.create();
    Time now = new WallTimeProvider().getCurrentTime();
    try {
      new FieldFiller(() -> now).fill(message, values);
    } catch (IllegalArgumentException e) {
      throw new SeqlocException(e.getMessage(), e);
    }
    return message;
  }

  private static void publish(RawPublisher publisher, DynamicMessage message) {
    ByteBuf bytes = Unpooled.buffer(message.serializedLength());
    message.writeTo(bytes);
    publisher.publish(bytes);
  }

  private void publish(
      RawPublisher publisher, MessageType<DynamicMessage> type, List<List<Object>> messages)
      throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (rate == null && file == null) {
      out.println(
          "publishing and latching message"
              + (once ? " for " + ONCE_SECONDS + " seconds" : ". Press ctrl-C to terminate"));
      out.flush();
      publish(publisher, filled(type, messages.get(0)));
      if (once) {
        TimeUnit.MILLISECONDS.sleep((long) (1000 * ONCE_SECONDS));
      } else {
        GraphNode.forever();
      }
      return;
    }
    long periodNanos = (long) (1e9 / (rate == null ? FILE_RATE : rate));
    long begun = System.nanoTime();
    DynamicMessage message = filled(type, messages.get(0));
    // A file ends with its last document, which then has a period to get to slow subscribers.
    for (long i = 0; file == null || i < messages.size(); i++) {
      if (file != null) {
        message = filled(type, messages.get((int) i));
      } else if (substitute) {
        message = filled(type, messages.get(0));
      }
      publish(publisher, message);
      TimeUnit.NANOSECONDS.sleep(begun + (i + 1) * periodNanos - System.nanoTime());
    }
  }
}
