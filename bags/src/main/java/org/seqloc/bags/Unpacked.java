package org.seqloc.bags;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.xxhash.XXHashFactory;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** What came of decompressing a rosbag's chunk that may be damaged. */
final class Unpacked {

  private static final int FIRST_LENGTH = 64 << 10;

  private final byte[] bytes;
  private final int length;
  private final Optional<String> damage;

  private Unpacked(byte[] bytes, int length, Optional<String> damage) {
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
    byte[] out = new byte[Math.min(limit, FIRST_LENGTH)];
    int length = 0;
    try (InputStream stream = decompressing(compression, in)) {
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
    try (InputStream stream = decompressing(compression, in)) {
      byte[] out = new byte[length];
      if (stream.readNBytes(out, 0, length) < length) {
        throw new IOException("ends before " + length + " bytes");
      }
      return out;
    } catch (RuntimeException e) {
      throw new IOException(e.toString(), e);
    }
  }

  ByteBuffer data() {
    return ByteBuffer.wrap(bytes, 0, length).slice();
  }

  /** Why the data are not all that was compressed; empty when they are, by their checksum. */
  Optional<String> damage() {
    return damage;
  }

  private static InputStream decompressing(Compression compression, ByteBuf in) throws IOException {
    InputStream packed = new ByteBufInputStream(in);
    // One stream, one frame: many small ones would take far longer than their length suggests.
    return switch (compression) {
      case BZ2 -> new BZip2CompressorInputStream(packed);
      case LZ4 ->
          new LZ4FrameInputStream(
              packed,
              LZ4Factory.fastestInstance().safeDecompressor(),
              XXHashFactory.fastestInstance().hash32(),
              true);
      case NONE, ZSTD -> throw new IllegalArgumentException(compression + " in a rosbag");
    };
  }
}
