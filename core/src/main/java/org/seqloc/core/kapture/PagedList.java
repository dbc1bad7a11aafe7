package org.seqloc.core.kapture;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A growing list of numbers; in pages, so that growing a long one copies nothing.
 *
 * @param <A> an array of the numbers' kind
 */
abstract class PagedList<A> {

  private static final int PAGE_BITS = 14;
  private static final int PAGE_LENGTH = 1 << PAGE_BITS;

  private final IntFunction<A> newArray;
  private final List<A> pages = new ArrayList<>();
  private int lastLength = 16;
  private int size;

  PagedList(IntFunction<A> newArray) {
    this.newArray = newArray;
    pages.add(newArray.apply(lastLength));
  }

  /** Makes room for one number more: the page to put it into, at {@link #place} of the old size. */
  final A grown() {
    int at = place(size);
    int last = pages.size() - 1;
    if (at == 0 && size > 0) {
      lastLength = PAGE_LENGTH;
      pages.add(newArray.apply(lastLength));
      last++;
    } else if (at == lastLength) {
      lastLength = 2 * at;
      A longer = newArray.apply(lastLength);
      System.arraycopy(pages.get(last), 0, longer, 0, at);
      pages.set(last, longer);
    }
    size++;
    return pages.get(last);
  }

  /** The page that has a number. */
  final A page(int index) {
    return pages.get(index >> PAGE_BITS);
  }

  /** Where in its page a number is. */
  static int place(int index) {
    return index & (PAGE_LENGTH - 1);
  }

  final int size() {
    return size;
  }
}
