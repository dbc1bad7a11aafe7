package org.seqloc.bags;

import org.seqloc.bags.Fields.Name;

/** Finds the next chunk behind damage: what looks in every respect like the header of a chunk. */
final class ChunkSearch {

  // A chunk's header has three short fields.
  private static final int MIN_HEADER = 30;
  private static final int MAX_HEADER = 200;
  // The field "op=\5" with its length before, in any place of the header.
  private static final byte[] OP = {4, 0, 0, 0, 'o', 'p', '=', BagRecord.OP_CHUNK};

  private ChunkSearch() {}

  /** Where the next chunk's record starts at or behind {@code from}; else the file's size. */
  static long next(MappedFile file, long from) {
    BagRecord record = new BagRecord();
    long base = from;
    while (base < file.size()) {
      long end = Math.min(file.size(), base + MappedFile.STRIDE);
      Section section = file.section(base, end);
      for (int at = 0; at + OP.length <= section.length(); at++) {
        if (section.byteAt(at + 4) == 'o' && isOp(section, at)) {
          int start = headerStart(section, at, record);
          if (start >= 0) {
            return base + start;
          }
        }
      }
      if (end == file.size()) {
        break;
      }
      // Headers that this window cuts lie whole in the next.
      base = end - 2 * MAX_HEADER;
    }
    return file.size();
  }

  /** As {@link #next}, but {@code at} itself when any record of a bag starts there. */
  static long nextRecord(MappedFile file, long at) {
    if (at >= file.size()) {
      return file.size();
    }
    try {
      int op =
          new BagRecord()
              .readHeader(file.section(at, Math.min(file.size(), at + MappedFile.STRIDE)), 0)
              .op();
      if (op >= BagRecord.OP_INDEX && op <= BagRecord.OP_CONNECTION) {
        return at;
      }
    } catch (DamagedBagException e) {
      // No record.
    }
    return next(file, at);
  }

  private static boolean isOp(Section section, int at) {
    for (int i = 0; i < OP.length; i++) {
      if (section.byteAt(at + i) != OP[i]) {
        return false;
      }
    }
    return true;
  }

  /** Where the header that holds the op field at {@code op} starts; -1 when it is none. */
  private static int headerStart(Section section, int op, BagRecord record) {
    for (int at = op - 4; at >= Math.max(0, op - MAX_HEADER); at--) {
      long length = section.u32(at);
      if (length < MIN_HEADER || length > MAX_HEADER || at + 4 + length < op + OP.length) {
        continue;
      }
      try {
        record.readHeader(section, at);
        if (record.op() == BagRecord.OP_CHUNK
            && record.fields.u32(Name.SIZE) >= 0
            && Compression.ofRosName(record.fields.text(Name.COMPRESSION)).isPresent()) {
          return at;
        }
      } catch (DamagedBagException e) {
        // Not here.
      }
    }
    return -1;
  }
}
