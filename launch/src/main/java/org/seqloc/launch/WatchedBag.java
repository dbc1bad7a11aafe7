package org.seqloc.launch;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagInfo;
import org.seqloc.bags.Connection;

/**
 * A bag that tells the user what is wrong with it: on opening, and on closing what showed since.
 */
final class WatchedBag implements Bag {

  private final Bag bag;
  private final PrintWriter err;
  private int told;

  WatchedBag(Bag bag, PrintWriter err) {
    this.bag = bag;
    this.err = err;
    tell();
  }

  private void tell() {
    List<String> warnings = bag.warnings();
    warnings.stream().skip(told).forEach(warning -> err.println("seqloc: " + warning));
    told = warnings.size();
  }

  @Override
  public void close() {
    tell();
    bag.close();
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
}
