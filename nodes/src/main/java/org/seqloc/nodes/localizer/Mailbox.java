package org.seqloc.nodes.localizer;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One place between two threads: a newer thing replaces one that was not fetched.
 *
 * @param <T> what is handed over
 */
final class Mailbox<T> {

  private final Runnable onDrop;
  private T content; // guarded by this

  /**
   * @param onDrop called for each thing that was replaced
   */
  Mailbox(Runnable onDrop) {
    this.onDrop = onDrop;
  }

  synchronized void put(T newest) {
    if (content != null) {
      onDrop.run();
    }
    content = newest;
    notifyAll();
  }

  /** The content, waiting for it for so long. */
  synchronized Optional<T> take(long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (content == null) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return Optional.empty();
      }
      wait(left);
    }
    T taken = content;
    content = null;
    return Optional.of(taken);
  }
}
