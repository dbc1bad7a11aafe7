package org.seqloc.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.seqloc.bags.Bag;
import org.seqloc.bags.Connection;
import org.seqloc.bags.tool.BagCopy;
import org.seqloc.bags.tool.OutputBag;
import org.seqloc.bags.tool.Selection;
import org.seqloc.core.SeqlocException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a part of a recording. */
@Command(
    name = "filter",
    mixinStandardHelpOptions = true,
    description = "Write some topics, types or a time span of a recording.")
final class BagFilterCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "IN", description = "The recording.")
  private Path in;

  @Parameters(index = "1", paramLabel = "OUT", description = "The new file.")
  private Path out;

  @Option(
      names = "--topics",
      split = ",",
      paramLabel = "TOPIC",
      description = "Take these topics only; * stands for any characters.")
  private List<String> topics = new ArrayList<>();

  @Option(
      names = "--exclude",
      split = ",",
      paramLabel = "TOPIC",
      description = "Leave these topics out; * stands for any characters.")
  private List<String> excluded = new ArrayList<>();

  @Option(
      names = "--type",
      split = ",",
      paramLabel = "TYPE",
      description = "Take these types only, as sensor_msgs/Image; * stands for any characters.")
  private List<String> types = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Begin at this receipt time: " + BagTime.FORM + ".")
  private String from;

  @Option(names = "--to", paramLabel = "TIME", description = "End with this receipt time.")
  private String to;

  @Mixin private BagOutputOptions options;

  @Override
  public void run() {
    OutputBag.checkTarget(out, options.replace(), List.of(in));
    try (Bag bag = Recordings.open(List.of(in), out, spec)) {
      Selection selection = selection(bag);
      try (OutputBag target =
          OutputBag.create(
              out,
              options.compression(),
              bag.connections().stream().filter(selection.connections()).toList())) {
        long messages =
            BagCopy.copy(bag, selection, target, TerminalProgress.on(spec.commandLine().getErr()));
        target.commit();
        spec.commandLine()
            .getOut()
            .printf("%s: %d of %d messages%n", out, messages, bag.messageCount());
      }
    }
  }

  private Selection selection(Bag bag) {
    Predicate<String> named = topics.isEmpty() ? topic -> true : matching(topics);
    Predicate<String> left = excluded.isEmpty() ? topic -> false : matching(excluded);
    Predicate<String> typed =
        types.isEmpty()
            ? type -> true
            : matching(types.stream().map(Connection::ros1Type).toList());
    Predicate<Connection> wanted =
        c -> named.test(c.topic()) && !left.test(c.topic()) && typed.test(c.ros1Type());
    if (bag.connections().stream().noneMatch(wanted)) {
      throw new SeqlocException(
          in + ": nothing in it is selected; `seqloc bag info` shows its topics and types");
    }
    long fromNanos =
        from == null ? 0 : BagTime.parse("--from", from, bag.startNanos(), bag.endNanos());
    long toNanos =
        to == null ? Long.MAX_VALUE : BagTime.parse("--to", to, bag.startNanos(), bag.endNanos());
    if (fromNanos > toNanos) {
      throw new SeqlocException("--from " + from + " is behind --to " + to);
    }
    return new Selection(wanted, fromNanos, toNanos);
  }

  /** Whether one of the patterns is the whole name. */
  private static Predicate<String> matching(List<String> patterns) {
    StringBuilder any = new StringBuilder();
    for (String pattern : patterns) {
      any.append(any.length() == 0 ? "" : "|");
      String rest = pattern;
      for (int star = rest.indexOf('*'); star >= 0; star = rest.indexOf('*')) {
        any.append(Pattern.quote(rest.substring(0, star))).append(".*");
        rest = rest.substring(star + 1);
      }
      any.append(Pattern.quote(rest));
    }
    return Pattern.compile(any.toString(), Pattern.DOTALL).asMatchPredicate();
  }
}
