package org.ros.node.topic;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.ros.internal.node.CountDownRegistrantListener;
import org.ros.internal.node.topic.SubscriberIdentifier;

/** Lets threads wait for what happens to a publisher. */
public class CountDownPublisherListener<T> extends CountDownRegistrantListener<Publisher<T>>
    implements PublisherListener<T> {

  private final CountDownLatch shutdown = new CountDownLatch(1);
  private final CountDownLatch newSubscriber;

  private CountDownPublisherListener(
      int masterRegistrationSuccessCount,
      int masterRegistrationFailureCount,
      int masterUnregistrationSuccessCount,
      int masterUnregistrationFailureCount,
      int newSubscriberCount) {
    super(
        masterRegistrationSuccessCount,
        masterRegistrationFailureCount,
        masterUnregistrationSuccessCount,
        masterUnregistrationFailureCount);
    newSubscriber = new CountDownLatch(newSubscriberCount);
  }

  /** Each event is awaited once. */
  public static <T> CountDownPublisherListener<T> newDefault() {
    return newFromCounts(1, 1, 1, 1, 1);
  }

  /** Each event is awaited as often as its count says. */
  public static <T> CountDownPublisherListener<T> newFromCounts(
      int masterRegistrationSuccessCount,
      int masterRegistrationFailureCount,
      int masterUnregistrationSuccessCount,
      int masterUnregistrationFailureCount,
      int newSubscriberCount) {
    return new CountDownPublisherListener<>(
        masterRegistrationSuccessCount,
        masterRegistrationFailureCount,
        masterUnregistrationSuccessCount,
        masterUnregistrationFailureCount,
        newSubscriberCount);
  }

  @Override
  public void onNewSubscriber(Publisher<T> publisher, SubscriberIdentifier identifier) {
    newSubscriber.countDown();
  }

  public void awaitNewSubscriber() throws InterruptedException {
    newSubscriber.await();
  }

  /**
   * @return whether it came in time
   */
  public boolean awaitNewSubscriber(long timeout, TimeUnit unit) throws InterruptedException {
    return newSubscriber.await(timeout, unit);
  }

  @Override
  public void onShutdown(Publisher<T> publisher) {
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
