package org.seqloc.launch;

import java.io.PrintWriter;
import java.util.List;
import org.seqloc.bags.Bag;
import org.seqloc.bags.ForwardingBag;

/**
 * A bag that tells the user what is wrong with it: on opening, and on closing what showed since.
 */
final class WatchedBag extends ForwardingBag {

  private final PrintWriter err;
  private int told;

  WatchedBag(Bag bag, PrintWriter err) {
    super(bag);
    this.err = err;
    tell();
  }

  private void tell() {
    List<String> warnings = warnings();
    warnings.stream().skip(told).forEach(warning -> err.println("seqloc: " + warning));
    told = warnings.size();
  }

  @Override
  public void close() {
    tell();
    super.close();
  }
}
