package org.ros.internal.xmlrpc;

/** Bytes that are not XML-RPC, or an XML-RPC fault that the peer answered. */
public final class XmlRpcException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The fault code for requests that are not well formed. */
  public static final int PARSE_ERROR = -32700;

  /** The fault code for methods that the server does not have. */
  public static final int UNKNOWN_METHOD = -32601;

  /** The fault code for failures inside the server. */
  public static final int INTERNAL_ERROR = -32603;

  private final int code;

  public XmlRpcException(int code, String message) {
    super(message);
    this.code = code;
  }

  public XmlRpcException(int code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** The faultCode of the answer. */
  public int code() {
    return code;
  }
}
