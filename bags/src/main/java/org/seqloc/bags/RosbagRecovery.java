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

  private static final int MAX_WARNINGS = 50;

  private final MappedFile file;
  private final Progress progress;
  private final BagRecord record = new BagRecord();
  // By id.
  private final Map<Integer, Connection> connections = new LinkedHashMap<>();
  private final List<ScannedChunk> chunks = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private int unnamedWarnings;

  private RosbagRecovery(MappedFile file, Progress progress) {
    this.file = file;
    this.progress = progress;
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
    } catch (DamagedBagException e) {
      return resume(at, at + 1, e.reason());
    }
    if (record.op() == BagRecord.OP_CHUNK) {
      try {
        return readChunk(at);
      } catch (DamagedBagException e) {
        return resume(at, at + 1, e.reason());
      }
    }
    long next = at + record.dataAt() + record.declaredLength();
    if (next > file.size()) {
      return resume(
          at,
          at + 1,
          String.format(
              "byte %d: a record of op %d should end at byte %d of a file of %d",
              at, record.op(), next, file.size()));
    }
    switch (record.op()) {
      case BagRecord.OP_CONNECTION -> {
        try {
          addConnection(record.read(record.section(), 0));
        } catch (DamagedBagException e) {
          warn(e.reason());
        }
      }
      case BagRecord.OP_INDEX, BagRecord.OP_CHUNK_INFO -> {}
      default -> warnAt(at, "a record of op " + record.op() + " where none belongs, passed over");
    }
    return next;
  }

  /** Goes on at the next chunk. */
  private long resume(long at, long from, String why) {
    long next = ChunkSearch.next(file, from);
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
    long end = Math.min(cut ? file.size() : dataEnd, dataAt + Integer.MAX_VALUE);
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
      return cut ? dataAt + chunk.length() : dataEnd;
    }
    return readCompressed(at, compression, dataAt, end, cut);
  }

  private long readCompressed(
      long at, Compression compression, long dataAt, long end, boolean cut) {
    long declared = record.fields.u32(Name.SIZE);
    ByteBuf packed = packed(dataAt, end);
    Unpacked unpacked = Unpacked.of(compression, packed, Chunk.MAX_DECOMPRESSED);
    long dataEnd = end;
    if (unpacked.damage().isPresent() && !cut && !packed.isReadable()) {
      // The data want more bytes than the record says they have.
      dataEnd = Math.min(file.size(), dataAt + MappedFile.STRIDE);
      packed = packed(dataAt, dataEnd);
      unpacked = Unpacked.of(compression, packed, Chunk.MAX_DECOMPRESSED);
      if (unpacked.damage().isEmpty()) {
        warnAt(at, "a chunk has more data than the " + (end - dataAt) + " bytes it declares");
      }
    }
    boolean whole = unpacked.damage().isEmpty();
    String what = compression.rosName() + " chunk of " + (end - dataAt) + " bytes";
    if (!whole) {
      warnAt(at, "a " + what + ": " + unpacked.damage().get());
      if (!cut || packed.isReadable()) {
        return ChunkSearch.nextRecord(file, cut ? dataAt : end);
      }
    }
    walk(at, dataEnd, new Section(file, unpacked.data(), 0, at), cut);
    if (whole && unpacked.data().limit() != declared) {
      warnAt(
          at,
          "a " + what + " declares " + declared + " bytes, comes to " + unpacked.data().limit());
    }
    return whole && !cut && dataEnd == end ? end : ChunkSearch.next(file, dataAt);
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
    all.addAll(warnings);
    if (unnamedWarnings > 0) {
      all.add(file.path() + ": " + unnamedWarnings + " more places like these");
    }
    return new RosbagIndex(list, List.copyOf(infos), List.copyOf(all));
  }

  private void warnAt(long at, String what) {
    warn("byte " + at + ": " + what);
  }

  private void warn(String what) {
    if (warnings.size() < MAX_WARNINGS) {
      warnings.add(file.path() + ": " + what);
    } else {
      unnamedWarnings++;
    }
  }
}
