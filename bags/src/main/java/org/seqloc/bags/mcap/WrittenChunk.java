package org.seqloc.bags.mcap;

import java.util.Map;
import org.seqloc.bags.Compression;

/**
 * What the summary tells of a chunk.
 *
 * @param startNanos log time of the earliest message
 * @param endNanos log time of the latest message
 * @param position of its record in the file
 * @param chunkLength of its record, bytes
 * @param indexes where the message index records are, by channel
 * @param indexLength the sum of their lengths
 * @param compressedLength of its data, bytes
 * @param length of its data, decompressed
 */
record WrittenChunk(
    long startNanos,
    long endNanos,
    long position,
    long chunkLength,
    Map<Integer, Long> indexes,
    long indexLength,
    Compression compression,
    long compressedLength,
    long length) {

  /** Appends the chunk index record. */
  void append(RecordWriter writer) {
    writer
        .begin(McapFormat.OP_CHUNK_INDEX)
        .u64(startNanos)
        .u64(endNanos)
        .u64(position)
        .u64(chunkLength)
        .beginArray();
    indexes.forEach((channel, offset) -> writer.u16(channel).u64(offset));
    writer
        .endArray()
        .u64(indexLength)
        .text(McapFormat.chunkName(compression))
        .u64(compressedLength)
        .u64(length)
        .end();
  }
}
