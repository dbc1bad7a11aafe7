package org.seqloc.bags.rosbag2;

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

/**
 * The messages of several files in the order of their stamps, equal ones in the order of the files.
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

  private final Iterator<Source> later;
  private final PriorityQueue<Run> active =
      new PriorityQueue<>(Comparator.comparingLong(Run::nanos).thenComparingInt(run -> run.number));
  private Source upcoming;
  private int opened;
  // Whose message was given out; its next one may be damaged, which is not that one's matter.
  private Run last;

  JoinedCursor(List<Source> sources) {
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
    return new BagMessage(connection, message.receiptNanos(), message.payload());
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
