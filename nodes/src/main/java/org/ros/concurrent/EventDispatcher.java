package org.ros.concurrent;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one listener what happened, in order, in its own thread. When the listener is slower than
 * the events, the oldest are dropped.
 *
 * @param <T> the listener's type
 */
public class EventDispatcher<T> extends CancellableLoop {

  private static final Logger LOG = LoggerFactory.getLogger(EventDispatcher.class);

  private final T listener;
  private final CircularBlockingDeque<SignalRunnable<T>> events;

  public EventDispatcher(T listener, int queueCapacity) {
    this.listener = listener;
    events = new CircularBlockingDeque<>(queueCapacity);
  }

  public void signal(SignalRunnable<T> signalRunnable) {
    events.addLast(signalRunnable);
  }

  @Override
  public void loop() throws InterruptedException {
    SignalRunnable<T> event = events.takeFirst();
    try {
      event.run(listener);
    } catch (RuntimeException e) {
      LOG.error("a listener failed; it is told of what follows all the same", e);
    }
  }

  public T getListener() {
    return listener;
  }
}
