package org.seqloc.bags.tool;

import java.util.Objects;
import java.util.function.Predicate;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.Connection;

/**
 * A part of a bag.
 *
 * @param connections whose messages
 * @param fromNanos earliest receipt time, inclusive
 * @param toNanos latest receipt time, inclusive
 */
public record Selection(Predicate<Connection> connections, long fromNanos, long toNanos) {

  /** The whole bag. */
  public static final Selection ALL = new Selection(c -> true, 0, Long.MAX_VALUE);

  public Selection {
    Objects.requireNonNull(connections, "connections");
  }

  /** Whether messages are left out by their time. */
  boolean limitsTime() {
    return fromNanos > 0 || toNanos < Long.MAX_VALUE;
  }

  BagCursor messages(Bag bag) {
    return bag.messages(connections, fromNanos, toNanos);
  }

  /** How many messages the selected connections have, at any time. */
  long messageCount(Bag bag) {
    return bag.connections().stream().filter(connections).mapToLong(bag::messageCount).sum();
  }
}
