package org.seqloc.core.kapture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.seqloc.core.SeqlocException;

/**
 * Any bytes as a tar archive: members that lie within it and are found by their names, or a
 * refusal.
 */
class TarIndexFuzzTest {

  @FuzzTest(maxDuration = "10m")
  void membersLieWithinTheArchive(byte[] archive) throws IOException {
    // A header only counts with its checksum, which no fuzzer guesses: it is put right here.
    for (int at = 0; at + TarIndex.BLOCK <= archive.length; at += TarIndex.BLOCK) {
      byte[] header = Arrays.copyOfRange(archive, at, at + TarIndex.BLOCK);
      if (header[148] != 0) {
        byte[] sum =
            String.format("%06o\0 ", TarIndex.checksum(header)).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(sum, 0, archive, at + 148, sum.length);
      }
    }
    TarIndex index;
    try (Bytes channel = new Bytes(archive)) {
      index = TarIndex.read(channel, "a.tar");
    } catch (SeqlocException e) {
      assertTrue(e.getMessage().startsWith("a.tar is damaged at byte "), e.getMessage());
      return;
    }
    for (int i = 0; i < index.size(); i++) {
      assertTrue(index.start(i) >= TarIndex.BLOCK && index.bytes(i) >= 0);
      assertTrue(index.start(i) + index.bytes(i) <= archive.length);
      assertEquals(i, index.find(index.name(i).getBytes(StandardCharsets.UTF_8)));
      assertEquals(index.name(i), KaptureImages.checkPath(index.name(i)));
    }
  }

  /** An archive in memory. */
  private static final class Bytes implements SeekableByteChannel {
    private final byte[] bytes;
    private int position;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read(ByteBuffer target) {
      int count = Math.min(target.remaining(), bytes.length - position);
      if (count <= 0) {
        return -1;
      }
      target.put(bytes, position, count);
      position += count;
      return count;
    }

    @Override
    public int write(ByteBuffer source) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
      position = (int) Math.min(newPosition, bytes.length);
      return this;
    }

    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public SeekableByteChannel truncate(long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
