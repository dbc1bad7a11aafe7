package org.seqloc.core.kapture;

import java.nio.file.Path;

/**
 * Something in a dataset that does not fit.
 *
 * @param file the table or binary file
 * @param line of a table, from 1; 0 where there is none
 */
public record Finding(String file, int line, String message) {

  static Finding of(Path file, int line, String message) {
    return new Finding(file.toString(), line, message);
  }

  /** In one line: file, line, message. */
  @Override
  public String toString() {
    return file + (line > 0 ? ", line " + line : "") + ": " + message;
  }
}
