package org.ros.internal.node.topic;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.ros.internal.transport.ConnectionHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queues between the network and the listeners of one subscriber. Each listener has a bounded
 * one of which the oldest message is dropped; the listeners run on the executor, one at a time.
 */
final class Deliveries {

  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

  private static final int MAX_LATCHED = 256;

  private static final class Queue {
    final Object key;
    final Consumer<Incoming> listener;
    final int limit;
    final boolean keeps;
    final ArrayDeque<Incoming> waiting = new ArrayDeque<>();

    Queue(Object key, Consumer<Incoming> listener, int limit, boolean keeps) {
      this.key = key;
      this.listener = listener;
      this.limit = limit;
      this.keeps = keeps;
    }
  }

  private final String topic;
  private final Executor executor;
  private final LongAdder dropped = new LongAdder();
  private final List<Queue> queues = new ArrayList<>(); // guarded by this

  /** The last message of each latching publisher, for listeners that come later. */
  private final Map<String, Incoming> latched = new LinkedHashMap<>(); // guarded by this

  private boolean running; // guarded by this
  private boolean closed; // guarded by this

  Deliveries(String topic, Executor executor) {
    this.topic = topic;
    this.executor = executor;
  }

  /**
   * @param key what {@link #remove} finds the listener by
   * @param keeps whether the listener may keep the bytes that it gets
   */
  void add(Object key, Consumer<Incoming> listener, int limit, boolean keeps) {
    if (limit < 1) {
      throw new IllegalArgumentException(
          "a listener of " + topic + " needs a queue of at least 1 message, got " + limit);
    }
    boolean start;
    synchronized (this) {
      Queue queue = new Queue(key, listener, limit, keeps);
      queues.add(queue);
      latched.values().forEach(incoming -> enqueue(queue, incoming));
      start = !running && !latched.isEmpty();
      running |= start;
    }
    if (start) {
      start();
    }
  }

  private void enqueue(Queue queue, Incoming incoming) {
    if (queue.waiting.size() == queue.limit) {
      queue.waiting.removeFirst().release();
      dropped.increment();
    }
    incoming.retain();
    queue.waiting.addLast(incoming);
  }

  private void keepLatched(Incoming incoming) {
    String publisher = incoming.publisher().orEmpty(ConnectionHeader.CALLER_ID);
    Incoming before = latched.remove(publisher);
    if (before != null) {
      before.release();
    } else if (latched.size() == MAX_LATCHED) {
      latched.remove(latched.keySet().iterator().next()).release();
    }
    incoming.retain();
    latched.put(publisher, incoming);
  }

  /** Whether there are listeners and all of them may keep the bytes that they get. */
  synchronized boolean areKept() {
    return !queues.isEmpty() && queues.stream().allMatch(queue -> queue.keeps);
  }

  synchronized boolean remove(Object key) {
    for (Queue queue : queues) {
      if (queue.key.equals(key)) {
        queues.remove(queue);
        clear(queue);
        return true;
      }
    }
    return false;
  }

  synchronized void removeAll() {
    queues.forEach(Deliveries::clear);
    queues.clear();
  }

  synchronized void close() {
    closed = true;
    removeAll();
    latched.values().forEach(Incoming::release);
    latched.clear();
  }

  private static void clear(Queue queue) {
    queue.waiting.forEach(Incoming::release);
    queue.waiting.clear();
  }

  long dropped() {
    return dropped.sum();
  }

  /** Queues the message for every listener and takes over the reference to it. */
  void offer(Incoming incoming) {
    boolean start;
    synchronized (this) {
      if (closed) {
        incoming.release();
        return;
      }
      queues.forEach(queue -> enqueue(queue, incoming));
      if (incoming.publisher().isSet(ConnectionHeader.LATCHING)) {
        keepLatched(incoming);
      }
      start = !running && !queues.isEmpty();
      running |= start;
    }
    incoming.release();
    if (start) {
      start();
    }
  }

  private void start() {
    try {
      executor.execute(this::run);
    } catch (RejectedExecutionException e) {
      // The executor is shut down before the node: nobody listens any more.
      close();
    }
  }

  private void run() {
    int next = 0;
    while (true) {
      Queue queue;
      Incoming incoming;
      synchronized (this) {
        int index = indexOfNextWaiting(next);
        if (index < 0) {
          running = false;
          return;
        }
        queue = queues.get(index);
        incoming = queue.waiting.removeFirst();
        next = index + 1;
      }
      try {
        queue.listener.accept(incoming);
      } catch (RuntimeException | Error e) {
        // An Error too: otherwise nobody would ever run the queues again.
        LOG.error("a listener of {} failed", topic, e);
      } finally {
        incoming.release();
      }
    }
  }

  /** In turn, so that no listener starves another. */
  private int indexOfNextWaiting(int first) {
    for (int i = 0; i < queues.size(); i++) {
      int index = (first + i) % queues.size();
      if (!queues.get(index).waiting.isEmpty()) {
        return index;
      }
    }
    return -1;
  }
}
