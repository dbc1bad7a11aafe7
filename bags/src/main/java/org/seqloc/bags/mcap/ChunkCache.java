package org.seqloc.bags.mcap;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.seqloc.bags.Compression;
import org.seqloc.bags.MappedFile;
import org.seqloc.bags.ReadAhead;
import org.seqloc.bags.Section;

/**
 * The records of the chunks that a cursor is reading. Where more of them overlap in time than the
 * budget holds, the least recently used one is given up and decompressed again when its turn comes:
 * slow, but the file cannot exhaust the memory.
 */
final class ChunkCache {

  // What is mapped costs next to nothing.
  private static final int MAPPED_COST = 256;

  private record Entry(Section records, long cost) {}

  private final MappedFile file;
  private final ReadAhead<ChunkInfo> ahead;
  private final long budget;
  private final Map<ChunkInfo, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long used;

  /**
   * @param ahead what may have read chunks already, with their checksums
   * @param budget of the decompressed data, bytes; one chunk is held at least
   */
  ChunkCache(MappedFile file, ReadAhead<ChunkInfo> ahead, long budget) {
    this.file = file;
    this.ahead = ahead;
    this.budget = budget;
  }

  /** The records of a chunk that was looked at before. */
  Section records(ChunkInfo chunk) {
    Entry known = entries.get(chunk);
    return known != null ? known.records() : load(chunk, false);
  }

  /** The records of a chunk that is new, held against its checksum. */
  Section checkedRecords(ChunkInfo chunk) {
    return load(chunk, true);
  }

  /** Whether reading any of the chunk takes decompressing it. */
  boolean isCompressed(ChunkInfo chunk) {
    return !chunk.isStretch()
        && Chunk.read(file, chunk.start(), chunk.end()).compression() != Compression.NONE;
  }

  /** The message index records behind a chunk. */
  Section indexes(ChunkInfo chunk) {
    return file.section(chunk.end(), chunk.indexEnd());
  }

  void remove(ChunkInfo chunk) {
    ahead.drop(chunk);
    Entry removed = entries.remove(chunk);
    if (removed != null) {
      used -= removed.cost();
    }
  }

  void clear() {
    entries.clear();
    used = 0;
  }

  private Section load(ChunkInfo chunk, boolean checked) {
    if (chunk.isStretch()) {
      return add(chunk, file.section(chunk.start(), chunk.end()), MAPPED_COST);
    }
    Chunk record = Chunk.read(file, chunk.start(), chunk.end());
    if (record.compression() == Compression.NONE) {
      return add(chunk, record.records(checked), MAPPED_COST);
    }
    Section records = ahead.take(chunk).orElseGet(() -> record.records(checked));
    return add(chunk, records, records.length());
  }

  private Section add(ChunkInfo chunk, Section records, long cost) {
    remove(chunk);
    entries.put(chunk, new Entry(records, cost));
    used += cost;
    Iterator<Entry> oldest = entries.values().iterator();
    while (used > budget && entries.size() > 1) {
      used -= oldest.next().cost();
      oldest.remove();
    }
    return records;
  }
}
