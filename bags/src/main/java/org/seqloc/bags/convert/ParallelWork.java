package org.seqloc.bags.convert;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Tasks on all processors, few of them waiting: who adds more than can be done waits. The first
 * failure ends everything.
 */
final class ParallelWork implements AutoCloseable {

  private static final int WAITING_PER_THREAD = 2;

  private final int permits;
  private final Semaphore free;
  private final ExecutorService executor;
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

  ParallelWork() {
    int threads = Runtime.getRuntime().availableProcessors();
    permits = threads * (1 + WAITING_PER_THREAD);
    free = new Semaphore(permits);
    executor = Executors.newFixedThreadPool(threads);
  }

  /**
   * @throws RuntimeException what another task failed with
   */
  void add(Runnable task) {
    free.acquireUninterruptibly();
    throwFailure();
    executor.execute(
        () -> {
          try {
            task.run();
          } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
          } finally {
            free.release();
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
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  /** Waits for the tasks that run; those that wait are not begun. */
  @Override
  public void close() {
    executor.shutdownNow();
    boolean interrupted = false;
    while (!executor.isTerminated()) {
      try {
        executor.awaitTermination(1, java.util.concurrent.TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
