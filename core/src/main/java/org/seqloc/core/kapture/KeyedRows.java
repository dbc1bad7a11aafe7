package org.seqloc.core.kapture;

import java.util.List;

/** The rows of a table that starts with timestamp and device, ordered by these. */
abstract class KeyedRows {

  private final RowKeys keys;
  private final RowOrder places;

  /**
   * @param keys in order
   * @param places where the values of each row are in the columns that a subclass keeps
   */
  KeyedRows(RowKeys keys, RowOrder places) {
    this.keys = keys;
    this.places = places;
  }

  public final int size() {
    return keys.size();
  }

  /** The timestamp of a row, see the package. */
  public final long stampNanos(int row) {
    return keys.stamp(row);
  }

  /** The sensor or rig that a row is of. */
  public final String device(int row) {
    return keys.device(row);
  }

  /** The sensors and rigs that have rows, by id. */
  public final List<String> devices() {
    return keys.devices();
  }

  /** The first row at or after a timestamp; {@link #size} when there is none. */
  public final int firstAtOrAfter(long stampNanos) {
    return keys.firstAtOrAfter(stampNanos);
  }

  final RowKeys keys() {
    return keys;
  }

  final int place(int row) {
    return places.row(row);
  }
}
