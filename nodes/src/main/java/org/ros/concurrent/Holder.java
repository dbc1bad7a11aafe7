package org.ros.concurrent;

import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A value that one thread gives, once, and others wait for. Two holders are never equal. */
public class Holder<T> {

  private final CountDownLatch given = new CountDownLatch(1);
  private volatile T value;

  public static <T> Holder<T> newEmpty() {
    return new Holder<>();
  }

  private Holder() {}

  /**
   * @param newValue not null
   * @return the value
   * @throws IllegalStateException when there is one already
   */
  public synchronized T set(T newValue) {
    if (value != null) {
      throw new IllegalStateException("this holder has a value already");
    }
    value = Objects.requireNonNull(newValue, "newValue");
    given.countDown();
    return newValue;
  }

  /**
   * @throws NullPointerException, as in rosjava, when there is no value yet
   */
  public T get() {
    return Objects.requireNonNull(value, "this holder has no value yet");
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
