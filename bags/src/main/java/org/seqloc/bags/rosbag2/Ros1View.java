package org.seqloc.bags.rosbag2;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagInfo;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.BagSummary;
import org.seqloc.bags.Connection;
import org.seqloc.bags.Encoding;
import org.seqloc.bags.ForwardingBag;
import org.seqloc.bags.MappingCursor;
import org.seqloc.bags.Printed;
import org.seqloc.bags.Warnings;
import org.seqloc.bags.cdr.CdrToRos1;
import org.seqloc.core.SeqlocException;
import org.seqloc.msgs.MalformedMessageException;
import org.seqloc.msgs.MessageType;
import org.seqloc.msgs.MessageTypes;
import org.seqloc.msgs.definition.DefinitionException;

/**
 * A recording of ROS 2 as one of ROS 1: connections have ROS 1's names, sums and definitions of
 * types, and messages its serialization, so that whatever reads a rosbag reads this too. Large
 * arrays are not copied.
 *
 * <p>Topics whose types have no counterpart in ROS 1 are left out; {@link #warnings} names them.
 * The times of start and end are as recorded, with theirs.
 */
public final class Ros1View extends ForwardingBag {

  private record Way(Connection connection, Optional<CdrToRos1> conversion) {}

  // Those that are shown, by the recorded ones.
  private final Map<Connection, Way> ways = new LinkedHashMap<>();
  private final Map<Connection, Connection> recorded = new HashMap<>();
  private final List<String> leftOut = new ArrayList<>();
  private final Warnings unreadable;

  private Ros1View(Bag bag) {
    super(bag);
    this.unreadable = new Warnings(bag.path());
    for (Connection connection : bag.connections()) {
      try {
        Way way = way(connection);
        ways.put(connection, way);
        recorded.put(way.connection(), connection);
      } catch (DefinitionException e) {
        leftOut.add(
            SeqlocException.oneLine(
                String.format(
                    "%s: topic %s: left out, it is not for ROS 1: %s",
                    path(), connection.topic(), e.getMessage())));
      }
    }
  }

  /**
   * The view on a bag; the bag itself where all of it is of ROS 1.
   *
   * @param bag is closed with the view
   */
  public static Bag of(Bag bag) {
    return bag.connections().stream().allMatch(c -> c.encoding().isRos1())
        ? bag
        : new Ros1View(bag);
  }

  private static Way way(Connection c) {
    if (c.encoding().isRos1()) {
      return new Way(c, Optional.empty());
    }
    if (!c.encoding().isCdr()) {
      throw new DefinitionException("it is serialized as " + c.encoding());
    }
    String name = c.type().replaceFirst("/msg/", "/");
    MessageType<?> type =
        MessageTypes.find(name)
            .orElseThrow(() -> new DefinitionException("there is no " + name + " in ROS 1"));
    CdrToRos1 conversion = CdrToRos1.of(c.type(), c.encoding().schema(), c.definition(), type);
    Connection shown =
        new Connection(
            c.id(),
            c.topic(),
            type.name(),
            type.md5(),
            type.definition(),
            c.latching(),
            c.callerId(),
            Encoding.ROS1,
            "");
    return new Way(shown, Optional.of(conversion));
  }

  @Override
  public List<Connection> connections() {
    return ways.values().stream().map(Way::connection).toList();
  }

  @Override
  public long messageCount() {
    return ways.keySet().stream().mapToLong(super::messageCount).sum();
  }

  @Override
  public long messageCount(Connection connection) {
    Connection found = recorded.get(connection);
    if (found == null) {
      throw new IllegalArgumentException(connection.topic() + " is not a connection of " + path());
    }
    return super.messageCount(found);
  }

  @Override
  public BagCursor messages(Predicate<Connection> filter, long fromNanos, long toNanos) {
    BagCursor messages =
        super.messages(
            c -> ways.containsKey(c) && filter.test(ways.get(c).connection()), fromNanos, toNanos);
    return new MappingCursor(messages, this::convert);
  }

  private Optional<BagMessage> convert(BagMessage message) {
    Way way = ways.get(message.connection());
    if (way.conversion().isEmpty()) {
      return Optional.of(message);
    }
    try {
      ByteBuf payload = way.conversion().get().transcode(message.payload());
      return Optional.of(new BagMessage(way.connection(), message.receiptNanos(), payload));
    } catch (MalformedMessageException e) {
      unreadable.add(
          String.format(
              "%s: topic %s: the message received at %s is not a %s: %s; it is left out",
              path(),
              message.connection().topic(),
              Printed.seconds(message.receiptNanos()),
              message.connection().type(),
              e.getMessage()));
      return Optional.empty();
    }
  }

  @Override
  public BagInfo info() {
    BagInfo info = super.info();
    return BagSummary.of(this, info.version(), info.sizeBytes(), info.compressions().stream());
  }

  @Override
  public List<String> warnings() {
    return Stream.of(super.warnings(), leftOut, unreadable.lines()).flatMap(List::stream).toList();
  }
}
