package org.seqloc.bags.tool;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.Connection;
import org.seqloc.bags.Encoding;
import org.seqloc.bags.Printed;
import org.seqloc.bags.RosbagReader;
import org.seqloc.bags.cdr.CdrDefinitions;
import org.seqloc.bags.tool.PayloadCheck.Finding;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.msgs.definition.DefinitionException;
import org.seqloc.msgs.definition.Definitions;
import org.seqloc.msgs.definition.MessageDefinition;
import org.seqloc.msgs.definition.TypeName;

/**
 * Reads a whole recording and tells what is wrong with it: records that cannot be read, messages
 * that the index does not list, types whose sum is not that of their definition, messages that are
 * not what their definition says, and stamps that go back.
 */
public final class BagCheck {

  /**
   * What was found.
   *
   * @param messages how many could be read
   * @param problems what makes data unreadable, one line each; empty for a sound recording
   * @param remarks what is odd but readable
   */
  public record Report(long messages, List<String> problems, List<String> remarks) {
    public Report {
      problems = List.copyOf(problems);
      remarks = List.copyOf(remarks);
    }

    public boolean isSound() {
      return problems.isEmpty();
    }
  }

  /** What is known of a type and definition. */
  private record TypeState(Optional<PayloadCheck> payloads, Optional<String> problem) {}

  /** What was seen of a connection. */
  private static final class Stream {
    final TypeState type;
    long undecodable;
    String firstUndecodable = "";
    long backwards;
    String firstBackwards = "";
    long lastStamp = Long.MIN_VALUE;

    Stream(TypeState type) {
      this.type = type;
    }

    void sawStamp(long nanos) {
      if (nanos < lastStamp) {
        if (backwards == 0) {
          firstBackwards =
              String.format("from %s to %s", Printed.seconds(lastStamp), Printed.seconds(nanos));
        }
        backwards++;
      }
      lastStamp = nanos;
    }
  }

  /** The sum of a definition without fields. */
  private static final String EMPTY_MD5 = "d41d8cd98f00b204e9800998ecf8427e";

  private final Bag bag;
  private final Map<String, TypeState> types = new HashMap<>();
  private final Map<Connection, Stream> streams = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private long messages;

  private BagCheck(Bag bag) {
    this.bag = bag;
  }

  /**
   * Checks a recording.
   *
   * @throws SeqlocException when nothing of it can be read
   */
  public static Report check(Path file, Progress progress) {
    try (Bag bag = Bag.open(file)) {
      BagCheck check = new BagCheck(bag);
      check.run(progress);
      if (bag instanceof RosbagReader && bag.warnings().isEmpty()) {
        check.compareWithScan(progress);
      }
      return new Report(check.messages, check.problems, check.remarks);
    }
  }

  private void run(Progress progress) {
    for (Connection connection : bag.connections()) {
      streams.put(connection, new Stream(type(connection)));
    }
    types.values().forEach(type -> type.problem().ifPresent(problems::add));
    long told = bag.messageCount();
    progress.begin("checking " + bag.path().getFileName(), told);
    try (BagCursor cursor = bag.messages()) {
      while (cursor.hasNext()) {
        examine(cursor.next());
        messages++;
        progress.advance(1);
      }
      // What is passed over is told by the warnings.
      if (messages != told && bag.warnings().isEmpty()) {
        problems.add(
            String.format(
                "%s: tells of %d messages, there are %d; mend it with `seqloc bag reindex %s`",
                bag.path(), told, messages, bag.path()));
      }
    } catch (SeqlocException e) {
      problems.add(e.getMessage());
    }
    progress.end();
    // Those of opening, and of what was passed over since.
    problems.addAll(0, bag.warnings());
    for (Connection connection : bag.connections()) {
      addFindings(connection, streams.get(connection));
    }
  }

  /** The index may leave out what is there. */
  private void compareWithScan(Progress progress) {
    try (RosbagReader scanned = RosbagReader.recover(bag.path(), progress)) {
      problems.addAll(scanned.warnings());
      if (scanned.messageCount() != bag.messageCount()) {
        problems.add(
            String.format(
                "%s: the index lists %d messages, the chunks have %d; mend it with `seqloc bag"
                    + " reindex %s`",
                bag.path(), bag.messageCount(), scanned.messageCount(), bag.path()));
      }
    }
  }

  private TypeState type(Connection connection) {
    String key =
        connection.encoding()
            + "\n"
            + connection.type()
            + '\n'
            + connection.md5()
            + '\n'
            + connection.definition();
    return types.computeIfAbsent(key, k -> examineType(connection));
  }

  private TypeState examineType(Connection connection) {
    String what =
        String.format("%s: type %s of topic %s", bag.path(), connection.type(), connection.topic());
    if (connection.encoding().isCdr()) {
      return examineCdrType(connection, what);
    }
    if (!connection.encoding().isRos1()) {
      remarks.add(what + " is in " + connection.encoding() + ", its messages were not checked");
      return new TypeState(Optional.empty(), Optional.empty());
    }
    if (connection.definition().isBlank() && !connection.md5().equals(EMPTY_MD5)) {
      remarks.add(what + " has no definition, its messages were not checked");
      return new TypeState(Optional.empty(), Optional.empty());
    }
    try {
      TypeName name = TypeName.parse(connection.type());
      Definitions definitions = Definitions.fromFullText(name, connection.definition());
      MessageDefinition root = definitions.get(name);
      String md5 = definitions.md5(root);
      Optional<String> problem =
          List.of(md5, "*", "").contains(connection.md5())
              ? Optional.empty()
              : Optional.of(
                  String.format(
                      "%s: its definition has md5 %s, the recording says %s",
                      what, md5, connection.md5()));
      return new TypeState(Optional.of(new Ros1Payloads(definitions, root)), problem);
    } catch (DefinitionException e) {
      return unreadable(what, e);
    }
  }

  private TypeState examineCdrType(Connection connection, String what) {
    // ROS 2 records the events of a service with the service's definition, which is not theirs.
    if (connection.encoding().equals(Encoding.CDR_MSG)
        && connection.definition().lines().anyMatch("---"::equals)) {
      remarks.add(what + " is a service's, its messages were not checked");
      return new TypeState(Optional.empty(), Optional.empty());
    }
    try {
      Optional<CdrDefinitions> definitions =
          connection.definition().isBlank()
              ? CdrDefinitions.known(connection.type())
              : Optional.of(
                  CdrDefinitions.parse(
                      connection.type(), connection.encoding().schema(), connection.definition()));
      if (definitions.isEmpty()) {
        remarks.add(what + " has no definition, its messages were not checked");
      }
      return new TypeState(definitions.map(CdrPayloads::new), Optional.empty());
    } catch (DefinitionException e) {
      return unreadable(what, e);
    }
  }

  private static TypeState unreadable(String what, DefinitionException e) {
    return new TypeState(
        Optional.empty(), Optional.of(what + ": its definition cannot be read: " + e.getMessage()));
  }

  private void examine(BagMessage message) {
    Stream stream = streams.get(message.connection());
    if (stream.type.payloads().isEmpty()) {
      return;
    }
    Finding finding = stream.type.payloads().get().examine(message.payload());
    if (finding.complaint().isPresent()) {
      if (stream.undecodable == 0) {
        stream.firstUndecodable =
            Printed.seconds(message.receiptNanos()) + ": " + finding.complaint().get();
      }
      stream.undecodable++;
    }
    finding.stampNanos().ifPresent(stream::sawStamp);
  }

  private void addFindings(Connection connection, Stream stream) {
    String what = bag.path() + ": topic " + connection.topic() + ": ";
    if (stream.undecodable > 0) {
      problems.add(
          String.format(
              "%s%d messages are not of type %s, the first received at %s",
              what, stream.undecodable, connection.type(), stream.firstUndecodable));
    }
    if (stream.backwards > 0) {
      remarks.add(
          String.format(
              "%sheader stamps go back %d times, first %s",
              what, stream.backwards, stream.firstBackwards));
    }
  }
}
