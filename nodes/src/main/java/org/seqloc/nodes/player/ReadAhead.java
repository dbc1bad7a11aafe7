package org.seqloc.nodes.player;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagMessage;

/**
 * Reads messages ahead in a thread of its own, so that neither the disk nor decompression delays
 * those that are due. Bounded in messages and bytes. Once full it is filled up when it is told to,
 * for which there is time between messages: a reader that is woken when one is published would
 * delay it, and one that reads much at once the next. Half empty it is filled up in any case.
 */
final class ReadAhead implements AutoCloseable {

  private static final int MAX_MESSAGES = 1000;
  private static final long MAX_BYTES = 64 << 20;
  private static final int PAGE_BYTES = 4096;

  private final BagCursor cursor;
  private final Thread reader = new Thread(this::read, "read-ahead");
  private final ArrayDeque<BagMessage> waiting = new ArrayDeque<>(); // guarded by this
  private long bytes; // guarded by this
  private boolean filling = true; // guarded by this
  private boolean ended; // guarded by this
  private boolean closed; // guarded by this
  private RuntimeException failure; // guarded by this

  /** Keeps the compiler from leaving the reads out. */
  @SuppressWarnings("unused")
  private volatile int loaded;

  /**
   * @param cursor closed with this
   */
  ReadAhead(BagCursor cursor) {
    this.cursor = cursor;
    reader.start();
  }

  private void read() {
    try (cursor) {
      while (cursor.hasNext()) {
        BagMessage message = cursor.next();
        load(message.payload());
        if (!add(message)) {
          return;
        }
      }
      end(null);
    } catch (RuntimeException e) {
      end(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end(null);
    }
  }

  /** Reads of every page: mapped files come into memory here and not when the bytes are sent. */
  private void load(ByteBuf payload) {
    int sum = 0;
    for (int i = payload.readerIndex(); i < payload.writerIndex(); i += PAGE_BYTES) {
      sum += payload.getByte(i);
    }
    loaded = sum;
  }

  private synchronized boolean add(BagMessage message) throws InterruptedException {
    while (!closed && !filling) {
      wait();
    }
    waiting.addLast(message);
    bytes += message.payload().readableBytes();
    filling = waiting.size() < MAX_MESSAGES && bytes < MAX_BYTES;
    notifyAll();
    return !closed;
  }

  private synchronized void end(RuntimeException why) {
    failure = why;
    ended = true;
    notifyAll();
  }

  /** Waits until nothing more is read ahead, so long at most. */
  synchronized void awaitFull(long timeoutNanos) throws InterruptedException {
    long until = System.nanoTime() + timeoutNanos;
    for (long left = timeoutNanos;
        filling && !ended && left > 0;
        left = until - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /** Reads on until it is full again. */
  synchronized void fill() {
    if (!filling && waiting.size() < MAX_MESSAGES && bytes < MAX_BYTES) {
      filling = true;
      notifyAll();
    }
  }

  /**
   * The next message, empty at the end.
   *
   * @throws org.seqloc.core.SeqlocException where the bag is damaged
   */
  synchronized Optional<BagMessage> next() throws InterruptedException {
    if (waiting.size() <= MAX_MESSAGES / 2 && bytes <= MAX_BYTES / 2) {
      fill();
    }
    while (waiting.isEmpty() && !ended) {
      wait();
    }
    if (waiting.isEmpty()) {
      if (failure != null) {
        throw failure;
      }
      return Optional.empty();
    }
    return Optional.of(take());
  }

  /**
   * The next message if it is there already and fits. The reader is not woken, as that takes time.
   */
  synchronized Optional<BagMessage> nextIf(Predicate<BagMessage> fits) {
    return waiting.isEmpty() || !fits.test(waiting.getFirst())
        ? Optional.empty()
        : Optional.of(take());
  }

  private synchronized BagMessage take() {
    BagMessage message = waiting.removeFirst();
    bytes -= message.payload().readableBytes();
    return message;
  }

  /** Waits until the reader lets go of the bag. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    boolean interrupted = false;
    while (reader.isAlive()) {
      try {
        reader.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
