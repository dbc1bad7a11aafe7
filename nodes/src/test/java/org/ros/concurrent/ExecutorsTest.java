package org.ros.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ros.Await;

class ExecutorsTest {

  private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);

  @AfterEach
  void end() {
    executor.shutdownNow();
  }

  @Test
  void aTaskIsRunUntilItIsDone() throws InterruptedException {
    RetryingExecutorService retrying = new RetryingExecutorService(executor);
    retrying.setRetryDelay(1, TimeUnit.MILLISECONDS);
    AtomicInteger runs = new AtomicInteger();
    AtomicInteger failures = new AtomicInteger();
    retrying.submit(() -> runs.incrementAndGet() < 5);
    retrying.submit(
        () -> {
          failures.incrementAndGet();
          throw new IllegalStateException("a task's fault");
        });
    Await.until(() -> runs.get() == 5, () -> runs + " runs");
    retrying.shutdown(10, TimeUnit.SECONDS);
    assertEquals(5, runs.get());
    assertEquals(1, failures.get());
    assertThrows(RejectedExecutionException.class, () -> retrying.submit(() -> false));
  }

  @Test
  void shutdownWaitsForWhatRunsAndRunsNothingAgain() throws InterruptedException {
    RetryingExecutorService retrying = new RetryingExecutorService(executor);
    retrying.setRetryDelay(0, TimeUnit.SECONDS);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger runs = new AtomicInteger();
    retrying.submit(
        () -> {
          begun.countDown();
          release.await();
          return runs.incrementAndGet() > 0;
        });
    begun.await();
    retrying.shutdown(1, TimeUnit.MILLISECONDS);
    assertEquals(0, runs.get());
    release.countDown();
    retrying.shutdown(10, TimeUnit.SECONDS);
    assertEquals(1, runs.get());
  }

  @Test
  void aSharedExecutorWorksButIsNotEndedByThoseWhoShareIt() throws Exception {
    SharedScheduledExecutorService shared = new SharedScheduledExecutorService(executor);
    Callable<Integer> seven = () -> 7;
    assertEquals(7, shared.submit(seven).get());
    assertEquals(8, shared.submit(() -> {}, 8).get());
    assertEquals(7, shared.schedule(seven, 1, TimeUnit.MILLISECONDS).get());
    assertEquals(7, shared.invokeAny(List.of(seven)));
    assertEquals(7, shared.invokeAll(List.of(seven)).get(0).get());
    assertThrows(UnsupportedOperationException.class, shared::shutdown);
    assertThrows(UnsupportedOperationException.class, shared::shutdownNow);
    assertFalse(shared.isShutdown());
    executor.shutdown();
    assertTrue(shared.awaitTermination(10, TimeUnit.SECONDS));
    assertTrue(shared.isShutdown());
  }

  @Test
  void tasksAndTimesRunOnTheExecutorsThatWereGiven() throws Exception {
    ExecutorService tasks = Executors.newSingleThreadExecutor(task -> new Thread(task, "tasks"));
    DefaultScheduledExecutorService both = new DefaultScheduledExecutorService(tasks, executor);
    assertEquals("tasks", both.submit(() -> Thread.currentThread().getName()).get());
    Callable<String> name = () -> Thread.currentThread().getName();
    assertNotEquals("tasks", both.schedule(name, 0, TimeUnit.MILLISECONDS).get());
    both.shutdown();
    assertTrue(tasks.isShutdown());
    assertTrue(executor.isShutdown());
  }

  @Test
  void aHolderIsFilledOnce() throws InterruptedException {
    Holder<String> holder = Holder.newEmpty();
    assertThrows(NullPointerException.class, holder::get);
    assertFalse(holder.await(1, TimeUnit.MILLISECONDS));
    assertEquals("a", holder.set("a"));
    assertThrows(IllegalStateException.class, () -> holder.set("b"));
    assertTrue(holder.await(1, TimeUnit.MILLISECONDS));
    assertSame("a", holder.get());
  }
}
