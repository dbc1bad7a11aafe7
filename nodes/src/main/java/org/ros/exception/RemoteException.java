package org.ros.exception;

import org.ros.internal.node.response.StatusCode;

/** The master or a node answered a call with an error or failure status. */
public class RemoteException extends RosRuntimeException {
  private static final long serialVersionUID = 1L;

  private final StatusCode statusCode;

  /**
   * @param statusCode error of the caller, or failure of the call
   * @param message what the peer said
   */
  public RemoteException(StatusCode statusCode, String message) {
    super(message);
    this.statusCode = statusCode;
  }

  public StatusCode getStatusCode() {
    return statusCode;
  }
}
