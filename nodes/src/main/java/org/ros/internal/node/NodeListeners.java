package org.ros.internal.node;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.commons.logging.Log;
import org.ros.node.NodeListener;

/** The listeners of one node. Safe for several threads. */
final class NodeListeners {

  private static final long WAIT_SECONDS = 5;

  private final Executor executor;
  private final Log log;
  private final List<NodeListener> listeners;

  NodeListeners(Collection<NodeListener> listeners, Executor executor, Log log) {
    this.listeners = new CopyOnWriteArrayList<>(listeners);
    this.executor = executor;
    this.log = log;
  }

  void add(NodeListener listener) {
    listeners.add(listener);
  }

  void clear() {
    listeners.clear();
  }

  /** Tells all of them here and now; what one throws ends it. */
  void forEach(Consumer<NodeListener> event) {
    listeners.forEach(event);
  }

  /** Tells all of them here and now, whatever they throw. */
  void tell(Consumer<NodeListener> event) {
    listeners.forEach(listener -> tell(listener, event));
  }

  private void tell(NodeListener listener, Consumer<NodeListener> event) {
    try {
      event.accept(listener);
    } catch (RuntimeException | Error e) {
      log.error("a node listener failed", e);
    }
  }

  /** Tells all of them on the executor and waits for them, for a while. */
  void tellAndWait(Consumer<NodeListener> event) {
    List<NodeListener> told = List.copyOf(listeners);
    CountDownLatch done = new CountDownLatch(told.size());
    for (NodeListener listener : told) {
      Runnable task =
          () -> {
            try {
              tell(listener, event);
            } finally {
              done.countDown();
            }
          };
      try {
        executor.execute(task);
      } catch (RejectedExecutionException e) {
        task.run(); // the executor was shut down before the node
      }
    }
    try {
      if (!done.await(WAIT_SECONDS, TimeUnit.SECONDS)) {
        log.warn("listeners of the node take long to end; going on without them");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
