package org.seqloc.bags.mcap;

import org.seqloc.bags.Section;
import org.seqloc.core.SeqlocException;

/** Walks the records of a section: of a chunk, of the summary, or a stretch of the data section. */
final class Records {

  private final Section section;
  private int next;
  private int start;
  private int op;
  private int end;

  Records(Section section) {
    this(section, 0);
  }

  Records(Section section, int at) {
    this.section = section;
    this.next = at;
  }

  /**
   * Moves to the next record; false at the end of the section.
   *
   * @throws SeqlocException when the record does not end within the section
   */
  boolean next() {
    if (next == section.length()) {
      return false;
    }
    start = next;
    int left = section.length() - start;
    if (left < McapFormat.HEAD_LENGTH) {
      throw section.damaged(start, "a record of " + left + " bytes");
    }
    op = section.byteAt(start) & 0xff;
    if (op == 0) {
      throw section.damaged(start, "no record, its kind is 0");
    }
    long length = section.u64(start + 1);
    if (length < 0 || length > left - McapFormat.HEAD_LENGTH) {
      throw section.damaged(
          start,
          String.format(
              "a %s has a length of %s bytes, %d are left",
              McapFormat.name(op), Long.toUnsignedString(length), left - McapFormat.HEAD_LENGTH));
    }
    end = start + McapFormat.HEAD_LENGTH + (int) length;
    if (op == McapFormat.OP_MESSAGE && length < McapFormat.MESSAGE_HEAD_LENGTH) {
      throw section.damaged(start, "a message record of " + length + " bytes");
    }
    next = end;
    return true;
  }

  /** Makes the record at an offset the next one. */
  void moveTo(int at) {
    next = at;
  }

  Section section() {
    return section;
  }

  int op() {
    return op;
  }

  /** Where the record starts. */
  int start() {
    return start;
  }

  /** Where its content starts. */
  int dataAt() {
    return start + McapFormat.HEAD_LENGTH;
  }

  /** Where it ends. */
  int end() {
    return end;
  }

  Fields fields() {
    return new Fields(section, dataAt(), end);
  }

  /** The channel of a message record. */
  int channel() {
    return section.u16(dataAt());
  }

  /** The log time of a message record, nanoseconds. */
  long logNanos() {
    long nanos = section.u64(dataAt() + 6);
    if (nanos < 0) {
      throw damaged("a message logged at " + Long.toUnsignedString(nanos) + " ns");
    }
    return nanos;
  }

  /** The publish time of a message record, nanoseconds; any 64 bits. */
  long publishNanos() {
    return section.u64(dataAt() + 14);
  }

  /** The number that a message record has of its channel's. */
  long sequence() {
    return section.u32(dataAt() + 2);
  }

  /** Where the payload of a message record starts. */
  int payloadAt() {
    return dataAt() + McapFormat.MESSAGE_HEAD_LENGTH;
  }

  /** An error that names the start of this record. */
  SeqlocException damaged(String what) {
    return section.damaged(start, what);
  }
}
