package org.seqloc.bags;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.xxhash.XXHashFactory;

/**
 * Decompresses one frame of LZ4 (LZ4 Frame Format Description 1.6.4) into memory. Beyond what
 * lz4-java's stream does, blocks may refer to those before them, as the C library's do by default.
 */
final class Lz4Frame {

  /** No block comes to more bytes. */
  static final int MAX_BLOCK = 4 << 20;

  private static final int MAGIC = 0x184D2204;
  private static final int SKIPPABLE = 0x184D2A50;
  private static final int MIN_MATCH = 4;
  // One byte of a block comes to 255 bytes at most: a match's length goes on.
  private static final long MAX_RATIO = 255;

  private final ByteBuf in;
  private final int limit;
  private byte[] block = {};
  private byte[] out;
  private int length;

  private Lz4Frame(ByteBuf in, byte[] out, int limit) {
    this.in = in;
    this.out = out;
    this.limit = limit;
  }

  /**
   * Decompresses the frame that the bytes begin with; the reader index moves behind it.
   *
   * @param length the number of bytes it must come to
   * @throws IOException when the data is damaged or comes to another length; says so in one line
   */
  static byte[] decompress(ByteBuf in, int length) throws IOException {
    byte[] out = new byte[(int) Math.min(length, MAX_RATIO * in.readableBytes())];
    Lz4Frame frame = new Lz4Frame(in, out, out.length);
    frame.read();
    if (frame.length < length) {
      throw new IOException("ends after " + frame.length + " bytes");
    }
    return out;
  }

  /**
   * Decompresses the frame's blocks as far as they are whole; the reader index moves as far as the
   * data were read.
   *
   * @param limit the most bytes that are wanted; a block that goes beyond is taken as damaged
   */
  static Unpacked unpack(ByteBuf in, int limit) {
    Lz4Frame frame = new Lz4Frame(in, new byte[0], limit);
    Optional<String> damage = Optional.empty();
    try {
      frame.read();
    } catch (IOException e) {
      damage = Optional.of(e.getMessage());
    }
    return new Unpacked(frame.out, frame.length, damage);
  }

  private void read() throws IOException {
    int magic = u32();
    while ((magic & 0xfffffff0) == SKIPPABLE) {
      int skipped = u32();
      check(skipped);
      in.skipBytes(skipped);
      magic = u32();
    }
    if (magic != MAGIC) {
      throw new IOException(String.format("starts with %08x, not as an LZ4 frame", magic));
    }
    read(2);
    int flags = block[0] & 0xff;
    int sizes = block[1] & 0xff;
    if (flags >>> 6 != 1 || (flags & 2) != 0 || (sizes & 0x8f) != 0 || sizes >>> 4 < 4) {
      throw new IOException(String.format("unknown LZ4 frame flags %02x %02x", flags, sizes));
    }
    if ((flags & 1) != 0) {
      throw new IOException("needs an LZ4 dictionary");
    }
    int descriptor = (flags & 8) != 0 ? 10 : 2;
    in.readerIndex(in.readerIndex() - 2);
    read(descriptor + 1);
    if (block[descriptor] != (byte) (checksum(block, descriptor) >>> 8)) {
      throw new IOException("the LZ4 frame header's checksum does not hold");
    }
    readBlocks(1 << (8 + 2 * (sizes >>> 4)), (flags & 0x20) != 0, (flags & 0x10) != 0);
    if ((flags & 4) != 0 && u32() != checksum(out, length)) {
      throw new IOException("the LZ4 content's checksum does not hold");
    }
  }

  private void readBlocks(int blockLength, boolean independent, boolean checksums)
      throws IOException {
    try (Lz4Block packed = new Lz4Block(blockLength)) {
      for (int size = u32(); size != 0; size = u32()) {
        int stored = size & 0x7fffffff;
        if (stored > blockLength) {
          throw damagedBlock();
        }
        boolean isPacked = independent && size > 0;
        if (isPacked) {
          check(stored);
          packed.read(in, stored);
        } else {
          read(stored);
        }
        if (checksums && u32() != (isPacked ? packed.checksum() : checksum(block, stored))) {
          throw new IOException("an LZ4 block's checksum does not hold");
        }
        int room = makeRoom(blockLength);
        if (isPacked) {
          decompress(packed, room);
        } else if (size < 0) {
          copyStored(stored);
        } else {
          length = linkedBlock(stored, room);
        }
      }
    }
  }

  /** Makes room for a block; where that room ends. */
  private int makeRoom(int blockLength) {
    int end = (int) Math.min(limit, (long) length + blockLength);
    if (end > out.length) {
      out = Arrays.copyOf(out, (int) Math.min(limit, Math.max(end, 2L * out.length)));
    }
    return end;
  }

  private void copyStored(int stored) throws IOException {
    if (stored > limit - length) {
      throw tooLong();
    }
    System.arraycopy(block, 0, out, length, stored);
    length += stored;
  }

  private void decompress(Lz4Block packed, int room) throws IOException {
    try {
      length += packed.decompress(out, length, room - length);
    } catch (LZ4Exception e) {
      // It does not tell damage from lack of room; the other decoder does.
      block = packed.bytes();
      linkedBlock(block.length, room);
      throw new IOException("a damaged LZ4 block", e);
    }
  }

  /**
   * Decompresses a block that may refer to all of the output before it.
   *
   * @param end of the block's bytes
   * @param room where the output must end
   * @return the end of the output
   */
  private int linkedBlock(int end, int room) throws IOException {
    int at = 0;
    int to = length;
    while (at < end) {
      int token = block[at++] & 0xff;
      int literals = token >>> 4;
      if (literals == 15) {
        int more;
        do {
          if (at >= end) {
            throw damagedBlock();
          }
          more = block[at++] & 0xff;
          literals += more;
          if (literals > room - to) {
            throw noRoom(room);
          }
        } while (more == 255);
      }
      if (literals > end - at) {
        throw damagedBlock();
      }
      if (literals > room - to) {
        throw noRoom(room);
      }
      System.arraycopy(block, at, out, to, literals);
      at += literals;
      to += literals;
      if (at == end) {
        return to;
      }
      if (end - at < 2) {
        throw damagedBlock();
      }
      int distance = (block[at] & 0xff) | ((block[at + 1] & 0xff) << 8);
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
          more = block[at++] & 0xff;
          match += more;
          if (match > room - to) {
            throw noRoom(room);
          }
        } while (more == 255);
      }
      if (match > room - to) {
        throw noRoom(room);
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

  // By Java: native code that works on an array keeps the garbage collector waiting.
  private static int checksum(byte[] bytes, int length) {
    return XXHashFactory.fastestJavaInstance().hash32().hash(bytes, 0, length, 0);
  }

  private int u32() throws IOException {
    check(Integer.BYTES);
    return in.readIntLE();
  }

  /** Reads the next bytes into the block. */
  private void read(int count) throws IOException {
    check(count);
    if (block.length < count) {
      block = new byte[count];
    }
    in.readBytes(block, 0, count);
  }

  private void check(int count) throws IOException {
    if (count < 0 || count > in.readableBytes()) {
      in.skipBytes(in.readableBytes());
      throw new IOException("ends after " + length + " bytes, within its LZ4 frame");
    }
  }

  /** A block beyond its own length is damaged, however much is wanted. */
  private IOException noRoom(int room) {
    return room < limit ? damagedBlock() : tooLong();
  }

  private IOException tooLong() {
    return new IOException("comes to more than " + limit + " bytes");
  }

  private static IOException damagedBlock() {
    return new IOException("a damaged LZ4 block");
  }
}
