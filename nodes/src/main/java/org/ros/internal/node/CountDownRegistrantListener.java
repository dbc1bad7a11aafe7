package org.ros.internal.node;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets threads wait for what the master says to a registrant. */
public class CountDownRegistrantListener<T> implements RegistrantListener<T> {

  private final CountDownLatch registrationSuccess;
  private final CountDownLatch registrationFailure;
  private final CountDownLatch unregistrationSuccess;
  private final CountDownLatch unregistrationFailure;

  /** Each event is awaited once. */
  public CountDownRegistrantListener() {
    this(1, 1, 1, 1);
  }

  /** Each event is awaited as often as its count says. */
  public CountDownRegistrantListener(
      int masterRegistrationSuccessCount,
      int masterRegistrationFailureCount,
      int masterUnregistrationSuccessCount,
      int masterUnregistrationFailureCount) {
    registrationSuccess = new CountDownLatch(masterRegistrationSuccessCount);
    registrationFailure = new CountDownLatch(masterRegistrationFailureCount);
    unregistrationSuccess = new CountDownLatch(masterUnregistrationSuccessCount);
    unregistrationFailure = new CountDownLatch(masterUnregistrationFailureCount);
  }

  @Override
  public void onMasterRegistrationSuccess(T registrant) {
    registrationSuccess.countDown();
  }

  @Override
  public void onMasterRegistrationFailure(T registrant) {
    registrationFailure.countDown();
  }

  @Override
  public void onMasterUnregistrationSuccess(T registrant) {
    unregistrationSuccess.countDown();
  }

  @Override
  public void onMasterUnregistrationFailure(T registrant) {
    unregistrationFailure.countDown();
  }

  public void awaitMasterRegistrationSuccess() throws InterruptedException {
    registrationSuccess.await();
  }

  /**
   * @return whether it came in time
   */
  public boolean awaitMasterRegistrationSuccess(long timeout, TimeUnit unit)
      throws InterruptedException {
    return registrationSuccess.await(timeout, unit);
  }

  public void awaitMasterRegistrationFailure() throws InterruptedException {
    registrationFailure.await();
  }

  /**
   * @return whether it came in time
   */
  public boolean awaitMasterRegistrationFailure(long timeout, TimeUnit unit)
      throws InterruptedException {
    return registrationFailure.await(timeout, unit);
  }

  public void awaitMasterUnregistrationSuccess() throws InterruptedException {
    unregistrationSuccess.await();
  }

  /**
   * @return whether it came in time
   */
  public boolean awaitMasterUnregistrationSuccess(long timeout, TimeUnit unit)
      throws InterruptedException {
    return unregistrationSuccess.await(timeout, unit);
  }

  public void awaitMasterUnregistrationFailure() throws InterruptedException {
    unregistrationFailure.await();
  }

  /**
   * @return whether it came in time
   */
  public boolean awaitMasterUnregistrationFailure(long timeout, TimeUnit unit)
      throws InterruptedException {
    return unregistrationFailure.await(timeout, unit);
  }
}
