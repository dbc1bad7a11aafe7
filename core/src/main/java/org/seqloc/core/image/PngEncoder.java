package org.seqloc.core.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.Adler32;
import java.util.zip.CRC32;

/**
 * Writes PNG (ISO/IEC 15948) for speed: camera images are noise after filtering, in which a search
 * for repetitions costs most of the time and finds nothing. Rows are filtered by the average of the
 * left and the upper neighbour and Huffman-coded by {@link HuffmanDeflater}: of the size that
 * zlib's level 1 gives with a filter chosen for each row, in a fraction of the time.
 */
final class PngEncoder {

  private static final long SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int FILTER_SUB = 1;
  private static final int FILTER_AVERAGE = 3;

  /** Of filtered rows that have a Huffman code of their own: fits the cache, outweighs its code. */
  private static final int BLOCK_BYTES = 1 << 17;

  private PngEncoder() {}

  static byte[] encode(Raster raster) {
    ByteBuffer header = ByteBuffer.allocate(13);
    header.putInt(raster.width()).putInt(raster.height());
    header.put((byte) raster.bitDepth()).put((byte) (raster.channels() == 1 ? 0 : 2));
    HuffmanDeflater body = deflated(raster);
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.size() + 64);
    out.writeBytes(ByteBuffer.allocate(8).putLong(SIGNATURE).array());
    chunk(out, "IHDR", header.array(), 13);
    chunk(out, "IDAT", body.bytes(), body.size());
    chunk(out, "IEND", new byte[0], 0);
    return out.toByteArray();
  }

  /** The filtered rows as a zlib stream (RFC 1950). */
  private static HuffmanDeflater deflated(Raster raster) {
    int pixelBytes = raster.channels() * raster.bitDepth() / 8;
    int rowBytes = raster.width() * pixelBytes;
    int rowsInBlock = Math.min(raster.height(), Math.max(1, BLOCK_BYTES / (rowBytes + 1)));
    byte[] block = new byte[Math.multiplyExact(rowsInBlock, rowBytes + 1)];
    HuffmanDeflater deflater = new HuffmanDeflater(raster.samples().length / 2 + 1024);
    deflater.raw((byte) 0x78, (byte) 0x01);
    Adler32 adler = new Adler32();
    for (int y = 0; y < raster.height(); ) {
      int end = Math.min(y + rowsInBlock, raster.height());
      int length = 0;
      for (; y < end; y++, length += rowBytes + 1) {
        filter(raster.samples(), y, rowBytes, pixelBytes, block, length);
      }
      adler.update(block, 0, length);
      deflater.block(block, length, y == raster.height());
    }
    deflater.raw(ByteBuffer.allocate(4).putInt((int) adler.getValue()).array());
    return deflater;
  }

  private static void filter(
      byte[] samples, int y, int rowBytes, int pixelBytes, byte[] out, int outAt) {
    int row = y * rowBytes;
    int to = outAt + 1;
    if (y == 0) {
      out[outAt] = FILTER_SUB;
      System.arraycopy(samples, 0, out, to, pixelBytes);
      for (int i = pixelBytes; i < rowBytes; i++) {
        out[to + i] = (byte) (samples[i] - samples[i - pixelBytes]);
      }
      return;
    }
    out[outAt] = FILTER_AVERAGE;
    int above = row - rowBytes;
    for (int i = 0; i < pixelBytes; i++) {
      out[to + i] = (byte) (samples[row + i] - ((samples[above + i] & 0xff) >> 1));
    }
    for (int i = pixelBytes; i < rowBytes; i++) {
      int mean = ((samples[row + i - pixelBytes] & 0xff) + (samples[above + i] & 0xff)) >> 1;
      out[to + i] = (byte) (samples[row + i] - mean);
    }
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] data, int length) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data, 0, length);
    out.writeBytes(ByteBuffer.allocate(8).putInt(length).put(name).array());
    out.write(data, 0, length);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}
