package org.seqloc.core.kapture;

/**
 * The lines on which the rows of a table stand, from 1; 0 for rows that come from elsewhere. Rows
 * on lines that follow each other cost no memory.
 */
final class LineNumbers {

  private final IntList rows = new IntList();
  private final IntList lines = new IntList();
  private int size;
  private int last;

  void add(int line) {
    boolean follows = size > 0 && line == (last == 0 ? 0 : last + 1);
    if (!follows) {
      rows.add(size);
      lines.add(line);
    }
    last = line;
    size++;
  }

  int get(int row) {
    int low = 0;
    int high = rows.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (rows.get(middle) <= row) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    int line = lines.get(low);
    return line == 0 ? 0 : line + row - rows.get(low);
  }
}
