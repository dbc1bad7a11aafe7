package org.seqloc.core.kapture.exchange;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes little-endian numbers. */
final class BinaryOutput implements AutoCloseable {

  private final OutputStream out;

  BinaryOutput(Path file) throws IOException {
    out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
  }

  void uint8(int value) throws IOException {
    out.write(value);
  }

  void int32(int value) throws IOException {
    for (int i = 0; i < 4; i++) {
      out.write(value >>> (8 * i));
    }
  }

  void int64(long value) throws IOException {
    for (int i = 0; i < 8; i++) {
      out.write((int) (value >>> (8 * i)));
    }
  }

  void float64(double... values) throws IOException {
    for (double value : values) {
      int64(Double.doubleToRawLongBits(value));
    }
  }

  /** UTF-8 and a zero byte. */
  void name(String name) throws IOException {
    out.write(name.getBytes(StandardCharsets.UTF_8));
    out.write(0);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
