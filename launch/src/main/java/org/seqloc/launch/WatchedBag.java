package org.seqloc.launch;

import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Set;
import org.seqloc.bags.Bag;
import org.seqloc.bags.ForwardingBag;

/**
 * A bag that tells the user what is wrong with it: on opening, and on closing what showed since.
 */
final class WatchedBag extends ForwardingBag {

  private final PrintWriter err;
  // Those of several files come file by file, so that new ones are not the last.
  private final Set<String> told = new HashSet<>();

  WatchedBag(Bag bag, PrintWriter err) {
    super(bag);
    this.err = err;
    tell();
  }

  private void tell() {
    warnings().stream().filter(told::add).forEach(warning -> err.println("seqloc: " + warning));
  }

  @Override
  public void close() {
    tell();
    super.close();
  }
}
