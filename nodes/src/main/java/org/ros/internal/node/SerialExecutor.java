package org.ros.internal.node;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks on another executor, one at a time in the order they came. */
public final class SerialExecutor implements Executor {

  private static final Logger LOG = LoggerFactory.getLogger(SerialExecutor.class);

  private final Executor executor;
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>(); // guarded by itself
  private boolean running; // guarded by waiting

  public SerialExecutor(Executor executor) {
    this.executor = executor;
  }

  @Override
  public void execute(Runnable task) {
    synchronized (waiting) {
      waiting.addLast(task);
      if (running) {
        return;
      }
      running = true;
    }
    try {
      executor.execute(this::run);
    } catch (RejectedExecutionException e) {
      LOG.debug("the executor is shut down; an event is lost");
      synchronized (waiting) {
        waiting.clear();
        running = false;
      }
    }
  }

  private void run() {
    while (true) {
      Runnable task;
      synchronized (waiting) {
        task = waiting.pollFirst();
        if (task == null) {
          running = false;
          return;
        }
      }
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        // An Error too: otherwise nobody would ever run what waits.
        LOG.error("a listener failed", e);
      }
    }
  }
}
