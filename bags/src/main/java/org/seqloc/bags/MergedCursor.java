package org.seqloc.bags;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The messages of several files in the order of their stamps, equal ones in the order of the files.
 * A file takes part from the time it starts.
 */
public final class MergedCursor implements BagCursor {

  /**
   * A file that is not open yet.
   *
   * @param startNanos no message of it is earlier
   * @param ofWhole which connection of the whole each of its own is
   */
  public record Source(
      long startNanos, Map<Connection, Connection> ofWhole, Supplier<BagCursor> messages) {}

  /** A file that takes part, with its next message. */
  private static final class Run {
    private final int order;
    private final Source source;
    private final BagCursor messages;
    private BagMessage next;

    Run(int order, Source source) {
      this.order = order;
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

  private final List<Source> sources;
  // By start time: those that do not take part yet.
  private final Deque<Integer> later = new ArrayDeque<>();
  private final PriorityQueue<Run> active =
      new PriorityQueue<>(Comparator.comparingLong(Run::nanos).thenComparingInt(run -> run.order));
  // Whose message was given out; its next one may be damaged, which is not that one's matter.
  private Run last;

  public MergedCursor(List<Source> sources) {
    this.sources = List.copyOf(sources);
    IntStream.range(0, sources.size())
        .boxed()
        .sorted(Comparator.comparingLong(i -> sources.get(i).startNanos()))
        .forEach(later::add);
  }

  @Override
  public boolean hasNext() {
    if (last != null) {
      if (last.advance()) {
        active.add(last);
      }
      last = null;
    }
    while (!later.isEmpty()
        && (active.isEmpty() || sources.get(later.peek()).startNanos() <= active.peek().nanos())) {
      int order = later.remove();
      Run run = new Run(order, sources.get(order));
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
    last = active.poll();
    BagMessage message = last.next;
    return message.with(last.source.ofWhole().get(message.connection()), message.payload());
  }

  @Override
  public void close() {
    later.clear();
    if (last != null) {
      last.messages.close();
      last = null;
    }
    active.forEach(run -> run.messages.close());
    active.clear();
  }
}
