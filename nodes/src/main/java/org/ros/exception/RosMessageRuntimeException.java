package org.ros.exception;

/** A message or its definition cannot be used. */
public class RosMessageRuntimeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RosMessageRuntimeException(String message) {
    super(message);
  }

  public RosMessageRuntimeException(String message, Throwable cause) {
    super(message, cause);
  }

  public RosMessageRuntimeException(Throwable cause) {
    super(cause);
  }
}
