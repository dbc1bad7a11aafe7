package org.seqloc.bags;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.ByteBufOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameInputStream;
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
    } catch (RuntimeException e) {
      // The decompressors' own checks do not catch every damage.
      throw new IOException(e.toString(), e);
    }
  }

  /** Appends the compressed bytes; the reader index of {@code in} moves to its end. */
  public void compress(ByteBuf in, ByteBuf out) {
    try (OutputStream stream = compressing(new ByteBufOutputStream(out), in.readableBytes())) {
      in.readBytes(stream, in.readableBytes());
    } catch (IOException e) {
      throw new IllegalStateException("compression into memory", e);
    }
  }

  private InputStream decompressing(InputStream in) throws IOException {
    // One stream, one frame: many small ones would take far longer than their length suggests.
    return switch (this) {
      case NONE -> in;
      case BZ2 -> new BZip2CompressorInputStream(in);
      case LZ4 ->
          new LZ4FrameInputStream(
              in,
              LZ4Factory.fastestInstance().safeDecompressor(),
              XXHashFactory.fastestInstance().hash32(),
              true);
      case ZSTD -> new ZstdInputStreamNoFinalizer(in);
    };
  }

  private OutputStream compressing(OutputStream out, int length) throws IOException {
    return switch (this) {
      case NONE -> out;
      case BZ2 ->
          new BZip2CompressorOutputStream(out, BZip2CompressorOutputStream.chooseBlockSize(length));
      // ROS's decoder wants independent blocks, a checksum of the content and none of the blocks.
      // The pure Java compressor, since the native one may make other bytes on another machine.
      case LZ4 ->
          new LZ4FrameOutputStream(
              out,
              BLOCKSIZE.SIZE_1MB,
              -1,
              LZ4Factory.safeInstance().fastCompressor(),
              XXHashFactory.fastestInstance().hash32(),
              FLG.Bits.BLOCK_INDEPENDENCE,
              FLG.Bits.CONTENT_CHECKSUM);
      case ZSTD -> new ZstdOutputStreamNoFinalizer(out);
    };
  }
}
