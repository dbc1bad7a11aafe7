package org.ros.exception;

/** A failure of the ROS graph that a caller is expected to handle. */
public class RosException extends Exception {
  private static final long serialVersionUID = 1L;

  public RosException(String message) {
    super(message);
  }

  public RosException(String message, Throwable cause) {
    super(message, cause);
  }

  public RosException(Throwable cause) {
    super(cause);
  }
}
