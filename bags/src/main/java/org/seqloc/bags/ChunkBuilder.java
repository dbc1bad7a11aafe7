package org.seqloc.bags;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.seqloc.bags.Fields.Name;

/** The chunk that is being written: its messages so far and their places. */
final class ChunkBuilder {

  /** A message's receipt time and the offset of its record. */
  private record Entry(long nanos, int offset) {}

  private final ByteBuf data = Unpooled.buffer();
  private final Map<Integer, List<Entry>> entries = new TreeMap<>();
  // Connections whose record stands in this chunk or one before.
  private final BitSet introduced = new BitSet();

  boolean isEmpty() {
    return entries.isEmpty();
  }

  int length() {
    return data.readableBytes();
  }

  /**
   * Appends a message, with the connection's record where it is the first of its connection.
   *
   * @param payload appends the message in ROS serialization; when it throws, nothing is appended
   */
  void append(Connection connection, long nanos, Consumer<ByteBuf> payload) {
    int before = data.writerIndex();
    try {
      if (!introduced.get(connection.id())) {
        appendConnection(connection, data);
      }
      int offset = data.writerIndex();
      RecordWriter writer = new RecordWriter(data);
      writer
          .begin()
          .u32(Name.CONN, connection.id())
          .op(BagRecord.OP_MESSAGE)
          .time(Name.TIME, nanos)
          .end()
          .begin();
      payload.accept(data);
      writer.end();
      entries
          .computeIfAbsent(connection.id(), id -> new ArrayList<>())
          .add(new Entry(nanos, offset));
      introduced.set(connection.id());
    } catch (RuntimeException | Error e) {
      data.writerIndex(before);
      throw e;
    }
  }

  /**
   * Appends the chunk's record and its index records to {@code out} and starts anew.
   *
   * @param position where in the file the chunk's record will start
   */
  ChunkInfo finish(long position, Compression compression, ByteBuf out) {
    RecordWriter writer = new RecordWriter(out);
    writer
        .begin()
        .text(Name.COMPRESSION, compression.rosName())
        .op(BagRecord.OP_CHUNK)
        .u32(Name.SIZE, data.readableBytes())
        .end()
        .begin();
    compression.compress(data, out);
    writer.end();
    long start = Long.MAX_VALUE;
    long end = 0;
    int[] connections = new int[entries.size()];
    int[] counts = new int[entries.size()];
    int i = 0;
    for (Map.Entry<Integer, List<Entry>> connection : entries.entrySet()) {
      List<Entry> sorted = connection.getValue();
      sorted.sort(Comparator.comparingLong(Entry::nanos));
      start = Math.min(start, sorted.get(0).nanos());
      end = Math.max(end, sorted.get(sorted.size() - 1).nanos());
      connections[i] = connection.getKey();
      counts[i] = sorted.size();
      i++;
      appendIndex(connection.getKey(), sorted, writer, out);
    }
    data.clear();
    entries.clear();
    return new ChunkInfo(position, -1, start, end, connections, counts);
  }

  static void appendConnection(Connection connection, ByteBuf out) {
    RecordWriter writer = new RecordWriter(out);
    writer
        .begin()
        .u32(Name.CONN, connection.id())
        .op(BagRecord.OP_CONNECTION)
        .text(Name.TOPIC, connection.topic())
        .end()
        .begin();
    if (!connection.callerId().isEmpty()) {
      writer.text(Name.CALLERID, connection.callerId());
    }
    writer
        .text(Name.LATCHING, connection.latching() ? "1" : "0")
        .text(Name.MD5SUM, connection.md5())
        .text(Name.MESSAGE_DEFINITION, connection.definition())
        .text(Name.TOPIC, connection.topic())
        .text(Name.TYPE, connection.type())
        .end();
  }

  private static void appendIndex(
      int connection, List<Entry> sorted, RecordWriter writer, ByteBuf out) {
    writer
        .begin()
        .u32(Name.CONN, connection)
        .u32(Name.COUNT, sorted.size())
        .op(BagRecord.OP_INDEX)
        .u32(Name.VER, 1)
        .end()
        .begin();
    for (Entry entry : sorted) {
      writer.time(entry.nanos());
      out.writeIntLE(entry.offset());
    }
    writer.end();
  }
}
