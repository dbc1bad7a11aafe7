package org.seqloc.bags;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** What came of decompressing a rosbag's chunk that may be damaged. */
final class Unpacked {

  private static final int FIRST_LENGTH = 64 << 10;

  private final byte[] bytes;
  private final int length;
  private final Optional<String> damage;

  Unpacked(byte[] bytes, int length, Optional<String> damage) {
    this.bytes = bytes;
    this.length = length;
    this.damage = damage;
  }

  /**
   * Decompresses as far as the data goes.
   *
   * @param limit the most bytes that are wanted; data that come to more are taken as damaged
   */
  static Unpacked of(Compression compression, ByteBuf in, int limit) {
    if (compression == Compression.LZ4) {
      return Lz4Frame.unpack(in, limit);
    }
    byte[] out = new byte[Math.min(limit, FIRST_LENGTH)];
    int length = 0;
    // One stream: many small ones would take far longer than their length suggests.
    try (InputStream stream = new BZip2CompressorInputStream(new ByteBufInputStream(in))) {
      while (true) {
        if (length == limit) {
          return stream.read() < 0
              ? new Unpacked(out, length, Optional.empty())
              : new Unpacked(out, length, Optional.of("comes to more than " + limit + " bytes"));
        }
        if (length == out.length) {
          out = Arrays.copyOf(out, (int) Math.min(limit, 2L * length));
        }
        int read = stream.read(out, length, out.length - length);
        if (read < 0) {
          return new Unpacked(out, length, Optional.empty());
        }
        length += read;
      }
    } catch (IOException e) {
      return new Unpacked(out, length, Optional.of(String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      // The decompressors' own checks do not catch every damage.
      return new Unpacked(out, length, Optional.of(e.toString()));
    }
  }

  /** Decompresses the first {@code length} bytes, whatever comes behind them. */
  static byte[] start(Compression compression, ByteBuf in, int length) throws IOException {
    Unpacked unpacked = of(compression, in, length + Lz4Frame.MAX_BLOCK);
    if (unpacked.length < length) {
      throw new IOException("ends before " + length + " bytes");
    }
    return Arrays.copyOf(unpacked.bytes, length);
  }

  ByteBuffer data() {
    return ByteBuffer.wrap(bytes, 0, length).slice();
  }

  /** Why the data are not all that was compressed; empty when they are, by their checksum. */
  Optional<String> damage() {
    return damage;
  }
}
