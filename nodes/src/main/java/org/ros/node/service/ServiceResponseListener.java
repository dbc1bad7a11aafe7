package org.ros.node.service;

import org.ros.exception.RemoteException;

/**
 * Hears what became of a call; exactly one of the methods is called, once.
 *
 * @param <S> the response's class
 */
public interface ServiceResponseListener<S> {

  void onSuccess(S response);

  /** The server refused or failed, or could not be reached; the message says which. */
  void onFailure(RemoteException e);
}
