package org.seqloc.bags;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.ByteBufOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG;
import net.jpountz.xxhash.XXHashFactory;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/** How the chunks of a recording are compressed. */
public enum Compression {
  /** Not at all. */
  NONE("none"),
  /** bzip2: small and slow; rosbags only. */
  BZ2("bz2"),
  /** LZ4, in the frame format: fast. */
  LZ4("lz4"),
  /** Zstandard: small and fast; MCAP only. */
  ZSTD("zstd");

  private static final int TRUSTED_LENGTH = 8 << 20;
  // Four bytes of Zstandard come to 128 KiB at most: a block of one repeated byte.
  private static final long ZSTD_BLOCK = 128 << 10;

  // Decoders take the memory of a whole block, however little is in it.
  private static final int SMALL_BLOCK = 64 << 10;

  private final String rosName;

  Compression(String rosName) {
    this.rosName = rosName;
  }

  /** The name in {@code rosbag info} and, but for {@link #NONE} in MCAP, in chunk records. */
  public String rosName() {
    return rosName;
  }

  /** The compression that a rosbag's chunk record names. */
  static Optional<Compression> ofRosName(String name) {
    return Arrays.stream(values()).filter(c -> c != ZSTD && c.rosName.equals(name)).findFirst();
  }

  /**
   * Decompresses a whole chunk.
   *
   * @param length the number of bytes it must come to
   * @throws IOException when the data is damaged or comes to another length; says so in one line
   */
  public byte[] decompress(ByteBuf in, int length) throws IOException {
    try {
      return switch (this) {
        case LZ4 -> Lz4Frame.decompress(in, length);
        case ZSTD -> zstd(bytes(in, length), length);
        case NONE, BZ2 -> stream(in, length);
      };
    } catch (RuntimeException e) {
      // The decompressors' own checks do not catch every damage.
      throw new IOException(e.toString(), e);
    }
  }

  private byte[] stream(ByteBuf in, int length) throws IOException {
    try (InputStream stream = decompressing(new ByteBufInputStream(in))) {
      // A large length is believed as far as the data goes: readNBytes(int) allocates in pieces.
      byte[] out = length > TRUSTED_LENGTH ? stream.readNBytes(length) : new byte[length];
      int read = length > TRUSTED_LENGTH ? out.length : stream.readNBytes(out, 0, length);
      if (read < length) {
        throw new IOException("ends after " + read + " bytes");
      }
      if (stream.read() >= 0) {
        throw new IOException("comes to more than that");
      }
      return out;
    }
  }

  private static byte[] zstd(byte[] in, int length) throws IOException {
    if (length > ZSTD_BLOCK * (in.length / 4 + 1L)) {
      throw new IOException("no " + in.length + " bytes come to that");
    }
    byte[] out = new byte[length];
    try {
      long read = zstd(in, out);
      if (read < length) {
        throw new IOException("ends after " + read + " bytes");
      }
      return out;
    } catch (ZstdException e) {
      throw new IOException(
          e.getErrorCode() == Zstd.errDstSizeTooSmall()
              ? "comes to more than that"
              : e.getMessage(),
          e);
    }
  }

  /** Decompresses all frames, or the first where other bytes follow, as some writers have it. */
  private static long zstd(byte[] in, byte[] out) {
    try {
      return Zstd.decompressByteArray(out, 0, out.length, in, 0, in.length);
    } catch (ZstdException e) {
      long frame = Zstd.findFrameCompressedSize(in);
      if (Zstd.isError(frame) || frame >= in.length) {
        throw e;
      }
      return Zstd.decompressByteArray(out, 0, out.length, in, 0, (int) frame);
    }
  }

  /**
   * The bytes that can matter when they are to come to some length: compression adds little where
   * it saves nothing. What follows is not data, and may be far too much to copy.
   */
  private static byte[] bytes(ByteBuf in, int length) {
    byte[] bytes = new byte[(int) Math.min(in.readableBytes(), length + length / 64L + (1 << 20))];
    in.getBytes(in.readerIndex(), bytes);
    return bytes;
  }

  /** Appends the compressed bytes; the reader index of {@code in} moves to its end. */
  public void compress(ByteBuf in, ByteBuf out) {
    if (this == ZSTD) {
      // At once, so that the frame tells its length.
      byte[] bytes = new byte[in.readableBytes()];
      in.readBytes(bytes);
      out.writeBytes(Zstd.compress(bytes));
      return;
    }
    try (OutputStream stream = compressing(new ByteBufOutputStream(out), in.readableBytes())) {
      in.readBytes(stream, in.readableBytes());
    } catch (IOException e) {
      throw new IllegalStateException("compression into memory", e);
    }
  }

  private InputStream decompressing(InputStream in) throws IOException {
    // One stream only: many small ones would take far longer than their length suggests.
    return this == BZ2 ? new BZip2CompressorInputStream(in) : in;
  }

  private OutputStream compressing(OutputStream out, int length) throws IOException {
    return switch (this) {
      case NONE, ZSTD -> out;
      case BZ2 ->
          new BZip2CompressorOutputStream(out, BZip2CompressorOutputStream.chooseBlockSize(length));
      // ROS's decoder wants independent blocks, a checksum of the content and none of the blocks.
      // The pure Java compressor, since the native one may make other bytes on another machine.
      case LZ4 ->
          new LZ4FrameOutputStream(
              out,
              length <= SMALL_BLOCK ? BLOCKSIZE.SIZE_64KB : BLOCKSIZE.SIZE_1MB,
              -1,
              LZ4Factory.safeInstance().fastCompressor(),
              XXHashFactory.fastestInstance().hash32(),
              FLG.Bits.BLOCK_INDEPENDENCE,
              FLG.Bits.CONTENT_CHECKSUM);
    };
  }
}
