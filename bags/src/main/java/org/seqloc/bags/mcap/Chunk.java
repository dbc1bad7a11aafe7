package org.seqloc.bags.mcap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.seqloc.bags.Compression;
import org.seqloc.bags.MappedFile;
import org.seqloc.bags.Printed;
import org.seqloc.bags.Section;
import org.seqloc.core.SeqlocException;

/** A chunk record of an MCAP file. */
final class Chunk {

  // A compressed chunk is decompressed as a whole: what a file may ask for in memory. Recorders
  // make chunks of some MiB unless one message is larger.
  private static final long MAX_DECOMPRESSED =
      Math.min(Integer.MAX_VALUE - 8L, Runtime.getRuntime().maxMemory() / 4);

  // Of the times, the length and the checksum.
  private static final int FIXED_LENGTH = 8 + 8 + 8 + 4;

  private final MappedFile file;
  private final Section region;
  private final long start;
  private final long startNanos;
  private final long endNanos;
  private final long length;
  private final long crc;
  private final Compression compression;
  private final long declaredLength;
  private final int dataAt;

  private Chunk(MappedFile file, Section region, long start) {
    this.file = file;
    this.region = region;
    this.start = start;
    Fields fields = new Fields(region, McapFormat.HEAD_LENGTH, region.length());
    this.startNanos = fields.u63("a chunk's start time");
    this.endNanos = fields.u63("a chunk's end time");
    this.length = fields.u63("a chunk's length");
    this.crc = fields.u32();
    String name = fields.text("a chunk's compression");
    this.compression =
        compression(name)
            .orElseThrow(
                () -> damaged("a chunk of unknown compression \"" + Printed.name(name) + '"'));
    this.declaredLength = fields.u63("a chunk's data");
    this.dataAt = fields.at();
    if (declaredLength > region.length() - dataAt) {
      throw damaged(
          String.format(
              "a chunk's data has a length of %d bytes, %d are left",
              declaredLength, region.length() - dataAt));
    }
    if (compression == Compression.NONE && length != declaredLength) {
      throw damaged(
          String.format(
              "an uncompressed chunk of %d bytes declares %d bytes decompressed",
              declaredLength, length));
    }
  }

  /**
   * Reads the record [start, end).
   *
   * @throws SeqlocException when it is damaged
   */
  static Chunk read(MappedFile file, long start, long end) {
    Section region = file.section(start, end);
    if (region.length() < McapFormat.HEAD_LENGTH
        || region.byteAt(0) != McapFormat.OP_CHUNK
        || region.u64(1) != end - start - McapFormat.HEAD_LENGTH) {
      throw region.damaged(
          0, "no chunk record of " + region.length() + " bytes, as said elsewhere");
    }
    return new Chunk(file, region, start);
  }

  /**
   * Where the records of an uncompressed chunk start that was not finished: lengths and times are
   * not set then. Empty when it is compressed.
   *
   * @param end somewhere behind the fields that precede the records
   */
  static OptionalLong unfinishedRecords(MappedFile file, long start, long end) {
    Fields fields =
        new Fields(file.section(start, end), McapFormat.HEAD_LENGTH, (int) (end - start));
    fields.skip(FIXED_LENGTH);
    boolean plain = fields.text("a chunk's compression").isEmpty();
    fields.u64();
    return plain ? OptionalLong.of(start + fields.at()) : OptionalLong.empty();
  }

  private static Optional<Compression> compression(String name) {
    return Arrays.stream(Compression.values())
        .filter(c -> c != Compression.BZ2 && McapFormat.chunkName(c).equals(name))
        .findFirst();
  }

  /** Log time of the earliest message; 0 without messages. */
  long startNanos() {
    return startNanos;
  }

  /** Log time of the latest message; 0 without messages. */
  long endNanos() {
    return endNanos;
  }

  Compression compression() {
    return compression;
  }

  /** Length of the records, decompressed, in bytes. */
  long length() {
    return length;
  }

  /** Length of the records in the file, in bytes. */
  long compressedLength() {
    return declaredLength;
  }

  /**
   * The records: mapped bytes of the file, or decompressed anew.
   *
   * @param checked whether the checksum is looked at, where there is one
   */
  Section records(boolean checked) {
    Section records = records();
    if (checked && crc != 0) {
      long actual = records.crc32(0, records.length());
      if (actual != crc) {
        throw damaged(String.format("a chunk's checksum is %08x, its content's %08x", crc, actual));
      }
    }
    return records;
  }

  private Section records() {
    if (compression == Compression.NONE) {
      return region.part(dataAt, (int) length);
    }
    if (length > MAX_DECOMPRESSED) {
      throw damaged(
          String.format(
              "a chunk declares %d bytes decompressed, more than the limit of %d",
              length, MAX_DECOMPRESSED));
    }
    try {
      byte[] data =
          length == 0
              ? new byte[0]
              : compression.decompress(region.buffer(dataAt, (int) declaredLength), (int) length);
      return new Section(file, ByteBuffer.wrap(data), 0, start);
    } catch (IOException e) {
      throw damaged(
          String.format(
              "a %s chunk of %d bytes that declares %d bytes decompressed: %s",
              compression.rosName(), declaredLength, length, e.getMessage()));
    }
  }

  private SeqlocException damaged(String what) {
    return region.damaged(0, what);
  }
}
