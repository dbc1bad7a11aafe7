package org.ros.internal.transport;

import org.ros.exception.RosRuntimeException;

/** Bytes that are no TCPROS. The message says where and why. */
public final class MalformedHeaderException extends RosRuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedHeaderException(String message) {
    super(message);
  }
}
