package org.ros.concurrent;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Starts as many threads as there are tasks that run, since nodes run loops and wait in listeners.
 * Tasks that are due at a time run on two threads of their own, so those should be short. The
 * threads do not keep the process alive.
 */
public class DefaultScheduledExecutorService extends AbstractExecutorService
    implements ScheduledExecutorService {

  private final ExecutorService tasks;
  private final ScheduledExecutorService timer;

  public DefaultScheduledExecutorService() {
    this(Executors.newCachedThreadPool(new DefaultThreadFactory("ros-node", true)));
  }

  /**
   * @param executorService runs what is due at once; needs as many threads as listeners and loops
   *     run at once. Is shut down with this one
   */
  public DefaultScheduledExecutorService(ExecutorService executorService) {
    this(executorService, newTimer());
  }

  /**
   * @param executorService runs what is due at once; needs as many threads as listeners and loops
   *     run at once
   * @param scheduledExecutorService runs what is due later. Both are shut down with this one
   */
  public DefaultScheduledExecutorService(
      ExecutorService executorService, ScheduledExecutorService scheduledExecutorService) {
    tasks = executorService;
    timer = scheduledExecutorService;
  }

  private static ScheduledExecutorService newTimer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(2, new DefaultThreadFactory("ros-timer", true));
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  @Override
  public void execute(Runnable task) {
    tasks.execute(task);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    return timer.schedule(task, delay, unit);
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
    return timer.schedule(task, delay, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable task, long initialDelay, long period, TimeUnit unit) {
    return timer.scheduleAtFixedRate(task, initialDelay, period, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable task, long initialDelay, long delay, TimeUnit unit) {
    return timer.scheduleWithFixedDelay(task, initialDelay, delay, unit);
  }

  @Override
  public void shutdown() {
    timer.shutdown();
    tasks.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    List<Runnable> waiting = new ArrayList<>(timer.shutdownNow());
    waiting.addAll(tasks.shutdownNow());
    return waiting;
  }

  @Override
  public boolean isShutdown() {
    return tasks.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return tasks.isTerminated() && timer.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    long end = System.nanoTime() + unit.toNanos(timeout);
    return tasks.awaitTermination(timeout, unit)
        && timer.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
  }
}
