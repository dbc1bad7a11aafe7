package org.seqloc.bags;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.seqloc.bags.Fields.Name;
import org.seqloc.core.SeqlocException;
import org.seqloc.msgs.Message;

/** Writes a rosbag of format version 2.0. What a crash leaves, {@link RosbagReader} reads. */
public final class RosbagWriter implements BagWriter {

  /** When a chunk has grown to this many bytes it is written: ROS's default. */
  public static final int DEFAULT_CHUNK_BYTES = 768 * 1024;

  // The header is rewritten in place when the bag is closed, so its length does not vary. Without
  // the two length prefixes.
  private static final int HEADER_LENGTH = 4096;
  private static final long MAX_NANOS = (1L << 32) * 1_000_000_000L - 1;

  private final ActiveFile file;
  private final Compression compression;
  private final int chunkBytes;
  private final List<Connection> connections = new ArrayList<>();
  private final List<ChunkInfo> chunks = new ArrayList<>();
  private final ChunkBuilder chunk = new ChunkBuilder();
  private final ByteBuf out = Unpooled.buffer();
  private long messageCount;

  /** Starts an uncompressed bag with chunks of the default size. */
  public RosbagWriter(Path file) {
    this(file, Compression.NONE, DEFAULT_CHUNK_BYTES);
  }

  /** Starts a bag with chunks of the default size. */
  public RosbagWriter(Path file, Compression compression) {
    this(file, compression, DEFAULT_CHUNK_BYTES);
  }

  /**
   * Starts a bag. An existing file of that name is replaced on {@link #close}.
   *
   * @param chunkBytes a chunk is written when its uncompressed length exceeds this
   * @throws SeqlocException also when the active file exists: it may be worth mending
   */
  public RosbagWriter(Path file, Compression compression, int chunkBytes) {
    this(ActiveFile.ofRecording(file), compression, chunkBytes);
  }

  /** Starts a bag as a file that is not created yet; else as above. */
  public RosbagWriter(ActiveFile file, Compression compression, int chunkBytes) {
    if (chunkBytes <= 0) {
      throw new IllegalArgumentException("chunk size must be > 0, got " + chunkBytes);
    }
    if (compression == Compression.ZSTD) {
      throw new SeqlocException(
          file.target()
              + ": rosbags have no zstd compression; choose none, bz2 or lz4, or write an MCAP file");
    }
    this.file = file;
    this.compression = compression;
    this.chunkBytes = chunkBytes;
    file.create();
    out.writeBytes(RosbagIndex.magicBytes());
    appendHeader(0);
    file.append(out);
  }

  @Override
  public Path path() {
    return file.target();
  }

  /**
   * {@inheritDoc}
   *
   * @throws SeqlocException when it is not of ROS 1, there is no topic, or the type is not named
   *     {@code package/Type}, which ROS's tools cannot read
   */
  @Override
  public int connect(Connection connection) {
    file.checkOpen();
    if (connection.topic().isEmpty()) {
      throw new SeqlocException(
          file.target() + ": a connection without topic cannot be written; name it");
    }
    if (!connection.encoding().isRos1()) {
      throw new SeqlocException(
          String.format(
              "%s: topic %s: a rosbag holds ROS 1 messages, not %s; write an MCAP file",
              file.target(), connection.topic(), connection.encoding()));
    }
    if (!connection.type().matches("[^/]+/[^/]+")) {
      throw new SeqlocException(
          String.format(
              "%s: topic %s: type \"%s\" is not of the form package/Type; mend the publisher",
              file.target(), connection.topic(), connection.type()));
    }
    int id = connections.size();
    connections.add(connection.withId(id));
    return id;
  }

  /**
   * {@inheritDoc}
   *
   * @param receiptNanos in [1 ns, 2^32 s)
   */
  @Override
  public void write(int connection, long receiptNanos, Message message) {
    check(connection, receiptNanos);
    connections.get(connection).checkType(message);
    chunk.append(connections.get(connection), receiptNanos, message::writeTo);
    endMessage();
  }

  @Override
  public void write(int connection, long receiptNanos, ByteBuf payload) {
    check(connection, receiptNanos);
    chunk.append(
        connections.get(connection),
        receiptNanos,
        data -> data.writeBytes(payload, payload.readerIndex(), payload.readableBytes()));
    endMessage();
  }

  @Override
  public long messageCount() {
    return messageCount;
  }

  @Override
  public long sizeBytes() {
    return file.position() + chunk.length();
  }

  @Override
  public void flush() {
    file.checkOpen();
    if (chunk.isEmpty()) {
      return;
    }
    chunks.add(chunk.finish(file.position(), compression, out));
    file.append(out);
  }

  @Override
  public void close() {
    file.close(this::finish);
  }

  @Override
  public void abort() {
    file.delete();
  }

  private void finish() {
    flush();
    long indexPos = file.position();
    for (Connection connection : connections) {
      ChunkBuilder.appendConnection(connection, out);
    }
    for (ChunkInfo info : chunks) {
      appendChunkInfo(info);
    }
    file.append(out);
    appendHeader(indexPos);
    file.write(RosbagIndex.HEADER_AT, out);
  }

  private void check(int connection, long receiptNanos) {
    file.checkOpen();
    if (connection < 0 || connection >= connections.size()) {
      throw new IllegalArgumentException("no connection " + connection + " in " + file.target());
    }
    // ROS's reader passes over messages at time 0.
    if (receiptNanos < 1 || receiptNanos > MAX_NANOS) {
      throw new IllegalArgumentException(
          "receipt time of " + receiptNanos + " ns, rosbags hold 1 ns to 2^32 s");
    }
  }

  private void endMessage() {
    messageCount++;
    if (chunk.length() > chunkBytes) {
      flush();
    }
  }

  private void appendHeader(long indexPos) {
    int start = out.writerIndex();
    RecordWriter writer = new RecordWriter(out);
    writer
        .begin()
        .u32(Name.CHUNK_COUNT, chunks.size())
        .u32(Name.CONN_COUNT, connections.size())
        .u64(Name.INDEX_POS, indexPos)
        .op(BagRecord.OP_BAG_HEADER)
        .end();
    int padding = HEADER_LENGTH - (out.writerIndex() - start - 4);
    writer.begin();
    for (int i = 0; i < padding; i++) {
      out.writeByte(' ');
    }
    writer.end();
  }

  private void appendChunkInfo(ChunkInfo info) {
    RecordWriter writer = new RecordWriter(out);
    writer
        .begin()
        .u64(Name.CHUNK_POS, info.start())
        .u32(Name.COUNT, info.connectionCount())
        .time(Name.END_TIME, info.endNanos())
        .op(BagRecord.OP_CHUNK_INFO)
        .time(Name.START_TIME, info.startNanos())
        .u32(Name.VER, 1)
        .end();
    writer.begin();
    for (int i = 0; i < info.connectionCount(); i++) {
      out.writeIntLE(info.connection(i));
      out.writeIntLE((int) info.count(i));
    }
    writer.end();
  }
}
