package org.seqloc.bags;

import java.util.Optional;
import org.seqloc.bags.Fields.Name;

/** Walks the records of a chunk's data without an index. */
final class ChunkScan {

  /** Hears of each whole record, in the order of the data. */
  interface Visitor {

    /** A connection record, whose data need not make sense. */
    void connection(BagRecord record);

    /**
     * A message.
     *
     * @param connection the id in its header
     * @param offset where its record starts in the data
     */
    void message(int connection, long nanos, int offset);
  }

  /**
   * How far a walk came.
   *
   * @param length number of bytes that are whole records
   * @param damage why the walk ended before the end of the data, with its place
   */
  record Extent(int length, Optional<String> damage) {}

  private ChunkScan() {}

  /** Walks the first {@code length} bytes of the data. */
  static Extent walk(Section data, int length, Visitor visitor) {
    BagRecord record = new BagRecord();
    int at = 0;
    while (at < length) {
      try {
        record.read(data, at);
        if (record.op() == BagRecord.OP_MESSAGE) {
          visitor.message(record.fields.id(Name.CONN), record.fields.time(Name.TIME), at);
        } else if (record.op() == BagRecord.OP_CONNECTION) {
          visitor.connection(record);
        } else {
          throw record.damaged("a record of op " + record.op() + " within a chunk");
        }
      } catch (DamagedBagException e) {
        return new Extent(at, Optional.of(e.reason()));
      }
      at = record.next();
    }
    return new Extent(at, Optional.empty());
  }
}
