package org.ros.exception;

/** A parameter is of another type than it is read as. */
public class ParameterClassCastException extends RosRuntimeException {
  private static final long serialVersionUID = 1L;

  public ParameterClassCastException(String message) {
    super(message);
  }

  public ParameterClassCastException(String message, Throwable cause) {
    super(message, cause);
  }

  public ParameterClassCastException(Throwable cause) {
    super(cause);
  }
}
