package org.ros.node.service;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.ros.internal.node.CountDownRegistrantListener;

/** Lets threads wait for what happens to a service. */
public class CountDownServiceServerListener<T, S>
    extends CountDownRegistrantListener<ServiceServer<T, S>>
    implements ServiceServerListener<T, S> {

  private final CountDownLatch shutdown = new CountDownLatch(1);

  private CountDownServiceServerListener(
      int masterRegistrationSuccessCount,
      int masterRegistrationFailureCount,
      int masterUnregistrationSuccessCount,
      int masterUnregistrationFailureCount) {
    super(
        masterRegistrationSuccessCount,
        masterRegistrationFailureCount,
        masterUnregistrationSuccessCount,
        masterUnregistrationFailureCount);
  }

  /** Each event is awaited once. */
  public static <T, S> CountDownServiceServerListener<T, S> newDefault() {
    return newFromCounts(1, 1, 1, 1);
  }

  /** Each event is awaited as often as its count says. */
  public static <T, S> CountDownServiceServerListener<T, S> newFromCounts(
      int masterRegistrationSuccessCount,
      int masterRegistrationFailureCount,
      int masterUnregistrationSuccessCount,
      int masterUnregistrationFailureCount) {
    return new CountDownServiceServerListener<>(
        masterRegistrationSuccessCount,
        masterRegistrationFailureCount,
        masterUnregistrationSuccessCount,
        masterUnregistrationFailureCount);
  }

  @Override
  public void onShutdown(ServiceServer<T, S> serviceServer) {
    shutdown.countDown();
  }

  public void awaitShutdown() throws InterruptedException {
    shutdown.await();
  }

  /**
   * @return whether it came in time
   */
  public boolean awaitShutdown(long timeout, TimeUnit unit) throws InterruptedException {
    return shutdown.await(timeout, unit);
  }
}
