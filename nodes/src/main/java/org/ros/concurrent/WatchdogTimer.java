package org.ros.concurrent;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Runs a task in each period in which it got no pulse. Safe for use by several threads. */
public class WatchdogTimer {

  private final ScheduledExecutorService executor;
  private final long period;
  private final TimeUnit unit;
  private final Runnable task;
  private boolean pulsed; // guarded by this
  private ScheduledFuture<?> checks; // guarded by this

  public WatchdogTimer(
      ScheduledExecutorService scheduledExecutorService,
      long period,
      TimeUnit unit,
      Runnable runnable) {
    this.executor = scheduledExecutorService;
    this.period = period;
    this.unit = unit;
    this.task = runnable;
  }

  /** Does nothing when it runs already. */
  public synchronized void start() {
    if (checks == null) {
      checks = executor.scheduleAtFixedRate(this::check, period, period, unit);
    }
  }

  private void check() {
    boolean alive;
    synchronized (this) {
      alive = pulsed;
      pulsed = false;
    }
    if (!alive) {
      task.run();
    }
  }

  /** Says that all is well in this period. */
  public synchronized void pulse() {
    pulsed = true;
  }

  public synchronized void cancel() {
    if (checks != null) {
      checks.cancel(true);
      checks = null;
    }
  }
}
