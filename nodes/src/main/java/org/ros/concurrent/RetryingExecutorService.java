package org.ros.concurrent;

import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks again until they have done what they wanted. Safe for use by several threads. */
public class RetryingExecutorService {

  private static final Logger LOG = LoggerFactory.getLogger(RetryingExecutorService.class);

  private final ScheduledExecutorService executor;
  private long delayNanos = TimeUnit.SECONDS.toNanos(5); // guarded by this
  private int unfinished; // guarded by this
  private boolean ended; // guarded by this

  /**
   * @param scheduledExecutorService stays the caller's
   */
  public RetryingExecutorService(ScheduledExecutorService scheduledExecutorService) {
    executor = scheduledExecutorService;
  }

  /**
   * Starts a task.
   *
   * @param callable returns whether it is to be run again; one that throws is not, and is logged
   * @throws RejectedExecutionException after {@link #shutdown}
   */
  public synchronized void submit(Callable<Boolean> callable) {
    if (ended) {
      throw new RejectedExecutionException("this executor was shut down");
    }
    executor.execute(() -> run(callable));
    unfinished++;
  }

  private void run(Callable<Boolean> task) {
    boolean again = false;
    try {
      again = task.call();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.error("a task failed; it is not tried again", e);
    } finally {
      finish(task, again);
    }
  }

  private synchronized void finish(Callable<Boolean> task, boolean again) {
    if (again && !ended) {
      try {
        ScheduledFuture<?> unused =
            executor.schedule(() -> run(task), delayNanos, TimeUnit.NANOSECONDS);
        return;
      } catch (RejectedExecutionException e) {
        LOG.warn("a task is not tried again, since the executor has ended");
      }
    }
    unfinished--;
    notifyAll();
  }

  /** How long to wait before a task is run again; 5 s unless set. */
  public synchronized void setRetryDelay(long delay, TimeUnit unit) {
    delayNanos = unit.toNanos(delay);
  }

  /** Takes no more tasks, runs none again, and waits for those that run, at most so long. */
  public synchronized void shutdown(long timeout, TimeUnit unit) throws InterruptedException {
    ended = true;
    long end = System.nanoTime() + unit.toNanos(timeout);
    while (unfinished > 0) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }
}
