package org.seqloc.bags;

import java.util.Iterator;

/**
 * Walks a bag's messages in order of receipt time; equal stamps in the order of the file. For one
 * thread. What is damaged is passed over: {@link Bag#warnings} tells of it. {@link #next} and
 * {@link #hasNext} throw a {@link org.seqloc.core.SeqlocException} where the file cannot be read at
 * all, or not in the memory there is; the cursor is of no use after that.
 */
public interface BagCursor extends Iterator<BagMessage>, AutoCloseable {

  /** Lets go of what the cursor holds. */
  @Override
  void close();
}
