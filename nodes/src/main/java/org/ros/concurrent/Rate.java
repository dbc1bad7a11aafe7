package org.ros.concurrent;

/** Keeps a loop at a rate. */
public interface Rate {

  /** Sleeps until the next period begins; not at all when that has begun already. */
  void sleep();
}
