package org.ros.exception;

/** The node serves a service of this name already. */
public class DuplicateServiceException extends RosRuntimeException {

  private static final long serialVersionUID = 1;

  public DuplicateServiceException(String message) {
    super(message);
  }
}
