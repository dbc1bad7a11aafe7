package org.seqloc.bags;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.seqloc.bags.Fields.Name;
import org.seqloc.core.SeqlocException;

/** A chunk record of a rosbag with the index records behind it. */
final class Chunk {

  /**
   * A message's place, from an index record.
   *
   * @param nanos receipt time
   * @param offset of its record, or of a connection record before it, in the decompressed chunk
   * @param connection index within the reader's connections
   */
  record Entry(long nanos, int offset, int connection) {}

  // A compressed chunk is decompressed as a whole: what a bag may ask for in memory. ROS's chunks
  // have 768 KiB unless one message is larger.
  static final int MAX_DECOMPRESSED =
      (int) Math.min(512L << 20, Runtime.getRuntime().maxMemory() / 4);
  private final MappedFile file;
  private final ChunkInfo info;
  private final Section region;
  private final Compression compression;
  private final long length;
  private final int dataAt;
  private final int dataLength;

  private Chunk(
      MappedFile file,
      ChunkInfo info,
      Section region,
      Compression compression,
      long length,
      int dataAt,
      int dataLength) {
    this.file = file;
    this.info = info;
    this.region = region;
    this.compression = compression;
    this.length = length;
    this.dataAt = dataAt;
    this.dataLength = dataLength;
  }

  /** Reads the chunk's header; its data stays where it is. */
  static Chunk read(MappedFile file, ChunkInfo info) {
    Section region = file.section(info.start(), info.end());
    if (info.isScanned()) {
      BagRecord record = new BagRecord().readHeader(region, 0);
      int dataAt = record.dataAt();
      return new Chunk(
          file,
          info,
          region,
          compression(record),
          info.scannedLength(),
          dataAt,
          region.length() - dataAt);
    }
    BagRecord record = new BagRecord().read(region, 0, BagRecord.OP_CHUNK);
    Compression compression = compression(record);
    long length = record.fields.u32(Name.SIZE);
    if (length > Integer.MAX_VALUE
        || (compression == Compression.NONE && length != record.dataLength())) {
      throw record.damaged(
          String.format(
              "a chunk (%s) of %d bytes declares %d bytes decompressed",
              compression.rosName(), record.dataLength(), length));
    }
    return new Chunk(file, info, region, compression, length, record.dataAt(), record.dataLength());
  }

  /** The compression that a chunk's record names. */
  static Compression compression(BagRecord record) {
    String name = record.fields.text(Name.COMPRESSION);
    return Compression.ofRosName(name)
        .orElseThrow(
            () -> record.damaged("a chunk of unknown compression \"" + Printed.name(name) + '"'));
  }

  Compression compression() {
    return compression;
  }

  /** Length of the messages, decompressed, in bytes. */
  long length() {
    return length;
  }

  /** Length in the file, in bytes. */
  long compressedLength() {
    return dataLength;
  }

  /** The connection and message records: mapped bytes of the file, or decompressed anew. */
  Section data() {
    if (compression == Compression.NONE) {
      return region.part(dataAt, dataLength);
    }
    if (length > MAX_DECOMPRESSED) {
      throw new DamagedBagException(
          file.path(),
          String.format(
              "the chunk at byte %d declares %d bytes decompressed, more than the limit of %d",
              info.start(), length, MAX_DECOMPRESSED),
          "if it is sound, `rosbag decompress " + file.path() + "` first");
    }
    ByteBuf packed = region.buffer(dataAt, dataLength);
    try {
      byte[] data =
          info.isScanned()
              ? Unpacked.start(compression, packed, (int) length)
              : compression.decompress(packed, (int) length);
      return new Section(file, ByteBuffer.wrap(data), 0, info.start());
    } catch (IOException e) {
      throw file.damaged(
          info.start(),
          String.format(
              "a %s chunk of %d bytes that declares %d bytes decompressed: %s",
              compression.rosName(), dataLength, length, e.getMessage()));
    }
  }

  /**
   * The places of the messages of the wanted connections within [fromNanos, toNanos], by time, then
   * offset.
   *
   * @param connections all of the bag
   * @param wanted indices within them
   * @param room for how many there is memory
   */
  List<Entry> entries(
      List<Connection> connections, BitSet wanted, long fromNanos, long toNanos, long room) {
    if (info.isScanned()) {
      throw new IllegalStateException("a chunk without index");
    }
    List<Entry> entries = new ArrayList<>();
    Map<Integer, Integer> listed = new HashMap<>();
    for (int i = 0; i < info.connectionCount(); i++) {
      listed.put(connections.get(info.connection(i)).id(), i);
    }
    BagRecord record = new BagRecord();
    int at = dataAt + dataLength;
    while (!listed.isEmpty()) {
      if (at >= region.length()) {
        throw region.damaged(at, "the chunk's index ends here, a record is missing");
      }
      record.read(region, at, BagRecord.OP_INDEX);
      at = record.next();
      int connection = indexed(record, listed);
      if (wanted.get(connection)) {
        addEntries(record, connection, fromNanos, toNanos, entries, room);
      }
    }
    entries.sort(Comparator.comparingLong(Entry::nanos).thenComparingInt(Entry::offset));
    for (int i = 1; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (entry.offset() == entries.get(i - 1).offset()) {
        throw region.damaged(
            dataAt + dataLength,
            "the chunk's index has the message at " + entry.offset() + " twice");
      }
    }
    return entries;
  }

  /**
   * As {@link #entries}, by walking the data, as far as they are whole.
   *
   * @param data as {@link #data} gives them
   */
  List<Entry> scan(
      Section data,
      List<Connection> connections,
      BitSet wanted,
      long fromNanos,
      long toNanos,
      long room) {
    Map<Integer, Integer> indexOfId = new HashMap<>();
    for (int i = 0; i < info.connectionCount(); i++) {
      if (wanted.get(info.connection(i))) {
        indexOfId.put(connections.get(info.connection(i)).id(), info.connection(i));
      }
    }
    List<Entry> entries = new ArrayList<>();
    ChunkScan.walk(
        data,
        (int) length,
        new ChunkScan.Visitor() {
          @Override
          public void connection(BagRecord record) {}

          @Override
          public void message(int id, long nanos, int offset) {
            Integer connection = indexOfId.get(id);
            if (connection != null && nanos >= fromNanos && nanos <= toNanos) {
              add(entries, new Entry(nanos, offset, connection), room);
            }
          }
        });
    entries.sort(Comparator.comparingLong(Entry::nanos));
    return entries;
  }

  private void add(List<Entry> entries, Entry entry, long room) {
    if (entries.size() >= room) {
      throw new SeqlocException(
          String.format(
              "%s: the chunk at byte %d, with those that go on at its time, has more messages than"
                  + " fit into memory; give Java more, for example -Xmx8g",
              file.path(), info.start()));
    }
    entries.add(entry);
  }

  /**
   * Checks an index record and crosses its connection off those that are listed for the chunk.
   *
   * @return the connection's index within the bag's
   */
  private int indexed(BagRecord record, Map<Integer, Integer> listed) {
    if (record.fields.u32(Name.VER) != 1) {
      throw record.damaged("an index record of version " + record.fields.u32(Name.VER) + ", not 1");
    }
    int id = record.fields.id(Name.CONN);
    long count = record.fields.u32(Name.COUNT);
    if (record.dataLength() != 12 * count) {
      throw record.damaged(
          "an index record of " + count + " messages has " + record.dataLength() + " bytes");
    }
    Integer i = listed.remove(id);
    if (i == null) {
      throw record.damaged("an index record of connection " + id + ", which has none here");
    }
    if (count != info.count(i)) {
      throw record.damaged(
          "an index record of " + count + " messages, the chunk info record says " + info.count(i));
    }
    return info.connection(i);
  }

  private void addEntries(
      BagRecord record,
      int connection,
      long fromNanos,
      long toNanos,
      List<Entry> entries,
      long room) {
    for (int at = record.dataAt(); at < record.next(); at += 12) {
      long nanos = region.time(at);
      long offset = region.u32(at + 8);
      if (offset >= length) {
        throw region.damaged(
            at, "a message is said to start at byte " + offset + " of a chunk of " + length);
      }
      if (nanos < info.startNanos() || nanos > info.endNanos()) {
        throw region.damaged(at, "a message of " + nanos + " ns outside its chunk's time span");
      }
      if (nanos >= fromNanos && nanos <= toNanos) {
        add(entries, new Entry(nanos, (int) offset, connection), room);
      }
    }
  }
}
