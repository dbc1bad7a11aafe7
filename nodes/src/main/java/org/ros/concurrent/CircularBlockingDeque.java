package org.ros.concurrent;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * A bounded deque between threads that never makes those who add wait: when it is full, an entry at
 * the other end makes room.
 *
 * @param <T> not null
 */
public class CircularBlockingDeque<T> implements Iterable<T> {

  private final Deque<T> entries = new ArrayDeque<>(); // guarded by this
  private final int capacity;

  /**
   * @param capacity at least 1
   */
  public CircularBlockingDeque(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a capacity of " + capacity + " holds nothing");
    }
    this.capacity = capacity;
  }

  /** Adds at the end; drops the first one when full. Always true. */
  public synchronized boolean addLast(T entry) {
    if (entries.size() == capacity) {
      entries.removeFirst();
    }
    entries.addLast(entry);
    notifyAll();
    return true;
  }

  /** Adds at the beginning; drops the last one when full. Always true. */
  public synchronized boolean addFirst(T entry) {
    if (entries.size() == capacity) {
      entries.removeLast();
    }
    entries.addFirst(entry);
    notifyAll();
    return true;
  }

  /** Removes the first one, waiting for it. */
  public synchronized T takeFirst() throws InterruptedException {
    while (entries.isEmpty()) {
      wait();
    }
    return entries.removeFirst();
  }

  /** Removes the last one, waiting for it. */
  public synchronized T takeLast() throws InterruptedException {
    while (entries.isEmpty()) {
      wait();
    }
    return entries.removeLast();
  }

  /** Null when empty. */
  public synchronized T peekFirst() {
    return entries.peekFirst();
  }

  /** Null when empty. */
  public synchronized T peekLast() {
    return entries.peekLast();
  }

  public synchronized boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Of what is in it now, first to last; removes nothing. */
  @Override
  public synchronized Iterator<T> iterator() {
    return List.copyOf(entries).iterator();
  }
}
