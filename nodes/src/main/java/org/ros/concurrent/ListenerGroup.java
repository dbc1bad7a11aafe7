package org.ros.concurrent;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Listeners that are told of events each in a thread of its own, so that none waits for another.
 *
 * @param <T> the listeners' type
 */
public class ListenerGroup<T> {

  /** Events that wait for a listener unless the caller says how many. */
  private static final int DEFAULT_QUEUE_CAPACITY = 128;

  private final ExecutorService executor;
  private final List<EventDispatcher<T>> dispatchers = new CopyOnWriteArrayList<>();

  /**
   * @param executorService stays the caller's; each listener takes one of its threads
   */
  public ListenerGroup(ExecutorService executorService) {
    executor = executorService;
  }

  /**
   * @param queueCapacity events that wait for the listener; beyond, the oldest are dropped
   */
  public EventDispatcher<T> add(T listener, int queueCapacity) {
    EventDispatcher<T> dispatcher = new EventDispatcher<>(listener, queueCapacity);
    dispatchers.add(dispatcher);
    executor.execute(dispatcher);
    return dispatcher;
  }

  public EventDispatcher<T> add(T listener) {
    return add(listener, DEFAULT_QUEUE_CAPACITY);
  }

  public Collection<EventDispatcher<T>> addAll(Collection<T> listeners, int queueCapacity) {
    List<EventDispatcher<T>> added = new ArrayList<>();
    listeners.forEach(listener -> added.add(add(listener, queueCapacity)));
    return added;
  }

  public Collection<EventDispatcher<T>> addAll(Collection<T> listeners) {
    return addAll(listeners, DEFAULT_QUEUE_CAPACITY);
  }

  /**
   * @return whether it was in the group
   */
  public boolean remove(T listener) {
    Optional<EventDispatcher<T>> found =
        dispatchers.stream().filter(d -> d.getListener().equals(listener)).findFirst();
    found.ifPresent(EventDispatcher::cancel);
    return found.filter(dispatchers::remove).isPresent();
  }

  public int size() {
    return dispatchers.size();
  }

  /** Tells all listeners; does not wait for them. */
  public void signal(SignalRunnable<T> signalRunnable) {
    dispatchers.forEach(dispatcher -> dispatcher.signal(signalRunnable));
  }

  /**
   * Tells all listeners and waits for them.
   *
   * @return whether all were done in time
   */
  public boolean signal(SignalRunnable<T> signalRunnable, long timeout, TimeUnit unit)
      throws InterruptedException {
    List<EventDispatcher<T>> told = List.copyOf(dispatchers);
    CountDownLatch done = new CountDownLatch(told.size());
    for (EventDispatcher<T> dispatcher : told) {
      dispatcher.signal(
          listener -> {
            try {
              signalRunnable.run(listener);
            } finally {
              done.countDown();
            }
          });
    }
    return done.await(timeout, unit);
  }

  /** Ends the threads; events that wait are dropped. */
  public void shutdown() {
    dispatchers.forEach(EventDispatcher::cancel);
    dispatchers.clear();
  }
}
