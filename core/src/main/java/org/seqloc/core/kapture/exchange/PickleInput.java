package org.seqloc.core.kapture.exchange;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.seqloc.core.SeqlocException;

/** The numbers and texts in a pickle; how much of them is taken into memory is bounded. */
final class PickleInput {

  /** Of all texts, bytes and copies of arrays together: millions of matches. */
  private static final int MAX_BYTES = 1 << 27;

  private static final int MAX_NAME_BYTES = 256;

  private final Path file;
  private final InputStream in;
  private long offset;
  private int bytesLeft = MAX_BYTES;

  PickleInput(Path file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  SeqlocException fault(String message) {
    return new SeqlocException(file + ", byte " + offset + " unpacked: " + message);
  }

  /** Counts so many bytes more as taken. */
  void charge(long bytes) {
    if (bytes < 0 || bytes > bytesLeft) {
      throw fault("more than " + (MAX_BYTES >> 20) + " MiB");
    }
    bytesLeft -= (int) bytes;
  }

  /**
   * @throws EOFException at the end, as all others
   */
  int uint8() throws IOException {
    int b = in.read();
    if (b < 0) {
      throw new EOFException();
    }
    offset++;
    return b;
  }

  /** An unsigned number; one of 8 bytes that is larger than any long is negative. */
  long count(int size) throws IOException {
    long value = 0;
    for (int i = 0; i < size; i++) {
      value |= (long) uint8() << (8 * i);
    }
    return value;
  }

  /** A signed number. */
  long whole(int size) throws IOException {
    if (size > 8) {
      throw fault("a whole number of " + size + " bytes");
    }
    int unused = 64 - 8 * size;
    return size == 0 ? 0 : count(size) << unused >> unused;
  }

  byte[] bytes(long count) throws IOException {
    charge(count);
    byte[] bytes = in.readNBytes((int) count); // takes no more memory than there are bytes
    if (bytes.length < count) {
      throw new EOFException();
    }
    offset += count;
    return bytes;
  }

  String text(long count) throws IOException {
    return new String(bytes(count), StandardCharsets.UTF_8);
  }

  /** A name up to the end of its line. */
  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = uint8(); b != '\n'; b = uint8()) {
      if (line.length() == MAX_NAME_BYTES) {
        throw fault("a name of more than " + MAX_NAME_BYTES + " bytes");
      }
      line.append((char) b);
    }
    return line.toString();
  }
}
