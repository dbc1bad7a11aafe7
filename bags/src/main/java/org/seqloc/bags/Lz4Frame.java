package org.seqloc.bags;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;

/**
 * Decompresses one frame of LZ4 (LZ4 Frame Format Description 1.6.4) into memory. Beyond what
 * lz4-java's stream does, blocks may refer to those before them, as the C library's do by default.
 */
final class Lz4Frame {

  private static final int MAGIC = 0x184D2204;
  private static final int SKIPPABLE = 0x184D2A50;
  private static final int MIN_MATCH = 4;
  // One byte of a block comes to 255 bytes at most: a match's length goes on.
  private static final long MAX_RATIO = 255;

  private final byte[] in;
  private final byte[] out;
  private int at;
  private int length;

  private Lz4Frame(byte[] in, byte[] out) {
    this.in = in;
    this.out = out;
  }

  /**
   * Decompresses the frame that the bytes begin with.
   *
   * @param length the number of bytes it must come to
   * @throws IOException when the data is damaged or comes to another length; says so in one line
   */
  static byte[] decompress(byte[] in, int length) throws IOException {
    byte[] out = new byte[(int) Math.min(length, MAX_RATIO * in.length)];
    Lz4Frame frame = new Lz4Frame(in, out);
    frame.read();
    if (frame.length < length) {
      throw new IOException("ends after " + frame.length + " bytes");
    }
    return out;
  }

  private void read() throws IOException {
    int magic = u32();
    while ((magic & 0xfffffff0) == SKIPPABLE) {
      skip(u32());
      magic = u32();
    }
    if (magic != MAGIC) {
      throw new IOException(String.format("starts with %08x, not as an LZ4 frame", magic));
    }
    int descriptor = at;
    int flags = u8();
    int sizes = u8();
    if (flags >>> 6 != 1 || (flags & 2) != 0 || (sizes & 0x8f) != 0 || sizes >>> 4 < 4) {
      throw new IOException(String.format("unknown LZ4 frame flags %02x %02x", flags, sizes));
    }
    if ((flags & 1) != 0) {
      throw new IOException("needs an LZ4 dictionary");
    }
    if ((flags & 8) != 0) {
      skip(8);
    }
    XXHash32 hash = XXHashFactory.fastestInstance().hash32();
    if (u8() != (hash.hash(in, descriptor, at - 1 - descriptor, 0) >>> 8 & 0xff)) {
      throw new IOException("the LZ4 frame header's checksum does not hold");
    }
    boolean independent = (flags & 0x20) != 0;
    int blockLength = 1 << (8 + 2 * (sizes >>> 4));
    for (int size = u32(); size != 0; size = u32()) {
      int stored = size & 0x7fffffff;
      int blockAt = skip(stored);
      if (size < 0) {
        copyStored(blockAt, stored);
      } else if (independent) {
        decompressIndependent(blockAt, stored);
      } else {
        int limit = (int) Math.min(out.length, (long) length + blockLength);
        length = linkedBlock(in, blockAt, blockAt + stored, out, length, limit);
      }
      if ((flags & 0x10) != 0 && u32() != hash.hash(in, blockAt, stored, 0)) {
        throw new IOException("an LZ4 block's checksum does not hold");
      }
    }
    if ((flags & 4) != 0 && u32() != hash.hash(out, 0, length, 0)) {
      throw new IOException("the LZ4 content's checksum does not hold");
    }
  }

  private void copyStored(int blockAt, int stored) throws IOException {
    if (stored > out.length - length) {
      throw tooLong();
    }
    System.arraycopy(in, blockAt, out, length, stored);
    length += stored;
  }

  private void decompressIndependent(int blockAt, int stored) throws IOException {
    LZ4SafeDecompressor decompressor = LZ4Factory.fastestInstance().safeDecompressor();
    try {
      length += decompressor.decompress(in, blockAt, stored, out, length, out.length - length);
    } catch (LZ4Exception e) {
      // It does not tell damage from lack of room; the other decoder does.
      linkedBlock(in, blockAt, blockAt + stored, out, length, out.length);
      throw new IOException("a damaged LZ4 block", e);
    }
  }

  /**
   * Decompresses a block that may refer to all of the output before it.
   *
   * @param end of the block in the input
   * @param limit of the output
   * @return the end of the output
   */
  private static int linkedBlock(byte[] in, int start, int end, byte[] out, int from, int limit)
      throws IOException {
    int at = start;
    int to = from;
    while (at < end) {
      int token = in[at++] & 0xff;
      int literals = token >>> 4;
      if (literals == 15) {
        int more;
        do {
          if (at >= end) {
            throw damagedBlock();
          }
          more = in[at++] & 0xff;
          literals += more;
          if (literals > limit - to) {
            throw tooLong();
          }
        } while (more == 255);
      }
      if (literals > end - at) {
        throw damagedBlock();
      }
      if (literals > limit - to) {
        throw tooLong();
      }
      System.arraycopy(in, at, out, to, literals);
      at += literals;
      to += literals;
      if (at == end) {
        return to;
      }
      if (end - at < 2) {
        throw damagedBlock();
      }
      int distance = (in[at] & 0xff) | ((in[at + 1] & 0xff) << 8);
      at += 2;
      if (distance == 0 || distance > to) {
        throw damagedBlock();
      }
      int match = (token & 15) + MIN_MATCH;
      if ((token & 15) == 15) {
        int more;
        do {
          if (at >= end) {
            throw damagedBlock();
          }
          more = in[at++] & 0xff;
          match += more;
          if (match > limit - to) {
            throw tooLong();
          }
        } while (more == 255);
      }
      if (match > limit - to) {
        throw tooLong();
      }
      repeat(out, to, distance, match);
      to += match;
    }
    // A block ends with literals; an empty one is not written.
    throw damagedBlock();
  }

  /** Copies what lies {@code distance} before {@code to}; the copy may go on into itself. */
  private static void repeat(byte[] out, int to, int distance, int length) {
    if (distance == 1) {
      Arrays.fill(out, to, to + length, out[to - 1]);
      return;
    }
    int from = to - distance;
    int done = 0;
    while (done < length) {
      // What was copied doubles what can be copied next.
      int part = Math.min(length - done, distance + done);
      System.arraycopy(out, from, out, to + done, part);
      done += part;
    }
  }

  private int u8() throws IOException {
    return in[skip(1)] & 0xff;
  }

  private int u32() throws IOException {
    int start = skip(4);
    return ByteBuffer.wrap(in).order(ByteOrder.LITTLE_ENDIAN).getInt(start);
  }

  /** Moves on; where it was before. */
  private int skip(int count) throws IOException {
    if (count < 0 || count > in.length - at) {
      throw new IOException("ends after " + length + " bytes, within its LZ4 frame");
    }
    int start = at;
    at += count;
    return start;
  }

  private static IOException tooLong() {
    return new IOException("comes to more than that");
  }

  private static IOException damagedBlock() {
    return new IOException("a damaged LZ4 block");
  }
}
