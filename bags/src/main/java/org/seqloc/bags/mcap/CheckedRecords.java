package org.seqloc.bags.mcap;

import org.seqloc.bags.Compression;
import org.seqloc.bags.MappedFile;
import org.seqloc.bags.ReadAhead;
import org.seqloc.bags.Section;

/** The records of compressed chunks, held against their checksums. */
record CheckedRecords(MappedFile file) implements ReadAhead.Source<ChunkInfo> {

  @Override
  public long length(ChunkInfo chunk) {
    if (chunk.isStretch()) {
      return 0;
    }
    Chunk record = Chunk.read(file, chunk.start(), chunk.end());
    return record.compression() == Compression.NONE ? 0 : record.length();
  }

  @Override
  public Section read(ChunkInfo chunk) {
    return Chunk.read(file, chunk.start(), chunk.end()).records(true);
  }
}
