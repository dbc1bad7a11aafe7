package org.ros.concurrent;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An executor that is lent to others, who must not end it: only its owner can. */
public class SharedScheduledExecutorService implements ScheduledExecutorService {

  private final ScheduledExecutorService owned;

  public SharedScheduledExecutorService(ScheduledExecutorService wrapped) {
    owned = wrapped;
  }

  /**
   * @throws UnsupportedOperationException always
   */
  @Override
  public void shutdown() {
    throw refused();
  }

  /**
   * @throws UnsupportedOperationException always
   */
  @Override
  public List<Runnable> shutdownNow() {
    throw refused();
  }

  private static UnsupportedOperationException refused() {
    return new UnsupportedOperationException("this executor is shared; its owner shuts it down");
  }

  @Override
  public boolean isShutdown() {
    return owned.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return owned.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return owned.awaitTermination(timeout, unit);
  }

  @Override
  public void execute(Runnable task) {
    owned.execute(task);
  }

  @Override
  public Future<?> submit(Runnable task) {
    return owned.submit(task);
  }

  @Override
  public <T> Future<T> submit(Runnable task, T result) {
    return owned.submit(task, result);
  }

  @Override
  public <T> Future<T> submit(Callable<T> task) {
    return owned.submit(task);
  }

  @Override
  public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks)
      throws InterruptedException {
    return owned.invokeAll(tasks);
  }

  @Override
  public <T> List<Future<T>> invokeAll(
      Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException {
    return owned.invokeAll(tasks, timeout, unit);
  }

  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    return owned.invokeAny(tasks);
  }

  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    return owned.invokeAny(tasks, timeout, unit);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    return owned.schedule(task, delay, unit);
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
    return owned.schedule(task, delay, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable task, long initialDelay, long period, TimeUnit unit) {
    return owned.scheduleAtFixedRate(task, initialDelay, period, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable task, long initialDelay, long delay, TimeUnit unit) {
    return owned.scheduleWithFixedDelay(task, initialDelay, delay, unit);
  }
}
