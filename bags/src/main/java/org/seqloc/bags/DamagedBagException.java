package org.seqloc.bags;

import java.nio.file.Path;
import org.seqloc.core.SeqlocException;

/** A recording that is damaged or not whole, at a place that the message names. */
public final class DamagedBagException extends SeqlocException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * @param reason what is wrong and at which byte, without the file's name
   * @param mend what to do
   */
  DamagedBagException(Path file, String reason, String mend) {
    super(file + ": " + reason + "; " + mend);
    this.reason = reason;
  }

  /** What is wrong and at which byte, without the file's name and the mend. */
  public String reason() {
    return reason;
  }
}
