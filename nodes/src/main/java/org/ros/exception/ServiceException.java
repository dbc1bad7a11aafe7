package org.ros.exception;

/** A service's handler could not do what was asked; the caller is told the message. */
public class ServiceException extends Exception {

  private static final long serialVersionUID = 1;

  public ServiceException(Throwable throwable) {
    super(throwable);
  }

  public ServiceException(String message, Throwable throwable) {
    super(message, throwable);
  }

  public ServiceException(String message) {
    super(message);
  }
}
