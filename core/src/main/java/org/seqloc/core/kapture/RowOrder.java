package org.seqloc.core.kapture;

/**
 * The order of rows by a comparison: stable, without an object per row. Rows that are in order
 * already take no memory.
 */
final class RowOrder {

  private static final int[] AS_THEY_ARE = {};

  /** Compares two rows by their numbers, as a {@link java.util.Comparator} does. */
  interface RowComparator {
    int compare(int a, int b);
  }

  private final int[] rows;

  private RowOrder(int[] rows) {
    this.rows = rows;
  }

  static RowOrder of(int count, RowComparator comparator) {
    for (int i = 1; i < count; i++) {
      if (comparator.compare(i - 1, i) > 0) {
        return new RowOrder(sort(count, comparator));
      }
    }
    return new RowOrder(AS_THEY_ARE);
  }

  /** By timestamp, device, then value; the devices are numbered by name. */
  static RowOrder of(RowKeys keys, StringColumn values) {
    return of(
        keys.size(),
        (a, b) -> {
          int byKey = keys.compare(a, b);
          return byKey != 0 ? byKey : values.compare(a, b);
        });
  }

  /** Whether the rows are in order as they are. */
  boolean isIdentity() {
    return rows.length == 0;
  }

  /** The row at this place of the order. */
  int row(int place) {
    return isIdentity() ? place : rows[place];
  }

  /** The numbers 0 to {@code count - 1}, sorted. Rows that are in order already cost one pass. */
  static int[] sort(int count, RowComparator comparator) {
    int[] rows = new int[count];
    boolean sorted = true;
    for (int i = 0; i < count; i++) {
      rows[i] = i;
      sorted &= i == 0 || comparator.compare(i - 1, i) <= 0;
    }
    return sorted ? rows : mergeSort(rows, comparator);
  }

  /** Bottom-up merge sort. */
  private static int[] mergeSort(int[] rows, RowComparator comparator) {
    int[] from = rows;
    int[] to = new int[rows.length];
    for (long width = 1; width < rows.length; width *= 2) {
      for (long start = 0; start < rows.length; start += 2 * width) {
        int middle = (int) Math.min(start + width, rows.length);
        int end = (int) Math.min(start + 2 * width, rows.length);
        int a = (int) start;
        int b = middle;
        for (int i = (int) start; i < end; i++) {
          boolean takeA = a < middle && (b >= end || comparator.compare(from[a], from[b]) <= 0);
          to[i] = takeA ? from[a++] : from[b++];
        }
      }
      int[] swap = from;
      from = to;
      to = swap;
    }
    return from;
  }
}
