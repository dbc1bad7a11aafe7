package org.seqloc.bags.rosbag2;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.function.Supplier;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.Connection;
import org.seqloc.core.SeqlocException;

/**
 * The messages of several files in the order of their stamps, equal ones in the order of the files.
 * Messages that are compressed are decompressed.
 */
final class JoinedCursor implements BagCursor {

  /**
   * A file that is not open yet.
   *
   * @param startNanos no message of it is earlier
   * @param connections those of the recording by those of the file
   */
  record Source(
      long startNanos, Map<Connection, Connection> connections, Supplier<BagCursor> messages) {}

  /** A file that takes part, with its next message. */
  private static final class Run {
    private final int number;
    private final Source source;
    private final BagCursor messages;
    private BagMessage next;

    Run(int number, Source source) {
      this.number = number;
      this.source = source;
      this.messages = source.messages().get();
    }

    boolean advance() {
      if (!messages.hasNext()) {
        messages.close();
        return false;
      }
      next = messages.next();
      return true;
    }

    long nanos() {
      return next.receiptNanos();
    }
  }

  private final boolean compressed;
  private final Iterator<Source> later;
  private final PriorityQueue<Run> active =
      new PriorityQueue<>(Comparator.comparingLong(Run::nanos).thenComparingInt(run -> run.number));
  private Source upcoming;
  private int opened;
  // Whose message was given out; its next one may be damaged, which is not that one's matter.
  private Run last;

  /**
   * @param compressed whether all messages are; those of CDR are decompressed where they look it
   */
  JoinedCursor(List<Source> sources, boolean compressed) {
    this.compressed = compressed;
    List<Source> sorted = new ArrayList<>(sources);
    sorted.sort(Comparator.comparingLong(Source::startNanos));
    later = sorted.iterator();
    upcoming = later.hasNext() ? later.next() : null;
  }

  @Override
  public boolean hasNext() {
    if (last != null) {
      Run run = last;
      last = null;
      if (run.advance()) {
        active.add(run);
      }
    }
    while (upcoming != null
        && (active.isEmpty() || upcoming.startNanos() <= active.peek().nanos())) {
      Run run = new Run(opened++, upcoming);
      upcoming = later.hasNext() ? later.next() : null;
      if (run.advance()) {
        active.add(run);
      }
    }
    return !active.isEmpty();
  }

  @Override
  public BagMessage next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the bag has no more messages");
    }
    Run run = active.poll();
    BagMessage message = run.next;
    Connection connection = run.source.connections().get(message.connection());
    last = run;
    return new BagMessage(connection, message.receiptNanos(), payload(connection, message));
  }

  private ByteBuf payload(Connection connection, BagMessage message) {
    // CDR never starts like this, and a file alone does not say whether its messages are
    // compressed.
    boolean looksCompressed = connection.encoding().isCdr() && Zstd.isFrame(message.payload());
    if (!compressed && !looksCompressed) {
      return message.payload();
    }
    try {
      return Zstd.message(message.payload());
    } catch (IOException e) {
      throw new SeqlocException(
          String.format(
              "topic %s: the message received at %d.%09d cannot be decompressed: %s",
              connection.topic(),
              message.receiptNanos() / 1_000_000_000L,
              message.receiptNanos() % 1_000_000_000L,
              e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    upcoming = null;
    if (last != null) {
      last.messages.close();
      last = null;
    }
    active.forEach(run -> run.messages.close());
    active.clear();
  }
}
