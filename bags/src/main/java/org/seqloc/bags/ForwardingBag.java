package org.seqloc.bags;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** A bag that is another one but for what a subclass changes; closed, it closes that one. */
public abstract class ForwardingBag implements Bag {

  private final Bag bag;

  protected ForwardingBag(Bag bag) {
    this.bag = bag;
  }

  @Override
  public Path path() {
    return bag.path();
  }

  @Override
  public List<Path> files() {
    return bag.files();
  }

  @Override
  public List<Connection> connections() {
    return bag.connections();
  }

  @Override
  public long startNanos() {
    return bag.startNanos();
  }

  @Override
  public long endNanos() {
    return bag.endNanos();
  }

  @Override
  public long messageCount() {
    return bag.messageCount();
  }

  @Override
  public long messageCount(Connection connection) {
    return bag.messageCount(connection);
  }

  @Override
  public BagCursor messages(Predicate<Connection> connections, long fromNanos, long toNanos) {
    return bag.messages(connections, fromNanos, toNanos);
  }

  @Override
  public BagInfo info() {
    return bag.info();
  }

  @Override
  public List<String> warnings() {
    return bag.warnings();
  }

  @Override
  public void close() {
    bag.close();
  }
}
