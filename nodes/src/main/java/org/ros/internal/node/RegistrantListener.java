package org.ros.internal.node;

/** Hears whether the master knows of a publisher or subscriber. Called in a thread of the node. */
public interface RegistrantListener<T> {

  void onMasterRegistrationSuccess(T registrant);

  /** The master could not be reached or refused; when it could not be reached, it is tried on. */
  void onMasterRegistrationFailure(T registrant);

  void onMasterUnregistrationSuccess(T registrant);

  void onMasterUnregistrationFailure(T registrant);
}
