package org.ros.exception;

/** The parameter server has no parameter of that name. */
public class ParameterNotFoundException extends RosRuntimeException {
  private static final long serialVersionUID = 1L;

  public ParameterNotFoundException(String message) {
    super(message);
  }

  public ParameterNotFoundException(String message, Throwable cause) {
    super(message, cause);
  }

  public ParameterNotFoundException(Throwable cause) {
    super(cause);
  }
}
