package org.ros.internal.node.parameter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.ros.node.parameter.ParameterListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parameters that a node wants to hear of. Safe for use by several threads. */
public final class ParameterSubscriptions {

  private static final Logger LOG = LoggerFactory.getLogger(ParameterSubscriptions.class);

  private final Executor executor;
  private final Map<String, List<Listener>> listeners = new TreeMap<>(); // guarded by this

  public ParameterSubscriptions(Executor executor) {
    this.executor = executor;
  }

  /** Only the newest value waits for a slow listener. */
  private final class Listener {
    private final ParameterListener listener;
    private Object newest; // guarded by this
    private boolean waiting; // guarded by this
    private boolean running; // guarded by this

    Listener(ParameterListener listener) {
      this.listener = listener;
    }

    void offer(Object value) {
      synchronized (this) {
        newest = value;
        waiting = true;
        if (running) {
          return;
        }
        running = true;
      }
      executor.execute(this::run);
    }

    private void run() {
      while (true) {
        Object value;
        synchronized (this) {
          if (!waiting) {
            running = false;
            return;
          }
          waiting = false;
          value = newest;
        }
        try {
          listener.onNewValue(value);
        } catch (RuntimeException | Error e) {
          LOG.error("a parameter listener failed", e);
        }
      }
    }
  }

  /**
   * @param name resolved
   */
  public synchronized void add(String name, ParameterListener listener) {
    listeners.computeIfAbsent(name, key -> new ArrayList<>()).add(new Listener(listener));
  }

  public synchronized List<String> names() {
    return List.copyOf(listeners.keySet());
  }

  /**
   * Tells the listeners of the parameter. A change below a namespace that is listened to is
   * accepted but tells nothing: the listener would take the part for the whole.
   *
   * @param key the changed name, with or without '/' at its end
   * @return whether there are any
   */
  public synchronized boolean update(String key, Object value) {
    String name = key.length() > 1 && key.endsWith("/") ? key.substring(0, key.length() - 1) : key;
    List<Listener> found = listeners.getOrDefault(name, List.of());
    found.forEach(listener -> listener.offer(value));
    boolean above =
        listeners.keySet().stream()
            .anyMatch(
                subscribed -> name.startsWith(subscribed.equals("/") ? "/" : subscribed + "/"));
    return above || !found.isEmpty();
  }
}
