package org.ros.exception;

/**
 * A failure of the ROS graph, or a wrong use of its API; one line that names the thing and the
 * mend.
 */
public class RosRuntimeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RosRuntimeException(String message) {
    super(message);
  }

  public RosRuntimeException(String message, Throwable cause) {
    super(message, cause);
  }

  public RosRuntimeException(Throwable cause) {
    super(cause);
  }
}
