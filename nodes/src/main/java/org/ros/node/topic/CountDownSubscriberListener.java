package org.ros.node.topic;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.ros.internal.node.CountDownRegistrantListener;
import org.ros.internal.node.topic.PublisherIdentifier;

/** Lets threads wait for what happens to a subscriber. */
public class CountDownSubscriberListener<T> extends CountDownRegistrantListener<Subscriber<T>>
    implements SubscriberListener<T> {

  private final CountDownLatch shutdown = new CountDownLatch(1);
  private final CountDownLatch newPublisher;

  private CountDownSubscriberListener(
      int masterRegistrationSuccessCount,
      int masterRegistrationFailureCount,
      int masterUnregistrationSuccessCount,
      int masterUnregistrationFailureCount,
      int newPublisherCount) {
    super(
        masterRegistrationSuccessCount,
        masterRegistrationFailureCount,
        masterUnregistrationSuccessCount,
        masterUnregistrationFailureCount);
    newPublisher = new CountDownLatch(newPublisherCount);
  }

  /** Each event is awaited once. */
  public static <T> CountDownSubscriberListener<T> newDefault() {
    return newFromCounts(1, 1, 1, 1, 1);
  }

  /** Each event is awaited as often as its count says. */
  public static <T> CountDownSubscriberListener<T> newFromCounts(
      int masterRegistrationSuccessCount,
      int masterRegistrationFailureCount,
      int masterUnregistrationSuccessCount,
      int masterUnregistrationFailureCount,
      int newPublisherCount) {
    return new CountDownSubscriberListener<>(
        masterRegistrationSuccessCount,
        masterRegistrationFailureCount,
        masterUnregistrationSuccessCount,
        masterUnregistrationFailureCount,
        newPublisherCount);
  }

  @Override
  public void onNewPublisher(Subscriber<T> subscriber, PublisherIdentifier identifier) {
    newPublisher.countDown();
  }

  public void awaitNewPublisher() throws InterruptedException {
    newPublisher.await();
  }

  /**
   * @return whether it came in time
   */
  public boolean awaitNewPublisher(long timeout, TimeUnit unit) throws InterruptedException {
    return newPublisher.await(timeout, unit);
  }

  @Override
  public void onShutdown(Subscriber<T> subscriber) {
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
