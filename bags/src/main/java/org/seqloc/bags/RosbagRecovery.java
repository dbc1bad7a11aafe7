package org.seqloc.bags;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.seqloc.bags.Fields.Name;
import org.seqloc.core.Progress;

/**
 * Finds the chunks of a rosbag by reading the file record by record, from its start to its end.
 * Behind damage it goes on at the next chunk there is.
 */
final class RosbagRecovery {

  // A section holds less than 2 GiB, of which the header takes a little.
  private static final int MAX_DATA = Integer.MAX_VALUE - (1 << 20);
  // How many compressed chunks may reach beyond their declared length: there is one that the end of
  // the file cuts, and damage is rare. Chunks made to nest would take forever.
  private static final int MAX_STRETCHED = 20;

  private final MappedFile file;
  private final Progress progress;
  private final BagRecord record = new BagRecord();
  // By id.
  private final Map<Integer, Connection> connections = new LinkedHashMap<>();
  private final List<ScannedChunk> chunks = new ArrayList<>();
  private final Warnings warnings;
  private int stretched;

  private RosbagRecovery(MappedFile file, Progress progress) {
    this.file = file;
    this.progress = progress;
    this.warnings = new Warnings(file.path());
  }

  /**
   * Finds what there is.
   *
   * @param why what is wrong with the index; empty when nothing is
   * @throws org.seqloc.core.SeqlocException when the file is no such bag, is encrypted or has
   *     neither a header nor a chunk
   */
  static RosbagIndex scan(MappedFile file, Optional<DamagedBagException> why, Progress progress) {
    RosbagRecovery recovery = new RosbagRecovery(file, progress);
    progress.begin("reading " + file.path().getFileName(), file.size());
    recovery.readFrom(recovery.start());
    progress.end();
    return recovery.index(why);
  }

  /** Where the first chunk may start. */
  private long start() {
    try {
      return RosbagIndex.HEADER_AT + (long) RosbagIndex.header(file).next();
    } catch (DamagedBagException e) {
      long chunk = ChunkSearch.next(file, RosbagIndex.HEADER_AT);
      if (chunk == file.size()) {
        throw e;
      }
      warn(e.reason());
      return chunk;
    }
  }

  private void readFrom(long start) {
    long at = start;
    while (at < file.size()) {
      long next = readRecord(at);
      progress.advance(next - at);
      at = next;
    }
  }

  /** Reads one record; returns where the next one starts. */
  private long readRecord(long at) {
    try {
      record.readHeader(file.section(at, Math.min(file.size(), at + MappedFile.STRIDE)), 0);
      if (record.op() == BagRecord.OP_CHUNK) {
        return readChunk(at);
      }
      if (!isPlausible()) {
        throw file.damaged(at, "a record of op " + record.op() + " where none belongs");
      }
      long next = at + record.dataAt() + record.declaredLength();
      if (next > file.size()) {
        throw file.damaged(
            at,
            String.format(
                "a record of op %d should end at byte %d of a file of %d",
                record.op(), next, file.size()));
      }
      if (record.op() == BagRecord.OP_CONNECTION) {
        addConnection(record.read(record.section(), 0));
      }
      return next;
    } catch (DamagedBagException e) {
      return resume(at, e.reason());
    }
  }

  /** Whether the record may stand between chunks, and its length is what it should be. */
  private boolean isPlausible() {
    return switch (record.op()) {
      case BagRecord.OP_CONNECTION -> true;
      case BagRecord.OP_INDEX -> holds(12);
      case BagRecord.OP_CHUNK_INFO -> holds(8);
      default -> false;
    };
  }

  private boolean holds(int entryBytes) {
    return record.fields.has(Name.COUNT)
        && record.declaredLength() == entryBytes * record.fields.u32(Name.COUNT);
  }

  /** Goes on at the next chunk. */
  private long resume(long at, String why) {
    long next = ChunkSearch.next(file, at + 1);
    warn(
        why
            + (next < file.size()
                ? String.format("; %d bytes are left out up to the next chunk", next - at)
                : String.format("; the last %d bytes are left out", next - at)));
    return next;
  }

  private long readChunk(long at) {
    Compression compression = Chunk.compression(record);
    long declared = record.fields.u32(Name.SIZE);
    long dataAt = at + record.dataAt();
    long dataEnd = dataAt + record.declaredLength();
    // A recorder fills in both lengths when it ends the chunk.
    boolean unended = declared == 0 && dataEnd == dataAt;
    boolean cut = unended || dataEnd > file.size();
    long end = Math.min(cut ? file.size() : dataEnd, dataAt + MAX_DATA);
    if (unended && end > dataAt) {
      warnAt(at, "a chunk that its recorder did not end");
    } else if (cut && !unended) {
      warnAt(at, "a chunk that should end at byte " + dataEnd + " of a file of " + file.size());
    }
    if (compression == Compression.NONE) {
      ScannedChunk chunk = walk(at, end, file.section(dataAt, end), cut);
      if (declared != dataEnd - dataAt) {
        warnAt(at, "a chunk of " + (dataEnd - dataAt) + " bytes declares " + declared);
      }
      boolean sound = !cut && chunk.length() == dataEnd - dataAt;
      return sound ? dataEnd : after(dataAt + chunk.length(), end);
    }
    return readCompressed(at, compression, dataAt, end, cut);
  }

  private long readCompressed(
      long at, Compression compression, long dataAt, long end, boolean cut) {
    long declared = record.fields.u32(Name.SIZE);
    if (cut && stretched++ >= MAX_STRETCHED) {
      throw file.damaged(at, "one of many chunks of a wrong length");
    }
    ByteBuf packed = packed(dataAt, end);
    Unpacked unpacked = Unpacked.of(compression, packed, Chunk.MAX_DECOMPRESSED);
    long dataEnd = end;
    if (unpacked.damage().isPresent()
        && !cut
        && !packed.isReadable()
        && stretched++ < MAX_STRETCHED) {
      // The data want more bytes than the record says they have.
      dataEnd = Math.min(file.size(), dataAt + MappedFile.STRIDE);
      packed = packed(dataAt, dataEnd);
      unpacked = Unpacked.of(compression, packed, Chunk.MAX_DECOMPRESSED);
    }
    String what =
        String.format(
            "a %s chunk of %d bytes, %d decompressed",
            compression.rosName(), end - dataAt, declared);
    if (unpacked.damage().isPresent()) {
      warnAt(at, what + ": " + unpacked.damage().get());
      if (!cut || packed.isReadable()) {
        return after(dataAt, end);
      }
    }
    int length = unpacked.data().limit();
    walk(at, dataEnd, new Section(file, unpacked.data(), 0, at), cut);
    boolean ends = !packed.isReadable() && dataEnd == end;
    if (unpacked.damage().isEmpty() && (length != declared || !ends)) {
      warnAt(
          at, String.format("%s, comes to %d%s", what, length, ends ? "" : " and ends elsewhere"));
    }
    return ends && !cut ? end : after(dataAt, end);
  }

  /**
   * Where to go on behind a chunk whose length may be wrong: at its declared end, when a record
   * starts there, or else at the next chunk.
   *
   * @param from where the next chunk may start at the earliest
   */
  private long after(long from, long declaredEnd) {
    long chunk = ChunkSearch.next(file, from);
    return declaredEnd < chunk ? ChunkSearch.nextRecord(file, declaredEnd) : chunk;
  }

  private ByteBuf packed(long from, long to) {
    Section section = file.section(from, to);
    return section.buffer(0, section.length());
  }

  /**
   * @param cut whether it is known that the data end too early, or go on as other records
   */
  private ScannedChunk walk(long at, long end, Section data, boolean cut) {
    ScannedChunk chunk = new ScannedChunk(at, end);
    Optional<String> damage = chunk.walk(data, this::addConnection);
    if (damage.isPresent() && !cut) {
      warn(damage.get() + "; the rest of its chunk is left out");
    }
    if (chunk.hasMessages()) {
      chunks.add(chunk);
    }
    return chunk;
  }

  private void addConnection(BagRecord at) {
    Connection connection;
    try {
      connection = RosbagIndex.connection(at);
    } catch (DamagedBagException e) {
      warn(e.reason());
      return;
    }
    Connection known = connections.putIfAbsent(connection.id(), connection);
    if (known != null && !known.equals(connection)) {
      warn(at.damaged("another connection with id " + connection.id() + ", left out").reason());
    }
  }

  private RosbagIndex index(Optional<DamagedBagException> why) {
    List<Connection> list = List.copyOf(connections.values());
    Map<Integer, Integer> indexOfId = new LinkedHashMap<>();
    for (int i = 0; i < list.size(); i++) {
      indexOfId.put(list.get(i).id(), i);
    }
    long unknown = 0;
    long known = 0;
    List<ChunkInfo> infos = new ArrayList<>(chunks.size());
    for (ScannedChunk chunk : chunks) {
      ChunkInfo info = chunk.info(indexOfId);
      infos.add(info);
      known += info.messageCount();
      unknown += chunk.messageCount() - info.messageCount();
    }
    if (unknown > 0) {
      warn(unknown + " messages are of connections that are lost, and left out");
    }
    List<String> all = new ArrayList<>();
    if (why.isPresent()) {
      all.add(
          String.format(
              "%s: %s; read from start to end instead: %d messages in %d chunks",
              file.path(), why.get().reason(), known, infos.size()));
    }
    all.addAll(warnings.lines());
    return new RosbagIndex(list, List.copyOf(infos), List.copyOf(all));
  }

  private void warnAt(long at, String what) {
    warn("byte " + at + ": " + what);
  }

  private void warn(String what) {
    warnings.add(file.path() + ": " + what);
  }
}
