package org.seqloc.core.kapture;

/** A growing list of numbers. */
final class IntList extends PagedList<int[]> {

  IntList() {
    super(int[]::new);
  }

  void add(int value) {
    int at = place(size());
    grown()[at] = value;
  }

  int get(int index) {
    return page(index)[place(index)];
  }
}
