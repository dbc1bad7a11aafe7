package org.ros.concurrent;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A value that one thread gives and others wait for. */
public class Holder<T> {

  private final CountDownLatch given = new CountDownLatch(1);
  private volatile T value;

  public static <T> Holder<T> newEmpty() {
    return new Holder<>();
  }

  /**
   * @return the value
   */
  public T set(T newValue) {
    value = newValue;
    given.countDown();
    return newValue;
  }

  /** The value; null as long as there is none. */
  public T get() {
    return value;
  }

  public void await() throws InterruptedException {
    given.await();
  }

  /**
   * @return whether the value came in time
   */
  public boolean await(long timeout, TimeUnit unit) throws InterruptedException {
    return given.await(timeout, unit);
  }
}
