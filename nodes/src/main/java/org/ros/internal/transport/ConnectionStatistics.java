package org.ros.internal.transport;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What has passed over one connection. Safe for use by several threads. */
public final class ConnectionStatistics {

  private static final AtomicInteger NEXT_ID = new AtomicInteger();

  private final int id = NEXT_ID.incrementAndGet() & Integer.MAX_VALUE;
  private final LongAdder messages = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder dropped = new LongAdder();

  void countMessage(int frameBytes) {
    messages.increment();
    bytes.add(frameBytes);
  }

  void countDropped() {
    dropped.increment();
  }

  /** The number of the connection within this process, as getBusInfo and getBusStats say it. */
  public int id() {
    return id;
  }

  public long messages() {
    return messages.sum();
  }

  /** Length prefixes included. */
  public long bytes() {
    return bytes.sum();
  }

  /** Messages that were dropped because the peer was too slow. */
  public long dropped() {
    return dropped.sum();
  }
}
