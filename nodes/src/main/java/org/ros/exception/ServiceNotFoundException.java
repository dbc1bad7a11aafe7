package org.ros.exception;

/** Nobody serves the service, or not as the type that was asked for. */
public class ServiceNotFoundException extends RosException {

  private static final long serialVersionUID = 1;

  public ServiceNotFoundException(Throwable throwable) {
    super(throwable);
  }

  public ServiceNotFoundException(String message, Throwable throwable) {
    super(message, throwable);
  }

  public ServiceNotFoundException(String message) {
    super(message);
  }
}
