package org.ros.internal.transport;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one thread sends at one moment, such as the images of all cameras. The event loops are woken
 * when everything is queued and not for the first message: a thread that is woken may take the core
 * of the one that woke it, and the other messages would be queued only when the first is sent.
 */
public final class Burst {

  private static final ThreadLocal<Burst> CURRENT = new ThreadLocal<>();

  private final Map<EventLoop, List<Runnable>> waiting = new LinkedHashMap<>();

  private Burst() {}

  /**
   * Lets go together what is sent meanwhile by this thread. That should be short: nothing of it
   * moves until the end, and queues fill.
   *
   * @param sends must not begin another burst
   */
  public static void of(Runnable sends) {
    if (CURRENT.get() != null) {
      throw new IllegalStateException("a burst within a burst");
    }
    Burst burst = new Burst();
    CURRENT.set(burst);
    try {
      sends.run();
    } finally {
      CURRENT.remove();
      burst.waiting.forEach((loop, tasks) -> loop.execute(() -> tasks.forEach(Runnable::run)));
    }
  }

  /** Runs a task on the loop; at the end of this thread's burst if it is in one. */
  static void execute(EventLoop loop, Runnable task) {
    Burst burst = CURRENT.get();
    if (burst == null) {
      loop.execute(task);
    } else {
      burst.waiting.computeIfAbsent(loop, l -> new ArrayList<>()).add(task);
    }
  }
}
