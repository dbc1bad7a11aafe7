package org.seqloc.bags.mcap;

import java.util.ArrayList;
import java.util.List;
import org.seqloc.bags.MappedFile;
import org.seqloc.core.SeqlocException;

/** The chunks of a file as they are found, within bounds: a file can have millions. */
final class ChunkList {

  private static final long MAX_FOOTPRINT = Runtime.getRuntime().maxMemory() / 8;

  private final MappedFile file;
  private final List<ChunkInfo> chunks = new ArrayList<>();
  private long footprint;

  ChunkList(MappedFile file) {
    this.file = file;
  }

  void add(ChunkInfo chunk) {
    footprint += chunk.footprint();
    if (footprint > MAX_FOOTPRINT) {
      throw new SeqlocException(
          String.format(
              "%s: more than %d chunks up to byte %d, their list does not fit into memory; give"
                  + " Java more (-Xmx)",
              file.path(), chunks.size(), chunk.start()));
    }
    chunks.add(chunk);
  }

  List<ChunkInfo> all() {
    return chunks;
  }
}
