package org.seqloc.core.kapture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A growing list of numbers; in pages, so that growing a long one copies nothing. */
final class LongList {

  private static final int PAGE_BITS = 14;
  private static final int MASK = (1 << PAGE_BITS) - 1;

  private final List<long[]> pages = new ArrayList<>();
  private long[] last = new long[16];
  private int size;

  LongList() {
    pages.add(last);
  }

  void add(long value) {
    int at = size & MASK;
    if (at == 0 && size > 0) {
      last = new long[1 << PAGE_BITS];
      pages.add(last);
    } else if (at == last.length) {
      last = Arrays.copyOf(last, 2 * at);
      pages.set(0, last);
    }
    last[at] = value;
    size++;
  }

  long get(int index) {
    return pages.get(index >> PAGE_BITS)[index & MASK];
  }

  int size() {
    return size;
  }
}
