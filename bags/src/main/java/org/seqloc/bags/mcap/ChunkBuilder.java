package org.seqloc.bags.mcap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.seqloc.bags.Compression;
import org.seqloc.bags.Connection;

/** The chunk that is being written: its messages so far and their places. */
final class ChunkBuilder {

  /** What a message record tells before the message itself. */
  record Head(long sequence, long logNanos, long publishNanos) {}

  /** A message's log time and the offset of its record. */
  private record Entry(long nanos, long offset) {}

  private final ByteBuf data = Unpooled.buffer();
  // Of messages, by channel.
  private final Map<Integer, List<Entry>> entries = new TreeMap<>();
  // Whose records stand in this chunk or one before.
  private final BitSet introducedSchemas = new BitSet();
  private final BitSet introducedChannels = new BitSet();

  boolean isEmpty() {
    return !data.isReadable();
  }

  int length() {
    return data.readableBytes();
  }

  /**
   * Appends a message, with the records of its schema and channel where they are new.
   *
   * @param schemaId 0 where the connection has no schema
   * @param payload appends the serialized message; when it throws, the message is not appended
   */
  void append(Connection connection, int schemaId, Head head, Consumer<ByteBuf> payload) {
    introduce(connection, schemaId, data);
    int offset = data.writerIndex();
    try {
      RecordWriter writer = new RecordWriter(data);
      writer
          .begin(McapFormat.OP_MESSAGE)
          .u16(connection.id())
          .u32(head.sequence())
          .u64(head.logNanos())
          .u64(head.publishNanos());
      payload.accept(data);
      writer.end();
      entries
          .computeIfAbsent(connection.id(), c -> new ArrayList<>())
          .add(new Entry(head.logNanos(), offset));
    } catch (RuntimeException e) {
      data.writerIndex(offset);
      throw e;
    }
  }

  /** Appends the records of a connection's schema and channel where no chunk has them. */
  void introduce(Connection connection, int schemaId, ByteBuf out) {
    if (!introducedChannels.get(connection.id())) {
      RecordWriter writer = new RecordWriter(out);
      if (schemaId != 0 && !introducedSchemas.get(schemaId)) {
        writer.schema(schemaId, connection);
        introducedSchemas.set(schemaId);
      }
      writer.channel(connection, schemaId);
      introducedChannels.set(connection.id());
    }
  }

  /**
   * Appends the chunk record and its message index records, and starts an empty chunk.
   *
   * @param position where the chunk record will be in the file
   */
  WrittenChunk finish(long position, Compression compression, ByteBuf out) {
    long before = out.writerIndex();
    long start = entries.isEmpty() ? 0 : Long.MAX_VALUE;
    long end = 0;
    for (List<Entry> channel : entries.values()) {
      channel.sort(Comparator.comparingLong(Entry::nanos));
      start = Math.min(start, channel.get(0).nanos());
      end = Math.max(end, channel.get(channel.size() - 1).nanos());
    }
    CRC32 crc = new CRC32();
    crc.update(data.nioBuffer());
    long length = data.readableBytes();
    RecordWriter writer = new RecordWriter(out);
    writer
        .begin(McapFormat.OP_CHUNK)
        .u64(start)
        .u64(end)
        .u64(length)
        .u32(crc.getValue())
        .text(McapFormat.chunkName(compression));
    int lengthAt = out.writerIndex();
    out.writeLongLE(0);
    compression.compress(data, out);
    long compressedLength = (long) out.writerIndex() - lengthAt - Long.BYTES;
    out.setLongLE(lengthAt, compressedLength);
    writer.end();
    long chunkLength = out.writerIndex() - before;
    Map<Integer, Long> indexes = new TreeMap<>();
    for (Map.Entry<Integer, List<Entry>> channel : entries.entrySet()) {
      indexes.put(channel.getKey(), position + out.writerIndex() - before);
      writer.begin(McapFormat.OP_MESSAGE_INDEX).u16(channel.getKey()).beginArray();
      channel.getValue().forEach(entry -> writer.u64(entry.nanos()).u64(entry.offset()));
      writer.endArray().end();
    }
    long indexLength = out.writerIndex() - before - chunkLength;
    data.clear();
    entries.clear();
    return new WrittenChunk(
        start,
        end,
        position,
        chunkLength,
        indexes,
        indexLength,
        compression,
        compressedLength,
        length);
  }
}
