package org.seqloc.core.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Writes DEFLATE (RFC 1951) of data in which only single bytes repeat: each block gets a Huffman
 * code of its own, runs of one byte become matches of distance 1, other repetitions are not looked
 * for.
 */
final class HuffmanDeflater {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int END_OF_BLOCK = 256;
  private static final int SYMBOLS = 286;
  private static final int MAX_CODE_BITS = 15;
  private static final int MIN_RUN = 8;
  private static final int MAX_RUN = 258;

  /** By length of a match its symbol, and how many extra bits of which value follow it. */
  private static final int[] LENGTH_SYMBOL = new int[MAX_RUN + 1];

  private static final int[] LENGTH_EXTRA_BITS = new int[MAX_RUN + 1];
  private static final int[] LENGTH_EXTRA = new int[MAX_RUN + 1];

  static {
    int length = 3;
    for (int symbol = 257; symbol < 285; symbol++) {
      int extraBits = symbol < 261 ? 0 : (symbol - 261) / 4;
      for (int extra = 0; extra < 1 << extraBits; extra++, length++) {
        LENGTH_SYMBOL[length] = symbol;
        LENGTH_EXTRA_BITS[length] = extraBits;
        LENGTH_EXTRA[length] = extra;
      }
    }
    LENGTH_SYMBOL[MAX_RUN] = 285;
    LENGTH_EXTRA_BITS[MAX_RUN] = 0;
    LENGTH_EXTRA[MAX_RUN] = 0;
  }

  private byte[] out;
  private int size;

  /** Bits that are not yet in the output, the first in the lowest place. */
  private long pending;

  private int pendingBits;

  HuffmanDeflater(int expectedBytes) {
    out = new byte[Math.max(64, expectedBytes)];
  }

  /** The output, of which {@link #size} bytes are written; not a copy. */
  byte[] bytes() {
    return out;
  }

  int size() {
    return size;
  }

  /** Bytes as they are, before the first block or after the last. */
  void raw(byte... bytes) {
    reserve(bytes.length);
    System.arraycopy(bytes, 0, out, size, bytes.length);
    size += bytes.length;
  }

  /**
   * @param last whether the stream ends with this block
   */
  void block(byte[] in, int length, boolean last) {
    int[] counts = new int[SYMBOLS];
    counts[END_OF_BLOCK] = 1;
    for (int i = 0; i < length; ) {
      int run = run(in, i, length);
      if (run > 0) {
        counts[LENGTH_SYMBOL[run]]++;
        i += run;
      } else {
        for (int end = Math.min(i + MIN_RUN, length); i < end; i++) {
          counts[in[i] & 0xff]++;
        }
      }
    }
    int[] bits = codeBits(counts);
    int[] codes = codes(bits);
    // No code is longer than 15 bits, a match is at least 8 bytes in at most 21.
    reserve(2 * length + 512);
    header(bits, last);
    body(in, length, codes, bits);
    if (last) {
      flush();
      size += (pendingBits + 7) / 8;
    }
  }

  private void body(byte[] in, int length, int[] codes, int[] bits) {
    for (int i = 0; i < length; ) {
      int run = run(in, i, length);
      if (run > 0) {
        int symbol = LENGTH_SYMBOL[run];
        put(codes[symbol], bits[symbol]);
        put(LENGTH_EXTRA[run], LENGTH_EXTRA_BITS[run]);
        // Distance 1, the only one.
        put(0, 1);
        flush();
        i += run;
      } else {
        int end = Math.min(i + MIN_RUN, length);
        for (; i + 3 <= end; i += 3) {
          int a = in[i] & 0xff;
          int b = in[i + 1] & 0xff;
          int c = in[i + 2] & 0xff;
          put(codes[a], bits[a]);
          put(codes[b], bits[b]);
          put(codes[c], bits[c]);
          flush();
        }
        for (; i < end; i++) {
          int a = in[i] & 0xff;
          put(codes[a], bits[a]);
        }
        flush();
      }
    }
    put(codes[END_OF_BLOCK], bits[END_OF_BLOCK]);
    flush();
  }

  /** How often the byte before {@code from} is repeated from there on; 0 for less than 8 times. */
  private static int run(byte[] in, int from, int length) {
    if (from == 0
        || from + MIN_RUN > length
        || (long) LONG.get(in, from) != (long) LONG.get(in, from - 1)) {
      return 0;
    }
    int end = Math.min(length, from + MAX_RUN);
    int at = from + MIN_RUN;
    while (at < end && in[at] == in[from]) {
      at++;
    }
    return at - from;
  }

  /** RFC 1951, 3.2.7. The lengths of the codes are not packed: half a byte each, 144 in all. */
  private void header(int[] bits, boolean last) {
    put(last ? 1 : 0, 1);
    put(2, 2);
    put(SYMBOLS - 257, 5);
    put(0, 5);
    put(19 - 4, 4);
    flush();
    for (int symbol :
        new int[] {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}) {
      put(symbol < 16 ? 4 : 0, 3);
      flush();
    }
    for (int length : bits) {
      put(Integer.reverse(length) >>> 28, 4);
      flush();
    }
    // The one distance has a code of one bit.
    put(Integer.reverse(1) >>> 28, 4);
    flush();
  }

  private void put(int code, int bits) {
    pending |= (long) code << pendingBits;
    pendingBits += bits;
  }

  /** Leaves less than 8 bits pending; at most 63 may be before it. */
  private void flush() {
    LONG.set(out, size, pending);
    int bytes = pendingBits >> 3;
    size += bytes;
    pending >>>= bytes << 3;
    pendingBits &= 7;
  }

  private void reserve(int bytes) {
    if (out.length - size < bytes + Long.BYTES) {
      out =
          Arrays.copyOf(out, Math.max(Math.addExact(size, bytes + Long.BYTES), out.length / 2 * 3));
    }
  }

  /** Huffman's code lengths of the symbols, 0 for those that do not occur, none above 15. */
  private static int[] codeBits(int[] counts) {
    int[] weights = counts.clone();
    while (true) {
      int[] bits = unlimitedCodeBits(weights);
      if (Arrays.stream(bits).allMatch(b -> b <= MAX_CODE_BITS)) {
        return bits;
      }
      // Evener weights make a flatter tree; all equal, it is 9 deep.
      Arrays.setAll(weights, i -> (weights[i] + 1) / 2);
    }
  }

  private static int[] unlimitedCodeBits(int[] weights) {
    int[] symbols =
        IntStream.range(0, weights.length)
            .filter(symbol -> weights[symbol] > 0)
            .boxed()
            .sorted(Comparator.comparingInt(symbol -> weights[symbol]))
            .mapToInt(Integer::intValue)
            .toArray();
    int leaves = symbols.length;
    int[] bits = new int[weights.length];
    if (leaves == 1) {
      bits[symbols[0]] = 1;
      return bits;
    }
    // Leaves and inner nodes are both in ascending order of weight: the next two to join are at
    // the front of one or the other.
    long[] weight = new long[2 * leaves - 1];
    int[] parent = new int[2 * leaves - 1];
    for (int i = 0; i < leaves; i++) {
      weight[i] = weights[symbols[i]];
    }
    int leaf = 0;
    int inner = leaves;
    for (int node = leaves; node < weight.length; node++) {
      for (int child = 0; child < 2; child++) {
        boolean takeLeaf = leaf < leaves && (inner == node || weight[leaf] <= weight[inner]);
        int taken = takeLeaf ? leaf++ : inner++;
        weight[node] += weight[taken];
        parent[taken] = node;
      }
    }
    int[] depth = new int[weight.length];
    for (int node = weight.length - 2; node >= 0; node--) {
      depth[node] = depth[parent[node]] + 1;
    }
    for (int i = 0; i < leaves; i++) {
      bits[symbols[i]] = depth[i];
    }
    return bits;
  }

  /** RFC 1951, 3.2.2: the canonical codes of these lengths, their first bit in the lowest place. */
  private static int[] codes(int[] bits) {
    int[] codes = new int[bits.length];
    int code = 0;
    for (int length = 1; length <= MAX_CODE_BITS; length++) {
      for (int symbol = 0; symbol < bits.length; symbol++) {
        if (bits[symbol] == length) {
          codes[symbol] = Integer.reverse(code++) >>> (32 - length);
        }
      }
      code <<= 1;
    }
    return codes;
  }
}
