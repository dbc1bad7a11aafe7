package org.seqloc.bags.convert;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Tasks on all processors, few of them waiting and together in little memory: who adds more than
 * can be done waits. The first failure ends everything.
 */
final class ParallelWork implements AutoCloseable {

  private static final int WAITING_PER_THREAD = 2;
  private static final long PERMIT_BYTES = 1 << 20;

  /** Of the heap; a task holds its bytes, what they decode to, and what comes of it. */
  private static final int HEAP_SHARE = 16;

  private final int permits;
  private final int leastPermits;
  private final Semaphore free;
  private final ExecutorService executor;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  ParallelWork() {
    int threads = Runtime.getRuntime().availableProcessors();
    long share = Runtime.getRuntime().maxMemory() / HEAP_SHARE / PERMIT_BYTES;
    permits = (int) Math.max(1, Math.min(share, 1 << 20));
    leastPermits = Math.max(1, permits / (threads * (1 + WAITING_PER_THREAD)));
    free = new Semaphore(permits);
    executor = Executors.newFixedThreadPool(threads);
  }

  /**
   * @param bytes that the task begins with; one larger than all that may be at once runs alone
   * @throws RuntimeException what another task failed with
   */
  void add(long bytes, Runnable task) {
    int taken = (int) Math.max(leastPermits, Math.min(permits, bytes / PERMIT_BYTES + 1));
    free.acquireUninterruptibly(taken);
    throwFailure();
    executor.execute(
        () -> {
          try {
            task.run();
          } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
          } finally {
            free.release(taken);
          }
        });
  }

  /**
   * Waits until all is done.
   *
   * @throws RuntimeException what a task failed with
   */
  void finish() {
    free.acquireUninterruptibly(permits);
    free.release(permits);
    throwFailure();
  }

  private void throwFailure() {
    Throwable first = failure.get();
    if (first instanceof Error error) {
      throw error;
    }
    if (first instanceof RuntimeException exception) {
      throw exception;
    }
  }

  /** Waits for the tasks that run; those that wait are not begun. */
  @Override
  public void close() {
    executor.shutdownNow();
    boolean interrupted = false;
    while (!executor.isTerminated()) {
      try {
        executor.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
