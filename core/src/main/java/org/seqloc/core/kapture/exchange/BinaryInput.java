package org.seqloc.core.kapture.exchange;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.seqloc.core.SeqlocException;

/** A little-endian file of untrusted content; errors name file and byte offset. */
final class BinaryInput implements AutoCloseable {

  private static final int MAX_NAME_BYTES = 4096;
  private static final int MAX_ARRAY_BYTES = 1 << 30;

  private final Path file;
  private final InputStream in;
  private long left;
  private long offset;

  BinaryInput(Path file, String purpose) {
    this.file = file;
    if (!Files.isRegularFile(file)) {
      throw new SeqlocException(file + " is missing: " + purpose);
    }
    try {
      left = Files.size(file);
      in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    } catch (IOException e) {
      throw ImportFiles.unreadable(file, e);
    }
  }

  SeqlocException fault(String message) {
    return new SeqlocException(file + ", byte " + offset + ": " + message);
  }

  SeqlocException fault(IllegalArgumentException e) {
    return new SeqlocException(file + ", byte " + offset + ": " + e.getMessage(), e);
  }

  int uint8() {
    if (left < 1) {
      throw fault("the file ends too early");
    }
    try {
      int b = in.read();
      if (b < 0) {
        throw fault("the file ends too early");
      }
      left--;
      offset++;
      return b;
    } catch (IOException e) {
      throw ImportFiles.unreadable(file, e);
    }
  }

  private long littleEndian(int bytes) {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) uint8() << (8 * i);
    }
    return value;
  }

  int int32() {
    return (int) littleEndian(4);
  }

  long int64() {
    return littleEndian(8);
  }

  double float64() {
    return Double.longBitsToDouble(int64());
  }

  double finite(String what) {
    double value = float64();
    if (!Double.isFinite(value)) {
      throw fault(what + " is not finite");
    }
    return value;
  }

  int index(String what, int max) {
    int value = int32();
    if (value < 0 || value > max) {
      throw fault(what + " is " + Integer.toUnsignedString(value) + ", more than " + max);
    }
    return value;
  }

  /**
   * A count of records of at least so many bytes each, which must be left in the file.
   *
   * @param what plural
   */
  long count(String what, int leastBytes) {
    long count = int64();
    if (count < 0 || count > left / leastBytes) {
      throw fault(
          Long.toUnsignedString(count) + " " + what + ", but only " + left + " bytes are left");
    }
    return count;
  }

  /** So many bytes, which must be left in the file. */
  byte[] bytes(long count) {
    if (count < 0 || count > left) {
      throw fault(count + " bytes, but only " + left + " are left");
    }
    if (count > MAX_ARRAY_BYTES) {
      throw fault(count + " bytes, more than " + MAX_ARRAY_BYTES);
    }
    try {
      byte[] bytes = in.readNBytes((int) count);
      left -= bytes.length;
      offset += bytes.length;
      if (bytes.length < count) {
        throw fault("the file ends too early");
      }
      return bytes;
    } catch (IOException e) {
      throw ImportFiles.unreadable(file, e);
    }
  }

  /** Bytes behind what was read. */
  long left() {
    return left;
  }

  /** UTF-8 up to a zero byte. */
  String name() {
    byte[] bytes = new byte[MAX_NAME_BYTES];
    for (int i = 0; i < bytes.length; i++) {
      int b = uint8();
      if (b == 0) {
        try {
          // A new decoder refuses what a String would replace.
          return StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes, 0, i))
              .toString();
        } catch (CharacterCodingException e) {
          throw new SeqlocException(file + ", byte " + offset + ": a name is not UTF-8", e);
        }
      }
      bytes[i] = (byte) b;
    }
    throw fault("a name of more than " + MAX_NAME_BYTES + " bytes");
  }

  /** Refuses bytes behind the last record. */
  void requireEnd() {
    if (left > 0) {
      throw fault(left + " bytes are left behind the last record");
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw ImportFiles.unreadable(file, e);
    }
  }
}
