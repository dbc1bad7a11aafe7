package org.seqloc.bags.mcap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.seqloc.bags.ActiveFile;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.BagWriter;
import org.seqloc.bags.Compression;
import org.seqloc.bags.Connection;
import org.seqloc.bags.Encoding;
import org.seqloc.core.SeqlocException;
import org.seqloc.msgs.Message;

/**
 * Writes an MCAP file: chunked, with message indexes, a summary and checksums. What a crash leaves
 * is read to its last chunk by {@link McapReader}.
 */
public final class McapWriter implements BagWriter {

  /** What a file says to keep to. */
  public enum Profile {
    /** ROS 1 messages only. */
    ROS1("ros1"),
    /** CDR messages only, with the quality of service that each topic was offered with. */
    ROS2("ros2"),
    /** Messages of any encoding. */
    NONE("");

    private final String text;

    Profile(String text) {
      this.text = text;
    }

    private boolean takes(Encoding encoding) {
      return switch (this) {
        case ROS1 -> encoding.equals(Encoding.ROS1);
        case ROS2 -> encoding.equals(Encoding.CDR_MSG) || encoding.equals(Encoding.CDR_IDL);
        case NONE -> true;
      };
    }
  }

  /** When a chunk has grown to this many bytes it is written. */
  public static final int DEFAULT_CHUNK_BYTES = 1 << 20;

  private static final String LIBRARY = "seqloc";
  // Numbers of channels have 16 bits, those of schemas too, without 0.
  private static final int MAX_CONNECTIONS = McapFormat.MAX_IDS - 1;
  private static final int MAX_PAYLOAD = Integer.MAX_VALUE / 2 - (64 << 20);

  /** The schema of a connection, as far as two connections can share it. */
  private record Schema(String type, String encoding, String definition) {}

  private final ActiveFile file;
  private final Profile profile;
  private final Compression compression;
  private final int chunkBytes;
  private final List<Connection> connections = new ArrayList<>();
  private final Map<Schema, Integer> schemaIds = new LinkedHashMap<>();
  private final List<Integer> schemaOfConnection = new ArrayList<>();
  private final List<Long> counts = new ArrayList<>();
  private final List<WrittenChunk> chunks = new ArrayList<>();
  private final ByteBuf metadataIndex = Unpooled.buffer();
  private final ChunkBuilder chunk = new ChunkBuilder();
  private final ByteBuf out = Unpooled.buffer();
  private final CRC32 crc = new CRC32();
  private long messageCount;
  private int metadataCount;

  /** Starts a file of ROS 1 messages with chunks of the default size. */
  public McapWriter(Path file, Compression compression) {
    this(file, Profile.ROS1, compression, DEFAULT_CHUNK_BYTES);
  }

  /**
   * Starts a file. An existing file of that name is replaced on {@link #close}.
   *
   * @param chunkBytes a chunk is written when its uncompressed length exceeds this
   * @throws SeqlocException also when the active file exists: it may be worth mending
   */
  public McapWriter(Path file, Profile profile, Compression compression, int chunkBytes) {
    this(ActiveFile.ofRecording(file), profile, compression, chunkBytes);
  }

  /** Starts a file that is not created yet; else as above. */
  public McapWriter(ActiveFile file, Profile profile, Compression compression, int chunkBytes) {
    if (chunkBytes <= 0) {
      throw new IllegalArgumentException("chunk size must be > 0, got " + chunkBytes);
    }
    if (compression == Compression.BZ2) {
      throw new SeqlocException(
          file.target() + ": MCAP files have no bz2 compression; choose none, lz4 or zstd");
    }
    this.file = file;
    this.profile = profile;
    this.compression = compression;
    this.chunkBytes = chunkBytes;
    file.create();
    out.writeLongLE(McapFormat.MAGIC);
    new RecordWriter(out).begin(McapFormat.OP_HEADER).text(profile.text).text(LIBRARY).end();
    writeOut();
  }

  @Override
  public Path path() {
    return file.target();
  }

  /**
   * {@inheritDoc}
   *
   * @throws SeqlocException when there is no topic, the profile does not allow the encoding, or
   *     there are 65,535 connections already
   */
  @Override
  public int connect(Connection connection) {
    file.checkOpen();
    if (connection.topic().isEmpty()) {
      throw new SeqlocException(
          file.target() + ": a connection without topic cannot be written; name it");
    }
    if (!profile.takes(connection.encoding())) {
      throw new SeqlocException(
          String.format(
              "%s: topic %s: is in %s (schema \"%s\"), which the profile %s does not allow; write"
                  + " it to a file of its own",
              file.target(),
              connection.topic(),
              connection.encoding(),
              connection.encoding().schema(),
              profile.text));
    }
    if (connections.size() == MAX_CONNECTIONS) {
      throw new SeqlocException(
          String.format(
              "%s: topic %s: the file has %d connections, no more fit; write several files",
              file.target(), connection.topic(), MAX_CONNECTIONS));
    }
    int id = connections.size();
    connections.add(connection.withId(id));
    schemaOfConnection.add(schemaId(connection));
    counts.add(0L);
    return id;
  }

  private int schemaId(Connection connection) {
    Schema schema =
        new Schema(connection.type(), connection.encoding().schema(), connection.definition());
    if (schema.type().isEmpty() && schema.definition().isEmpty()) {
      return 0;
    }
    return schemaIds.computeIfAbsent(schema, s -> schemaIds.size() + 1);
  }

  /**
   * {@inheritDoc}
   *
   * @param receiptNanos written as log time and as publish time; 0 or more
   */
  @Override
  public void write(int connection, long receiptNanos, Message message) {
    check(connection, receiptNanos);
    connections.get(connection).checkType(message);
    ChunkBuilder.Head head =
        new ChunkBuilder.Head(counts.get(connection), receiptNanos, receiptNanos);
    append(connection, head, message::writeTo);
  }

  @Override
  public void write(int connection, long receiptNanos, ByteBuf payload) {
    check(connection, receiptNanos);
    write(connection, new BagMessage(connections.get(connection), receiptNanos, payload));
  }

  /** {@inheritDoc} The publish time is kept, and the sequence where there is one. */
  @Override
  public void write(int connection, BagMessage message) {
    check(connection, message.receiptNanos());
    ByteBuf payload = message.payload();
    int length = payload.readableBytes();
    if (length > MAX_PAYLOAD) {
      throw new SeqlocException(
          String.format(
              "%s: topic %s: a message of %d bytes, %d fit; leave the topic out",
              file.target(), connections.get(connection).topic(), length, MAX_PAYLOAD));
    }
    long sequence =
        message.sequence() == BagMessage.NO_SEQUENCE ? counts.get(connection) : message.sequence();
    append(
        connection,
        new ChunkBuilder.Head(sequence, message.receiptNanos(), message.publishNanos()),
        data -> data.writeBytes(payload, payload.readerIndex(), length));
  }

  private void append(int connection, ChunkBuilder.Head head, Consumer<ByteBuf> payload) {
    chunk.append(connections.get(connection), schemaOfConnection.get(connection), head, payload);
    counts.set(connection, counts.get(connection) + 1);
    messageCount++;
    if (chunk.length() > chunkBytes) {
      flush();
    }
  }

  /** Writes a metadata record: anything that is to be told of the recording, under a name. */
  public void writeMetadata(String name, Map<String, String> metadata) {
    flush();
    int before = out.writerIndex();
    new RecordWriter(out).begin(McapFormat.OP_METADATA).text(name).texts(metadata).end();
    new RecordWriter(metadataIndex)
        .begin(McapFormat.OP_METADATA_INDEX)
        .u64(file.position())
        .u64(out.writerIndex() - before)
        .text(name)
        .end();
    metadataCount++;
    writeOut();
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
    writeOut();
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
    for (int i = 0; i < connections.size(); i++) {
      chunk.introduce(connections.get(i), schemaOfConnection.get(i), out);
    }
    new RecordWriter(out).begin(McapFormat.OP_DATA_END).u32(crc.getValue()).end();
    writeOut();
    crc.reset();
    long summaryStart = file.position();
    ByteBuf offsets = Unpooled.buffer();
    appendGroup(McapFormat.OP_SCHEMA, offsets, this::appendSchemas);
    appendGroup(McapFormat.OP_CHANNEL, offsets, this::appendChannels);
    appendGroup(McapFormat.OP_STATISTICS, offsets, this::appendStatistics);
    appendGroup(
        McapFormat.OP_CHUNK_INDEX,
        offsets,
        () -> chunks.forEach(c -> c.append(new RecordWriter(out))));
    appendGroup(
        McapFormat.OP_METADATA_INDEX, offsets, () -> out.writeBytes(metadataIndex.duplicate()));
    long offsetsStart = file.position() + out.readableBytes();
    out.writeBytes(offsets);
    RecordWriter footer =
        new RecordWriter(out).begin(McapFormat.OP_FOOTER).u64(summaryStart).u64(offsetsStart);
    footer.end(Integer.BYTES);
    crc.update(out.nioBuffer());
    footer.u32(crc.getValue());
    out.writeLongLE(McapFormat.MAGIC);
    writeOut();
  }

  /** Appends records of one kind to the summary, and to the offsets where they are. */
  private void appendGroup(int op, ByteBuf offsets, Runnable records) {
    int before = out.writerIndex();
    long start = file.position() + out.readableBytes();
    records.run();
    int length = out.writerIndex() - before;
    if (length > 0) {
      new RecordWriter(offsets)
          .begin(McapFormat.OP_SUMMARY_OFFSET)
          .u8(op)
          .u64(start)
          .u64(length)
          .end();
    }
  }

  private void appendSchemas() {
    RecordWriter writer = new RecordWriter(out);
    int written = 0;
    for (int i = 0; i < connections.size(); i++) {
      // Numbers were given in the order of the connections.
      if (schemaOfConnection.get(i) == written + 1) {
        written++;
        writer.schema(written, connections.get(i));
      }
    }
  }

  private void appendChannels() {
    RecordWriter writer = new RecordWriter(out);
    for (int i = 0; i < connections.size(); i++) {
      writer.channel(connections.get(i), schemaOfConnection.get(i));
    }
  }

  private void appendStatistics() {
    RecordWriter writer = new RecordWriter(out);
    writer
        .begin(McapFormat.OP_STATISTICS)
        .u64(messageCount)
        .u16(schemaIds.size())
        .u32(connections.size())
        .u32(0)
        .u32(metadataCount)
        .u32(chunks.size())
        .u64(chunks.stream().mapToLong(WrittenChunk::startNanos).min().orElse(0))
        .u64(chunks.stream().mapToLong(WrittenChunk::endNanos).max().orElse(0))
        .beginArray();
    for (int i = 0; i < connections.size(); i++) {
      writer.u16(i).u64(counts.get(i));
    }
    writer.endArray().end();
  }

  private void check(int connection, long receiptNanos) {
    file.checkOpen();
    if (connection < 0 || connection >= connections.size()) {
      throw new IllegalArgumentException("no connection " + connection + " in " + file.target());
    }
    if (receiptNanos < 0) {
      throw new IllegalArgumentException("receipt time of " + receiptNanos + " ns");
    }
  }

  /** Appends the buffer to the file. */
  private void writeOut() {
    crc.update(out.nioBuffer());
    file.append(out);
  }
}
