package org.ros.exception;

/** The master or a node answered a call with an error or failure status. */
public class RemoteException extends RosRuntimeException {
  private static final long serialVersionUID = 1L;

  private final int statusCode;

  /**
   * @param statusCode -1: error of the caller; 0: the call failed
   * @param message what the peer said
   */
  public RemoteException(int statusCode, String message) {
    super(message);
    this.statusCode = statusCode;
  }

  public int getStatusCode() {
    return statusCode;
  }
}
