package org.seqloc.core.kapture;

/** A growing list of numbers. */
final class LongList extends PagedList<long[]> {

  LongList() {
    super(long[]::new);
  }

  void add(long value) {
    int at = place(size());
    grown()[at] = value;
  }

  long get(int index) {
    return page(index)[place(index)];
  }
}
