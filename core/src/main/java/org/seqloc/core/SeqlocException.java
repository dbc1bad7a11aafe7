package org.seqloc.core;

/**
 * Something a user can mend: a bad file, a missing calibration, an option that does not fit. The
 * message is one line that names the file or topic, what is wrong and what to do; the command line
 * prints it without a stack trace and exits with 2.
 */
public class SeqlocException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SeqlocException(String message) {
    super(oneLine(message));
  }

  public SeqlocException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  /** The text with '?' for what ends a line or steers a terminal: names in files may hold it. */
  public static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\\x{80}-\\x{9F}\\x{2028}\\x{2029}]", "?");
  }
}
