package org.seqloc.bags;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Merges the messages of several files; a file takes part from the time it starts. */
final class MergedCursor implements BagCursor {

  /** A file that takes part, with the message it gives next. */
  private static final class Run {
    final int order;
    final MergedBag.Part part;
    final BagCursor messages;
    BagMessage next;

    Run(int order, MergedBag.Part part, BagCursor messages) {
      this.order = order;
      this.part = part;
      this.messages = messages;
    }

    long nanos() {
      return next.receiptNanos();
    }
  }

  private final List<MergedBag.Part> parts;
  private final Predicate<Connection> filter;
  private final long fromNanos;
  private final long toNanos;
  // By start time: those that do not take part yet.
  private final Deque<Integer> later = new ArrayDeque<>();
  private final PriorityQueue<Run> active =
      new PriorityQueue<>(Comparator.comparingLong(Run::nanos).thenComparingInt(run -> run.order));

  MergedCursor(
      List<MergedBag.Part> parts, Predicate<Connection> filter, long fromNanos, long toNanos) {
    this.parts = parts;
    this.filter = filter;
    this.fromNanos = fromNanos;
    this.toNanos = toNanos;
    IntStream.range(0, parts.size())
        .boxed()
        .sorted(Comparator.comparingLong(i -> parts.get(i).bag().startNanos()))
        .forEach(later::add);
  }

  @Override
  public boolean hasNext() {
    while (!later.isEmpty()
        && (active.isEmpty()
            || parts.get(later.peek()).bag().startNanos() <= active.peek().nanos())) {
      int order = later.remove();
      MergedBag.Part part = parts.get(order);
      advance(
          new Run(
              order,
              part,
              part.bag()
                  .messages(own -> filter.test(part.ofWhole().get(own)), fromNanos, toNanos)));
    }
    return !active.isEmpty();
  }

  @Override
  public BagMessage next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the bags have no more messages");
    }
    Run run = active.poll();
    BagMessage own = run.next;
    advance(run);
    return new BagMessage(
        run.part.ofWhole().get(own.connection()), own.receiptNanos(), own.payload());
  }

  @Override
  public void close() {
    later.clear();
    active.forEach(run -> run.messages.close());
    active.clear();
  }

  private void advance(Run run) {
    if (run.messages.hasNext()) {
      run.next = run.messages.next();
      active.add(run);
    } else {
      run.messages.close();
    }
  }
}
