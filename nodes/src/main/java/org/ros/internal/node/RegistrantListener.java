package org.ros.internal.node;

/**
 * Hears whether the master knows of a publisher, subscriber or service. Called in a thread of the
 * node.
 */
public interface RegistrantListener<T> {

  void onMasterRegistrationSuccess(T registrant);

  /** The master could not be reached or refused; when it could not be reached, it is tried on. */
  void onMasterRegistrationFailure(T registrant);

  void onMasterUnregistrationSuccess(T registrant);

  void onMasterUnregistrationFailure(T registrant);

  /** Calls the method that fits. */
  static <T> void signal(
      RegistrantListener<? super T> listener, T registrant, boolean registered, boolean success) {
    if (registered && success) {
      listener.onMasterRegistrationSuccess(registrant);
    } else if (registered) {
      listener.onMasterRegistrationFailure(registrant);
    } else if (success) {
      listener.onMasterUnregistrationSuccess(registrant);
    } else {
      listener.onMasterUnregistrationFailure(registrant);
    }
  }
}
