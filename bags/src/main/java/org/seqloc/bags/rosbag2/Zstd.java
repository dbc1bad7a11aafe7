package org.seqloc.bags.rosbag2;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.Unpooled;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.seqloc.core.SeqlocException;

/** Decompression of files and messages, within limits. */
final class Zstd {

  /** The most that a message may decompress to. */
  private static final int MAX_MESSAGE_BYTES =
      (int) Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 8);

  /** How many times their length files decompress to, and what is believed of small ones anyway. */
  private static final long MAX_RATIO = 1000;

  private static final long TRUSTED_FILE_BYTES = 64L << 20;

  /** What is left free on the disk that a file is decompressed to. */
  private static final long SPARE_BYTES = 256L << 20;

  private static final int BLOCK_BYTES = 1 << 20;
  private static final int MAGIC = 0xFD2FB528;

  private Zstd() {}

  static boolean isFrame(ByteBuf bytes) {
    return bytes.readableBytes() >= 4 && bytes.getIntLE(bytes.readerIndex()) == MAGIC;
  }

  /**
   * Decompresses one message.
   *
   * @throws IOException when it is damaged or too large; says so in one line
   */
  static ByteBuf message(ByteBuf compressed) throws IOException {
    try (InputStream in =
        new ZstdInputStreamNoFinalizer(new ByteBufInputStream(compressed.duplicate()))) {
      // Allocates in pieces, as far as the data goes.
      byte[] bytes = in.readNBytes(MAX_MESSAGE_BYTES);
      if (bytes.length == MAX_MESSAGE_BYTES && in.read() >= 0) {
        throw new IOException("decompresses to more than " + MAX_MESSAGE_BYTES + " bytes");
      }
      return Unpooled.wrappedBuffer(bytes);
    }
  }

  /**
   * Decompresses a file.
   *
   * @throws SeqlocException when the file is damaged or the disk is full; nothing is left then
   */
  static void file(Path compressed, Path to) {
    try (InputStream in =
            new ZstdInputStreamNoFinalizer(
                new BufferedInputStream(Files.newInputStream(compressed), BLOCK_BYTES));
        OutputStream out = Files.newOutputStream(to)) {
      byte[] block = new byte[BLOCK_BYTES];
      long left = Math.max(TRUSTED_FILE_BYTES, MAX_RATIO * Files.size(compressed));
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        left -= n;
        if (left < 0) {
          throw new IOException("it comes to more than " + MAX_RATIO + " times its length");
        }
        if (Files.getFileStore(to).getUsableSpace() < SPARE_BYTES + n) {
          throw new IOException("there is no space left in " + to.getParent());
        }
        out.write(block, 0, n);
      }
    } catch (IOException e) {
      TemporaryFolder.delete(to);
      throw new SeqlocException(
          compressed
              + ": cannot be decompressed: "
              + e.getMessage()
              + "; try `zstd -d "
              + compressed.getFileName()
              + "`",
          e);
    }
  }
}
