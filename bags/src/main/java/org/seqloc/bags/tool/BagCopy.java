package org.seqloc.bags.tool;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.BagWriter;
import org.seqloc.bags.Connection;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;

/** Copies messages as they are, in order of time, from one bag to another. */
public final class BagCopy {

  private final Bag in;
  private final BagWriter out;
  // Numbers in the output.
  private final Map<Connection, Integer> numbers = new HashMap<>();

  BagCopy(Bag in, BagWriter out) {
    this.in = in;
    this.out = out;
  }

  /**
   * Copies a part of a bag. Connections that have no messages are kept when no time is given.
   *
   * @param progress hears of each message
   * @return the number of messages
   * @throws SeqlocException where the input is damaged, or holds what the output's format cannot
   */
  public static long copy(Bag in, Selection selection, BagWriter out, Progress progress) {
    BagCopy copy = new BagCopy(in, out);
    if (!selection.limitsTime()) {
      in.connections().stream().filter(selection.connections()).forEach(copy::number);
    }
    long count = 0;
    progress.begin("writing " + out.path().getFileName(), selection.messageCount(in));
    try (BagCursor messages = selection.messages(in)) {
      while (messages.hasNext()) {
        copy.write(messages.next());
        progress.advance(1);
        count++;
      }
    }
    progress.end();
    return count;
  }

  /** What a copy of a bag does not have, in one line; empty where it has all. */
  public static Optional<String> leftOut(Bag bag) {
    long extras = bag.extraRecords();
    return extras == 0
        ? Optional.empty()
        : Optional.of(
            bag.path() + ": attachments and metadata records are left out, " + extras + " in all");
  }

  void write(BagMessage message) {
    try {
      out.write(number(message.connection()), message);
    } catch (IllegalArgumentException e) {
      throw new SeqlocException(
          String.format(
              "%s: topic %s: %s; leave it out with `seqloc bag filter`",
              in.path(), message.connection().topic(), e.getMessage()),
          e);
    }
  }

  private int number(Connection connection) {
    Integer known = numbers.get(connection);
    if (known == null) {
      known = out.connect(connection);
      numbers.put(connection, known);
    }
    return known;
  }
}
