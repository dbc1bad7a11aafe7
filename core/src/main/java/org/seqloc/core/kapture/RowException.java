package org.seqloc.core.kapture;

/** A row that does not fit another; knows its table and line. */
final class RowException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  private final String table;
  private final int line;

  RowException(String table, int line, String message) {
    super(message);
    this.table = table;
    this.line = line;
  }

  /** The name of the table's file. */
  String table() {
    return table;
  }

  /** From 1; 0 when the row did not come from a file. */
  int line() {
    return line;
  }
}
