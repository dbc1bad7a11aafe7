package org.seqloc.core.kapture;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Many short texts, appended and read by index: UTF-8 in pages of up to 1 MiB, so that a million
 * takes no million objects. A text costs its bytes and 12 more.
 */
final class StringColumn {

  private static final int LENGTH_BYTES = 4;
  private static final int PAGE_BITS = 24;
  private static final int FIRST_PAGE = 1 << 12;
  private static final int LARGEST_PAGE = 1 << 20;

  private final List<byte[]> pages = new ArrayList<>();
  private int used;
  private long[] places = new long[16];
  private int size;

  int size() {
    return size;
  }

  /**
   * @return its index
   * @throws IllegalArgumentException when the text has 16 MiB or more
   */
  int add(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length + LENGTH_BYTES >= 1 << PAGE_BITS) {
      throw new IllegalArgumentException("a text of " + utf8.length + " bytes is too long");
    }
    int needed = utf8.length + LENGTH_BYTES;
    if (pages.isEmpty() || pages.get(pages.size() - 1).length - used < needed) {
      int page = (int) Math.min(LARGEST_PAGE, (long) FIRST_PAGE << Math.min(pages.size(), 16));
      pages.add(new byte[Math.max(page, needed)]);
      used = 0;
    }
    byte[] page = pages.get(pages.size() - 1);
    ByteBuffer.wrap(page).putInt(used, utf8.length);
    System.arraycopy(utf8, 0, page, used + LENGTH_BYTES, utf8.length);
    if (size == places.length) {
      places = Arrays.copyOf(places, size + (size >> 1));
    }
    places[size] = (long) (pages.size() - 1) << PAGE_BITS | used;
    used += needed;
    return size++;
  }

  String get(int index) {
    return new String(page(index), start(index), length(index), StandardCharsets.UTF_8);
  }

  /** By code points. */
  int compare(int a, int b) {
    return Arrays.compareUnsigned(
        page(a), start(a), start(a) + length(a), page(b), start(b), start(b) + length(b));
  }

  /** The text at the index against another, given as UTF-8. */
  int compare(int index, byte[] utf8) {
    int start = start(index);
    return Arrays.compareUnsigned(page(index), start, start + length(index), utf8, 0, utf8.length);
  }

  private byte[] page(int index) {
    return pages.get((int) (places[index] >>> PAGE_BITS));
  }

  private int start(int index) {
    return (int) (places[index] & ((1 << PAGE_BITS) - 1)) + LENGTH_BYTES;
  }

  private int length(int index) {
    return ByteBuffer.wrap(page(index)).getInt(start(index) - LENGTH_BYTES);
  }
}
