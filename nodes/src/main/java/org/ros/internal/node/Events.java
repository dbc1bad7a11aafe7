package org.ros.internal.node;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners of events, each in a task of the executor. */
public final class Events<L> {

  private static final Logger LOG = LoggerFactory.getLogger(Events.class);

  private final List<L> listeners = new CopyOnWriteArrayList<>();
  private final Executor executor;

  public Events(Executor executor) {
    this.executor = executor;
  }

  public void add(L listener) {
    listeners.add(listener);
  }

  public void signal(Consumer<L> event) {
    for (L listener : listeners) {
      try {
        executor.execute(
            () -> {
              try {
                event.accept(listener);
              } catch (RuntimeException | Error e) {
                LOG.error("a listener failed", e);
              }
            });
      } catch (RejectedExecutionException e) {
        LOG.debug("the executor is shut down; an event is lost");
      }
    }
  }
}
