package org.seqloc.bags;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.seqloc.bags.Fields.Name;
import org.seqloc.core.SeqlocException;
import org.seqloc.msgs.Message;

/** Writes a rosbag of format version 2.0. What a crash leaves, {@code rosbag reindex} mends. */
public final class RosbagWriter implements BagWriter {

  /** When a chunk has grown to this many bytes it is written: ROS's default. */
  public static final int DEFAULT_CHUNK_BYTES = 768 * 1024;

  // The header is rewritten in place when the bag is closed, so its length does not vary. Without
  // the two length prefixes.
  private static final int HEADER_LENGTH = 4096;
  private static final long MAX_NANOS = (1L << 32) * 1_000_000_000L - 1;

  private final Path target;
  private final Path active;
  private final Compression compression;
  private final int chunkBytes;
  private final FileChannel channel;
  private final List<Connection> connections = new ArrayList<>();
  private final List<ChunkInfo> chunks = new ArrayList<>();
  private final ChunkBuilder chunk = new ChunkBuilder();
  private final ByteBuf out = Unpooled.buffer();
  private long position;
  private long messageCount;
  private boolean open = true;
  private boolean failed;

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
    if (chunkBytes <= 0) {
      throw new IllegalArgumentException("chunk size must be > 0, got " + chunkBytes);
    }
    this.target = file;
    this.active = file.resolveSibling(file.getFileName() + ".active");
    if (compression == Compression.ZSTD) {
      throw new SeqlocException(
          file
              + ": rosbags have no zstd compression; choose none, bz2 or lz4, or write an MCAP file");
    }
    this.compression = compression;
    this.chunkBytes = chunkBytes;
    try {
      channel = FileChannel.open(active, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new SeqlocException(
          String.format(
              "%s: exists, from a recording that was cut off or still runs; delete it, or mend it"
                  + " with `rosbag reindex` and rename it",
              active),
          e);
    } catch (IOException e) {
      throw new SeqlocException(
          active + ": cannot be created: " + e + "; check the folder and its permissions", e);
    }
    out.writeBytes(RosbagIndex.magicBytes());
    appendHeader(0);
    writeOut();
  }

  @Override
  public Path path() {
    return target;
  }

  /**
   * {@inheritDoc}
   *
   * @throws SeqlocException when it is not of ROS 1, there is no topic, or the type is not named
   *     {@code package/Type}, which ROS's tools cannot read
   */
  @Override
  public int connect(Connection connection) {
    checkOpen();
    if (connection.topic().isEmpty()) {
      throw new SeqlocException(target + ": a connection without topic cannot be written; name it");
    }
    if (!connection.encoding().isRos1()) {
      throw new SeqlocException(
          String.format(
              "%s: topic %s: a rosbag holds ROS 1 messages, not %s; write an MCAP file",
              target, connection.topic(), connection.encoding()));
    }
    if (!connection.type().matches("[^/]+/[^/]+")) {
      throw new SeqlocException(
          String.format(
              "%s: topic %s: type \"%s\" is not of the form package/Type; mend the publisher",
              target, connection.topic(), connection.type()));
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
    String md5 = connections.get(connection).md5();
    if (!md5.equals(message.type().md5())) {
      throw new IllegalArgumentException(
          String.format(
              "topic %s is of type %s, got a message of type %s",
              connections.get(connection).topic(),
              connections.get(connection).type(),
              message.type().name()));
    }
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
    return position + chunk.length();
  }

  @Override
  public void flush() {
    checkOpen();
    if (chunk.isEmpty()) {
      return;
    }
    chunks.add(chunk.finish(position, compression, out));
    writeOut();
  }

  @Override
  public void close() {
    if (!open) {
      return;
    }
    try {
      if (!failed) {
        finish();
      }
    } finally {
      end();
    }
  }

  @Override
  public void abort() {
    if (!open) {
      return;
    }
    end();
    try {
      Files.deleteIfExists(active);
    } catch (IOException e) {
      throw new SeqlocException(active + ": cannot be deleted: " + e, e);
    }
  }

  private void finish() {
    flush();
    long indexPos = position;
    for (Connection connection : connections) {
      ChunkBuilder.appendConnection(connection, out);
    }
    for (ChunkInfo info : chunks) {
      appendChunkInfo(info);
    }
    writeOut();
    position = RosbagIndex.HEADER_AT;
    appendHeader(indexPos);
    writeOut();
    try {
      channel.force(true);
      channel.close();
      Files.move(
          active, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private void end() {
    open = false;
    try {
      channel.close();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private void check(int connection, long receiptNanos) {
    checkOpen();
    if (connection < 0 || connection >= connections.size()) {
      throw new IllegalArgumentException("no connection " + connection + " in " + target);
    }
    // ROS's reader passes over messages at time 0.
    if (receiptNanos < 1 || receiptNanos > MAX_NANOS) {
      throw new IllegalArgumentException(
          "receipt time of " + receiptNanos + " ns, rosbags hold 1 ns to 2^32 s");
    }
  }

  private void checkOpen() {
    if (!open || failed) {
      throw new IllegalStateException(target + (open ? ": could not be written" : " is closed"));
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

  /** Writes the buffer at the position, which moves behind it. */
  private void writeOut() {
    try {
      while (out.isReadable()) {
        position += out.readBytes(channel, position, out.readableBytes());
      }
      out.clear();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private SeqlocException failure(IOException e) {
    failed = true;
    return new SeqlocException(
        String.format(
            "%s: cannot be written: %s; check the disk, `rosbag reindex %s` saves what is there",
            active, e.getMessage(), active),
        e);
  }
}
