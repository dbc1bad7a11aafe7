package org.seqloc.bags;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.seqloc.core.SeqlocException;

/**
 * A stretch of a recording in memory: either bytes of the file or a decompressed chunk. Positions
 * are offsets within the section; integers are little endian and unsigned.
 */
public final class Section {

  private final MappedFile file;
  private final ByteBuffer bytes;
  private final long fileOffset;
  private final long chunkOffset;

  /**
   * @param fileOffset where the section starts in the file; for a decompressed one 0
   * @param chunkOffset where the record of the chunk starts of which this is the decompressed data;
   *     -1 for bytes of the file
   */
  public Section(MappedFile file, ByteBuffer bytes, long fileOffset, long chunkOffset) {
    this.file = file;
    this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    this.fileOffset = fileOffset;
    this.chunkOffset = chunkOffset;
  }

  /** In bytes. */
  public int length() {
    return bytes.limit();
  }

  /** The range [at, at + length), which must lie within this section. */
  public Section part(int at, int length) {
    return new Section(file, bytes.slice(at, length), fileOffset + at, chunkOffset);
  }

  /** The byte at an offset. */
  public byte byteAt(int at) {
    return bytes.get(at);
  }

  /** The 16 bits at an offset. */
  public int u16(int at) {
    return Short.toUnsignedInt(bytes.getShort(at));
  }

  /** The 32 bits at an offset. */
  public long u32(int at) {
    return Integer.toUnsignedLong(bytes.getInt(at));
  }

  /** The 64 bits at an offset; 2^63 and more come out negative. */
  public long u64(int at) {
    return bytes.getLong(at);
  }

  /** A stamp of seconds and nanoseconds, in nanoseconds. */
  long time(int at) {
    return u32(at) * 1_000_000_000L + u32(at + 4);
  }

  /** The bytes [at, at + length) as UTF-8. */
  public String text(int at, int length) {
    return text(at, length, StandardCharsets.UTF_8);
  }

  /** The bytes [at, at + length) as text. */
  public String text(int at, int length, Charset charset) {
    byte[] text = new byte[length];
    bytes.get(at, text);
    return new String(text, charset);
  }

  /** The CRC-32 (of ISO 3309, as zlib has it) of the bytes [at, at + length). */
  public long crc32(int at, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes.slice(at, length));
    return crc.getValue();
  }

  /** A slice with a reference count of its own. */
  public ByteBuf buffer(int at, int length) {
    return bytes.hasArray()
        ? Unpooled.wrappedBuffer(bytes.array(), bytes.arrayOffset() + at, length)
        : Unpooled.wrappedBuffer(bytes.slice(at, length));
  }

  /**
   * Reads a length prefix at {@code at} and checks that as many bytes follow before {@code end}.
   *
   * @param what for the error: the thing that has this length
   */
  int lengthAt(int at, int end, String what) {
    if (end - at < 4) {
      throw damaged(at, "the length of " + what + " takes 4 bytes, " + (end - at) + " are left");
    }
    long length = u32(at);
    if (length > end - at - 4) {
      throw damaged(
          at, what + " has a length of " + length + " bytes, " + (end - at - 4) + " are left");
    }
    return (int) length;
  }

  /** An error at a byte of this section. */
  public SeqlocException damaged(int at, String what) {
    return chunkOffset < 0
        ? file.damaged(fileOffset + at, what)
        : file.damaged(chunkOffset, "byte " + (fileOffset + at) + " of the chunk's data: " + what);
  }
}
