package org.seqloc.msgs;

/**
 * Bytes that are not a message of the type they are read as. The message says which field, where
 * and why.
 */
public final class MalformedMessageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedMessageException(String message) {
    super(message);
  }
}
