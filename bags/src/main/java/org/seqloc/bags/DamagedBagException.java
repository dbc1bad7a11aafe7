package org.seqloc.bags;

import org.seqloc.core.SeqlocException;

/** A rosbag that is not whole: of what there is, some can be read by scanning. */
final class DamagedBagException extends SeqlocException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * @param reason what is wrong and at which byte, without the file's name
   * @param mend what to do
   */
  DamagedBagException(RosbagFile file, String reason, String mend) {
    super(file.path() + ": " + reason + "; " + mend);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
