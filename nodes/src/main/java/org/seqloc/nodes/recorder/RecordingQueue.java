package org.seqloc.nodes.recorder;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What waits for the disk, limited in bytes: when that is exceeded the oldest message is dropped
 * and counted, as rosbag record does.
 */
final class RecordingQueue {

  /** What a message takes beside its bytes, roughly. */
  private static final long OVERHEAD_BYTES = 100;

  private final long maxBytes;
  private final ArrayDeque<Recorded> waiting = new ArrayDeque<>(); // guarded by this
  private long bytes; // guarded by this
  private long dropped; // guarded by this
  private boolean ended; // guarded by this

  RecordingQueue(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Takes over the message's payload. */
  synchronized void add(Recorded message) {
    if (ended) {
      message.payload().release();
      return;
    }
    waiting.addLast(message);
    bytes += size(message);
    while (bytes > maxBytes && waiting.size() > 1) {
      remove().payload().release();
      dropped++;
    }
    notifyAll();
  }

  /**
   * The next message; waits so long for it.
   *
   * @return empty when none came, or none will any more
   */
  synchronized Optional<Recorded> poll(long waitNanos) throws InterruptedException {
    long until = System.nanoTime() + waitNanos;
    while (waiting.isEmpty() && !ended) {
      long left = until - System.nanoTime();
      if (left <= 0) {
        return Optional.empty();
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return waiting.isEmpty() ? Optional.empty() : Optional.of(remove());
  }

  /** Whether the queue has ended and all is taken. */
  synchronized boolean isDone() {
    return ended && waiting.isEmpty();
  }

  /** Nothing comes any more; what waits can still be taken. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Lets go of what waits. */
  synchronized void clear() {
    ended = true;
    while (!waiting.isEmpty()) {
      remove().payload().release();
    }
    notifyAll();
  }

  synchronized long dropped() {
    return dropped;
  }

  private Recorded remove() {
    Recorded message = waiting.removeFirst();
    bytes -= size(message);
    return message;
  }

  private static long size(Recorded message) {
    return OVERHEAD_BYTES + message.payload().readableBytes();
  }
}
