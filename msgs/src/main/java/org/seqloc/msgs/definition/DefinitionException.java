package org.seqloc.msgs.definition;

/** A definition that cannot be used. The message is one line: the file or type, the line, why. */
public final class DefinitionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DefinitionException(String message) {
    super(message);
  }
}
