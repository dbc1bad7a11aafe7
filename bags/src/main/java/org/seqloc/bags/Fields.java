package org.seqloc.bags;

import java.util.Locale;
import java.util.Optional;

/**
 * The {@code name=value} fields of a record header, read in place: a header is a sequence of
 * fields, each a length and that many bytes. One instance is used for record after record, so that
 * reading a message allocates nothing here.
 */
final class Fields {

  /** A field's name, as it stands in files. */
  enum Name {
    OP,
    INDEX_POS,
    CONN_COUNT,
    CHUNK_COUNT,
    ENCRYPTOR,
    CONN,
    TOPIC,
    TYPE,
    MD5SUM,
    MESSAGE_DEFINITION,
    CALLERID,
    LATCHING,
    COMPRESSION,
    SIZE,
    TIME,
    VER,
    COUNT,
    CHUNK_POS,
    START_TIME,
    END_TIME;

    private final String text = name().toLowerCase(Locale.ROOT);

    @Override
    public String toString() {
      return text;
    }
  }

  private Section section;
  private int start;
  private int end;
  // Of the field that was found last.
  private int valueAt;
  private int valueLength;

  /** Takes the header [start, end) of the section and checks that it consists of fields. */
  void set(Section section, int start, int end) {
    this.section = section;
    this.start = start;
    this.end = end;
    for (int at = start; at < end; ) {
      int length = section.lengthAt(at, end, "a header field");
      if (equalsSign(at + 4, at + 4 + length) < 0) {
        throw section.damaged(at, "a header field without '='");
      }
      at += 4 + length;
    }
  }

  boolean has(Name name) {
    String wanted = name.toString();
    for (int at = start; at < end; ) {
      int length = (int) section.u32(at);
      if (matches(at + 4, length, wanted)) {
        valueAt = at + 4 + wanted.length() + 1;
        valueLength = length - wanted.length() - 1;
        return true;
      }
      at += 4 + length;
    }
    return false;
  }

  int u8(Name name) {
    require(name, 1);
    return section.byteAt(valueAt) & 0xff;
  }

  long u32(Name name) {
    require(name, 4);
    return section.u32(valueAt);
  }

  /** The field as an identifier: all 32 bits count, the sign has no meaning. */
  int id(Name name) {
    return (int) u32(name);
  }

  /** A position in the file; one beyond 2^63 comes out negative. */
  long u64(Name name) {
    require(name, 8);
    return section.u64(valueAt);
  }

  long time(Name name) {
    require(name, 8);
    return section.time(valueAt);
  }

  String text(Name name) {
    return optionalText(name).orElseThrow(() -> missing(name));
  }

  Optional<String> optionalText(Name name) {
    return has(name) ? Optional.of(section.text(valueAt, valueLength)) : Optional.empty();
  }

  private void require(Name name, int length) {
    if (!has(name)) {
      throw missing(name);
    }
    if (valueLength != length) {
      throw section.damaged(
          valueAt, "field '" + name + "' has " + valueLength + " bytes, not " + length);
    }
  }

  private RuntimeException missing(Name name) {
    return section.damaged(start, "a record header without field '" + name + "'");
  }

  private boolean matches(int at, int length, String wanted) {
    if (length <= wanted.length() || section.byteAt(at + wanted.length()) != '=') {
      return false;
    }
    for (int i = 0; i < wanted.length(); i++) {
      if (section.byteAt(at + i) != wanted.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int equalsSign(int from, int to) {
    for (int at = from; at < to; at++) {
      if (section.byteAt(at) == '=') {
        return at;
      }
    }
    return -1;
  }
}
