package org.seqloc.core.image;

import java.util.Arrays;

/** The entropy-coded data of a scan (T.81, F.1.2). */
final class JpegBits {

  private static final int END_OF_BLOCK = 0x00;
  private static final int SIXTEEN_ZEROS = 0xf0;
  // A block has at most 64 values of 16 + 11 bits, each byte of which may be followed by a 0.
  private static final int MAX_BLOCK_BYTES = 2 * 64 * 4;

  private byte[] bytes;
  private int length;
  private long bits;
  private int bitCount;

  JpegBits(int capacity) {
    bytes = new byte[capacity + MAX_BLOCK_BYTES];
  }

  /**
   * Appends a block.
   *
   * @param difference of its first coefficient to that of the block before
   */
  void block(int difference, JpegStrip strip, int block, JpegHuffman dc, JpegHuffman ac) {
    if (bytes.length - length < MAX_BLOCK_BYTES) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
    }
    value(0, difference, dc);
    int last = strip.last()[block];
    int before = 0;
    for (int zigzag = 1; zigzag <= last; zigzag++) {
      int coefficient = strip.coefficients(zigzag)[block];
      if (coefficient != 0) {
        int zeros = zigzag - before - 1;
        for (; zeros > 15; zeros -= 16) {
          put(ac.code(SIXTEEN_ZEROS), ac.length(SIXTEEN_ZEROS));
        }
        value(zeros, coefficient, ac);
        before = zigzag;
      }
    }
    if (last < 63) {
      put(ac.code(END_OF_BLOCK), ac.length(END_OF_BLOCK));
    }
  }

  /** Appends a block that looks like the one before, of which nothing is seen. */
  void dummy(JpegHuffman dc, JpegHuffman ac) {
    put(dc.code(0), dc.length(0));
    put(ac.code(END_OF_BLOCK), ac.length(END_OF_BLOCK));
  }

  private void value(int zeros, int value, JpegHuffman table) {
    int size = 32 - Integer.numberOfLeadingZeros(Math.abs(value));
    int symbol = zeros << 4 | size;
    // A negative value is sent less 1, without its upper bits.
    int low = (value + (value >> 31)) & ((1 << size) - 1);
    put(table.code(symbol) << size | low, table.length(symbol) + size);
  }

  private void put(int code, int count) {
    bits = bits << count | code;
    bitCount += count;
    if (bitCount >= 32) {
      flush();
    }
  }

  private void flush() {
    while (bitCount >= 8) {
      bitCount -= 8;
      byte next = (byte) (bits >>> bitCount);
      bytes[length++] = next;
      if (next == -1) {
        bytes[length++] = 0;
      }
    }
  }

  /** Fills the last byte with ones. */
  void end() {
    if (bytes.length - length < MAX_BLOCK_BYTES) {
      bytes = Arrays.copyOf(bytes, bytes.length + MAX_BLOCK_BYTES);
    }
    put(0x7f, 7);
    flush();
  }

  byte[] bytes() {
    return bytes;
  }

  /** How many of the bytes count. */
  int length() {
    return length;
  }
}
