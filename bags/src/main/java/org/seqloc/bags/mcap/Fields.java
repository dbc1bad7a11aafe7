package org.seqloc.bags.mcap;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.seqloc.bags.Section;
import org.seqloc.core.SeqlocException;

/**
 * Reads the fields of a record one after the other. Each length is checked against what is left of
 * the record; bytes behind the last field that is asked for mean nothing, as the format demands.
 */
final class Fields {

  // Texts of a record: names, and definitions, which have some 10 kB.
  private static final int MAX_TEXT = 16 << 20;

  private final Section section;
  private final int end;
  private int at;

  Fields(Section section, int start, int end) {
    this.section = section;
    this.at = start;
    this.end = end;
  }

  /** Where the next field starts. */
  int at() {
    return at;
  }

  boolean hasNext() {
    return at < end;
  }

  int u16() {
    return section.u16(skip(2));
  }

  long u32() {
    return section.u32(skip(4));
  }

  long u64() {
    return section.u64(skip(8));
  }

  /** A stamp, an offset or a size, none of which this reader takes beyond 2^63. */
  long u63(String what) {
    int start = skip(8);
    long value = section.u64(start);
    if (value < 0) {
      throw section.damaged(start, what + " of " + Long.toUnsignedString(value));
    }
    return value;
  }

  String text(String what) {
    return text(what, StandardCharsets.UTF_8);
  }

  String text(String what, Charset charset) {
    int start = at;
    int length = length(u32(), start, what);
    if (length > MAX_TEXT) {
      throw section.damaged(start, what + " has " + length + " bytes");
    }
    return section.text(skip(length), length, charset);
  }

  /** A map of texts. */
  Map<String, String> texts(String what) {
    Fields entries = array(what);
    Map<String, String> map = new TreeMap<>();
    while (entries.hasNext()) {
      String key = entries.text("a key of " + what);
      map.put(key, entries.text("a value of " + what));
    }
    return map;
  }

  /** The elements of an array or map, whose length in bytes stands before. */
  Fields array(String what) {
    int start = at;
    int length = length(u32(), start, what);
    int elements = skip(length);
    return new Fields(section, elements, elements + length);
  }

  /** The length of bytes that follow, which it counts with 64 bits. */
  int longLength(String what) {
    int start = at;
    return length(u64(), start, what);
  }

  /** How many bytes are left. */
  int remaining() {
    return end - at;
  }

  /** Moves on; where it was before. */
  int skip(int length) {
    if (length > end - at) {
      throw section.damaged(
          at, "a record ends within a field of " + length + " bytes, " + (end - at) + " are left");
    }
    int start = at;
    at += length;
    return start;
  }

  SeqlocException damaged(String what) {
    return section.damaged(at, what);
  }

  private int length(long length, int start, String what) {
    if (length < 0 || length > end - at) {
      throw section.damaged(
          start,
          String.format(
              "%s has a length of %s bytes, %d are left",
              what, Long.toUnsignedString(length), end - at));
    }
    return (int) length;
  }
}
