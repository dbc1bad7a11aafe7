package org.ros.concurrent;

/**
 * What happened, to be told to listeners.
 *
 * @param <T> the listeners' type
 */
public interface SignalRunnable<T> {

  void run(T listener);
}
