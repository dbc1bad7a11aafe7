package org.ros.internal.transport;

import java.util.concurrent.atomic.AtomicLong;

/** Lets one line in ten seconds into the log, however often its cause occurs. */
public final class LogThrottle {

  private static final long PERIOD_NANOS = 10_000_000_000L;

  private final AtomicLong last = new AtomicLong(System.nanoTime() - PERIOD_NANOS);

  /** Whether the line may be logged now. */
  public boolean allows() {
    long now = System.nanoTime();
    long before = last.get();
    return now - before >= PERIOD_NANOS && last.compareAndSet(before, now);
  }
}
