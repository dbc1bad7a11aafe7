package org.seqloc.core;

/**
 * Something a user can mend: a bad file, a missing calibration, an option that does not fit. The
 * message is one line that names the file or topic, what is wrong and what to do; the command line
 * prints it without a stack trace and exits with 2.
 */
public class SeqlocException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SeqlocException(String message) {
    super(message);
  }

  public SeqlocException(String message, Throwable cause) {
    super(message, cause);
  }
}
