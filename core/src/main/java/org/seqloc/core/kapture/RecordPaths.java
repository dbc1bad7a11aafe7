package org.seqloc.core.kapture;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.List;

/**
 * The files that a table of records names, for looking up; 4 bytes each beside the table, none
 * where they are in order.
 */
final class RecordPaths {

  private final RecordTable records;
  private final RowOrder order;

  RecordPaths(RecordTable records) {
    this.records = records;
    StringColumn paths = records.column();
    order =
        RowOrder.of(records.size(), (a, b) -> paths.compare(records.place(a), records.place(b)));
  }

  boolean contains(String path) {
    byte[] utf8 = path.getBytes(StandardCharsets.UTF_8);
    int low = 0;
    int high = records.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int comparison = records.column().compare(records.place(order.row(middle)), utf8);
      if (comparison == 0) {
        return true;
      }
      if (comparison < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return false;
  }

  /** By code points; a path that two records name is there twice. */
  List<String> sorted() {
    return new AbstractList<>() {
      @Override
      public String get(int index) {
        return records.values(order.row(index));
      }

      @Override
      public int size() {
        return records.size();
      }
    };
  }
}
