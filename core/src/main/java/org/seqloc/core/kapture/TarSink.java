package org.seqloc.core.kapture;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Feature files as members of a tar archive (ustar; a name or size that does not fit there has a
 * pax header before it). The same members give the same bytes: no times, no owners.
 */
final class TarSink implements MemberSink {

  private static final int NAME_BYTES = 100;
  private static final long LARGEST_OCTAL = 1L << 33;

  private final OutputStream out;

  TarSink(Path archive) throws IOException {
    Files.createDirectories(archive.getParent());
    out = new BufferedOutputStream(Files.newOutputStream(archive), 1 << 16);
  }

  @Override
  public void add(String name, byte[] bytes) throws IOException {
    KaptureImages.checkPath(name);
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    byte[] shortName = utf8;
    if (utf8.length > NAME_BYTES) {
      member("pax", 'x', paxRecord("path", name));
      shortName = Arrays.copyOf(utf8, NAME_BYTES);
    }
    header(shortName, '0', bytes.length);
    body(bytes);
  }

  private void member(String name, char type, byte[] bytes) throws IOException {
    header(name.getBytes(StandardCharsets.UTF_8), type, bytes.length);
    body(bytes);
  }

  private void body(byte[] bytes) throws IOException {
    out.write(bytes);
    int over = bytes.length % TarIndex.BLOCK;
    if (over > 0) {
      out.write(new byte[TarIndex.BLOCK - over]);
    }
  }

  private void header(byte[] name, char type, long size) throws IOException {
    if (size >= LARGEST_OCTAL) {
      throw new IOException("a member of " + size + " bytes is too large for tar");
    }
    byte[] header = new byte[TarIndex.BLOCK];
    System.arraycopy(name, 0, header, 0, name.length);
    octal(header, 100, 8, 0644);
    octal(header, 108, 8, 0);
    octal(header, 116, 8, 0);
    octal(header, 124, 12, size);
    octal(header, 136, 12, 0);
    header[156] = (byte) type;
    put(header, 257, "ustar\0" + "00");
    put(header, 148, String.format("%06o\0 ", TarIndex.checksum(header)));
    out.write(header);
  }

  private static void octal(byte[] header, int at, int length, long value) {
    put(header, at, String.format("%0" + (length - 1) + "o", value));
  }

  private static void put(byte[] header, int at, String ascii) {
    byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  /** "LENGTH KEY=VALUE\n", the length counting its own digits. */
  private static byte[] paxRecord(String key, String value) {
    byte[] rest = (" " + key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8);
    int length = rest.length + 1;
    while (Integer.toString(length).length() + rest.length != length) {
      length++;
    }
    return (length + " " + key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Writes the end mark. */
  @Override
  public void close() throws IOException {
    try (out) {
      out.write(new byte[2 * TarIndex.BLOCK]);
    }
  }
}
