package org.seqloc.bags;

/**
 * A record of a rosbag, read in place: the length of its header, the header, the length of its
 * data, the data. One instance is used for record after record.
 */
final class BagRecord {

  static final int OP_MESSAGE = 2;
  static final int OP_BAG_HEADER = 3;
  static final int OP_INDEX = 4;
  static final int OP_CHUNK = 5;
  static final int OP_CHUNK_INFO = 6;
  static final int OP_CONNECTION = 7;

  /** The header's fields. */
  final Fields fields = new Fields();

  private Section section;
  private int start;
  private int op;
  private int dataAt;
  private int dataLength;

  /**
   * Reads the record that starts at {@code at}.
   *
   * @return this
   */
  BagRecord read(Section section, int at) {
    readHeader(section, at);
    dataLength = section.lengthAt(dataAt - 4, section.length(), "a record's data");
    return this;
  }

  /**
   * Reads the record that starts at {@code at} up to its data, of which only the length must lie
   * within the section. {@link #dataLength} and {@link #next} have no meaning then.
   *
   * @return this
   */
  BagRecord readHeader(Section section, int at) {
    this.section = section;
    this.start = at;
    int headerLength = section.lengthAt(at, section.length(), "a record header");
    int headerAt = at + 4;
    fields.set(section, headerAt, headerAt + headerLength);
    op = fields.u8(Fields.Name.OP);
    dataAt = headerAt + headerLength + 4;
    if (dataAt > section.length()) {
      throw section.damaged(dataAt - 4, "a record ends before the length of its data");
    }
    return this;
  }

  /** How many bytes of data the record says it has. */
  long declaredLength() {
    return section.u32(dataAt - 4);
  }

  /** As {@link #read}, for a record that must be of one kind. */
  BagRecord read(Section section, int at, int expectedOp) {
    read(section, at);
    if (op != expectedOp) {
      throw damaged("a record of op " + op + " where one of op " + expectedOp + " belongs");
    }
    return this;
  }

  int op() {
    return op;
  }

  Section section() {
    return section;
  }

  int dataAt() {
    return dataAt;
  }

  int dataLength() {
    return dataLength;
  }

  /** Where the record behind this one starts. */
  int next() {
    return dataAt + dataLength;
  }

  /** An error that names the start of this record. */
  DamagedBagException damaged(String what) {
    return section.damaged(start, what);
  }
}
