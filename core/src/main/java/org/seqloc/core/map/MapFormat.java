package org.seqloc.core.map;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.seqloc.core.SeqlocException;

/**
 * The container of a map file: magic, version, length, then a table of sections with their
 * checksums. Little endian.
 *
 * <pre>
 *   offset 0   8 bytes   "SEQLOCMP"
 *          8   int       format version
 *         12   int       number of sections n
 *         16   long      length of the whole file
 *         24   n times   section table: int tag, int CRC-32C, long offset, long length
 *              int       CRC-32C of all bytes before it
 *              ...       sections
 * </pre>
 *
 * History: version 1, the first.
 */
final class MapFormat {

  static final byte[] MAGIC = "SEQLOCMP".getBytes(StandardCharsets.US_ASCII);
  static final int VERSION = 1;
  static final int HEADER_LENGTH = 24;
  static final int TABLE_ROW_LENGTH = 24;

  /** The parts of a map. Tags are never used again for something else. */
  enum Section {
    /** Feature settings as JSON. */
    FEATURES(1),
    /** The ONNX model, empty without one. */
    MODEL(2),
    /** Keyframes: names, stamps, cameras, poses. */
    KEYFRAMES(3),
    /** Points: double[3] each. */
    POINTS(4),
    /** Where each keyframe's landmarks lie: long offset into LANDMARKS, int count. */
    LANDMARK_INDEX(5),
    /** Point ids and descriptors of each keyframe, one keyframe after the other. */
    LANDMARKS(6),
    /** What the place recognizer learned from the map's images. */
    PLACE_MODEL(7),
    /** Each keyframe's global descriptor. */
    PLACES(8);

    private final int tag;

    Section(int tag) {
      this.tag = tag;
    }

    int tag() {
      return tag;
    }

    /** Its row in the table: sections stand in the order of their tags, without gaps. */
    int index() {
      return tag - 1;
    }
  }

  /** Where a section lies in the file. */
  record Extent(long offset, long length) {}

  private MapFormat() {}

  static int headerLength(int sections) {
    return HEADER_LENGTH + sections * TABLE_ROW_LENGTH + Integer.BYTES;
  }

  static ByteBuffer littleEndian(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** CRC-32C of what is left in a buffer. */
  static int checksum(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  /**
   * Reads the header and checks everything it says against the file, checksums of all sections
   * included.
   *
   * @throws SeqlocException when the file is no map, of another version, cut or damaged
   */
  static Map<Section, Extent> readHeader(FileChannel channel, Path file) throws IOException {
    long size = channel.size();
    ByteBuffer head = read(channel, 0, (int) Math.min(size, HEADER_LENGTH));
    byte[] magic = new byte[MAGIC.length];
    if (head.remaining() >= MAGIC.length) {
      head.get(magic);
    }
    if (!Arrays.equals(magic, MAGIC)) {
      throw new SeqlocException(
          file + ": not a map: a map file starts with SEQLOCMP; make one with 'seqloc map build'");
    }
    if (size < HEADER_LENGTH) {
      throw damaged(file, "ends within its header, at byte " + size);
    }
    int version = head.getInt();
    if (version != VERSION) {
      throw new SeqlocException(
          file
              + ": map format version "
              + version
              + ", this build reads version "
              + VERSION
              + ": build the map again with 'seqloc map build'");
    }
    int sections = head.getInt();
    long length = head.getLong();
    if (length != size) {
      throw damaged(file, "says it has " + length + " bytes, but there are " + size);
    }
    if (sections != Section.values().length || headerLength(sections) > size) {
      throw damaged(file, "lists " + sections + " sections");
    }
    ByteBuffer all = read(channel, 0, headerLength(sections));
    int tableEnd = headerLength(sections) - Integer.BYTES;
    if (all.getInt(tableEnd) != checksum(all.slice(0, tableEnd))) {
      throw damaged(file, "header checksum differs");
    }
    Map<Section, Extent> extents = new EnumMap<>(Section.class);
    for (Section section : Section.values()) {
      int row = HEADER_LENGTH + section.index() * TABLE_ROW_LENGTH;
      int tag = all.getInt(row);
      int crc = all.getInt(row + 4);
      Extent extent = new Extent(all.getLong(row + 8), all.getLong(row + 16));
      if (tag != section.tag()
          || extent.offset() < tableEnd
          || extent.length() < 0
          || extent.offset() > size - extent.length()) {
        throw damaged(file, "section " + section + " lies outside the file");
      }
      if (crc != checksum(channel, extent)) {
        throw damaged(file, "checksum of section " + section + " differs");
      }
      extents.put(section, extent);
    }
    return extents;
  }

  static ByteBuffer read(FileChannel channel, long offset, int length) throws IOException {
    ByteBuffer buffer = littleEndian(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, offset + buffer.position()) < 0) {
        throw new IOException("file ends at byte " + (offset + buffer.position()));
      }
    }
    return buffer.flip();
  }

  static SeqlocException damaged(Path file, String what) {
    return new SeqlocException(
        file
            + ": damaged map: "
            + what
            + ": copy it again, or build it again with 'seqloc map build'");
  }

  private static int checksum(FileChannel channel, Extent extent) throws IOException {
    CRC32C crc = new CRC32C();
    long at = extent.offset();
    long end = at + extent.length();
    while (at < end) {
      int step = (int) Math.min(end - at, 1 << 20);
      crc.update(read(channel, at, step));
      at += step;
    }
    return (int) crc.getValue();
  }
}
