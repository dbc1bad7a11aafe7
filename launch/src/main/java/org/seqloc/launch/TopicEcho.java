package org.seqloc.launch;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.ros.message.Time;
import org.ros.node.ConnectedNode;
import org.ros.node.topic.RawMessage;
import org.seqloc.core.SeqlocException;
import org.seqloc.msgs.MalformedMessageException;
import org.seqloc.msgs.Message;
import org.seqloc.msgs.MessagePrinter;
import org.seqloc.msgs.MessageType;
import org.seqloc.msgs.PlotPrinter;
import org.seqloc.msgs.definition.DefinitionException;
import org.seqloc.msgs.dynamic.DynamicMessage;
import org.seqloc.msgs.dynamic.DynamicTypes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints messages of any type, by the definition that their publisher sends. */
@Command(
    name = "echo",
    mixinStandardHelpOptions = true,
    description = "Print the messages of a topic, of whatever type.")
final class TopicEcho implements Callable<Integer> {

  private static final int QUEUE = 100;

  /** Of a type without fields, whose definition is rightly empty. */
  private static final String EMPTY_MD5 = "d41d8cd98f00b204e9800998ecf8427e";

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "TOPIC",
      description = "The topic; with fields behind it (/odom/pose/pose) only these.")
  private String topic;

  @Option(names = "-n", paramLabel = "N", description = "End after so many messages.")
  private long count = Long.MAX_VALUE;

  @Option(names = "-p", description = "Print lines of comma-separated values, for plots.")
  private boolean plot;

  @Option(names = "--noarr", description = "Leave out arrays.")
  private boolean noArrays;

  @Option(names = "--nostr", description = "Leave out strings.")
  private boolean noStrings;

  @Mixin private TypeOptions types;

  private final CountDownLatch ending = new CountDownLatch(1);
  private final AtomicReference<SeqlocException> failure = new AtomicReference<>();

  @Override
  public Integer call() {
    String global = GraphNode.global(topic);
    String name = TopicCommand.topicOf(global);
    FieldPath field = FieldPath.parse(global.substring(name.length()));
    TopicCommand.warnIfUnpublished(name, spec.commandLine().getErr());
    Printer printer = new Printer(field);
    GraphNode.run(
        new GraphNode.Anonymous("seqloc_echo") {
          @Override
          public void onStart(ConnectedNode node) {
            node.newRawSubscriber(name)
                .addMessageListener(message -> print(name, message, printer), QUEUE);
          }
        },
        TopicCommand.configuration(),
        ending::await);
    if (failure.get() != null) {
      throw failure.get();
    }
    return 0;
  }

  private void print(String name, RawMessage message, Printer printer) {
    if (ending.getCount() == 0) {
      return;
    }
    try {
      printer.print(name, message);
    } catch (SeqlocException e) {
      failure.set(e);
      ending.countDown();
    }
    if (printer.printed == count) {
      ending.countDown();
    }
  }

  /** Called by one thread at a time. */
  private final class Printer {
    private final FieldPath field;
    private final PrintWriter out = spec.commandLine().getOut();
    private final PlotPrinter columns = new PlotPrinter();
    private final MessagePrinter fields;
    private final Map<String, MessageType<DynamicMessage>> known = new HashMap<>();
    private long printed;

    Printer(FieldPath field) {
      this.field = field;
      MessagePrinter full = MessagePrinter.FULL;
      MessagePrinter chosen = noArrays ? full.withoutArrays() : full;
      this.fields = noStrings ? chosen.withoutStrings() : chosen;
    }

    void print(String name, RawMessage raw) {
      DynamicMessage message = decode(name, raw);
      FieldPath.Value value = field.of(message);
      if (plot) {
        if (printed == 0) {
          out.println(columns.titles(value.type(), value.value()));
        }
        out.println(columns.row(stampNanos(value.value(), raw), value.type(), value.value()));
      } else {
        out.println(
            value.value() instanceof Message part
                ? fields.print(part)
                : fields.printValue(value.type(), value.value()));
        out.println("---");
      }
      out.flush();
      printed++;
    }

    /** Of what is printed where it has a header, as rostopic does; else when it came. */
    private long stampNanos(Object value, RawMessage raw) {
      if (value instanceof DynamicMessage message
          && message.fields().contains("header")
          && message.get("header") instanceof DynamicMessage header
          && header.fields().contains("stamp")
          && header.get("stamp") instanceof Time stamp) {
        return stamp.totalNsecs();
      }
      return raw.receiptTime().totalNsecs();
    }

    private DynamicMessage decode(String name, RawMessage message) {
      MessageType<DynamicMessage> type =
          known.computeIfAbsent(message.md5sum(), md5 -> typeOf(name, message));
      try {
        return type.read(message.payload().duplicate());
      } catch (MalformedMessageException e) {
        throw new SeqlocException(name + ": " + e.getMessage(), e);
      }
    }

    private MessageType<DynamicMessage> typeOf(String name, RawMessage message) {
      if (!message.definition().isBlank() || message.md5sum().equals(EMPTY_MD5)) {
        try {
          return DynamicTypes.message(message.type(), message.definition());
        } catch (DefinitionException e) {
          throw new SeqlocException(
              name + ": the definition that its publisher sends: " + e.getMessage(), e);
        }
      }
      return types
          .findMessage(message.type())
          .filter(type -> type.md5().equals(message.md5sum()))
          .orElseThrow(
              () ->
                  new SeqlocException(
                      name
                          + ": "
                          + message.callerId()
                          + " publishes "
                          + message.type()
                          + " with md5sum "
                          + message.md5sum()
                          + " but without its definition; name the folder of its .msg file with"
                          + " --path"));
    }
  }
}
