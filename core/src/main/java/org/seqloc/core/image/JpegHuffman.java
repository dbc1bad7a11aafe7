package org.seqloc.core.image;

import java.io.ByteArrayOutputStream;

/** A Huffman table of T.81, K.3: for each symbol its code and how long that is. */
final class JpegHuffman {

  static final JpegHuffman LUMINANCE_DC =
      new JpegHuffman(
          0x00, new int[] {0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0}, dcSymbols());
  static final JpegHuffman CHROMINANCE_DC =
      new JpegHuffman(
          0x01, new int[] {0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0}, dcSymbols());
  static final JpegHuffman LUMINANCE_AC =
      new JpegHuffman(
          0x10,
          new int[] {0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125},
          symbols(
              "01020300041105122131410613516107227114328191a1082342b1c11552d1f0"
                  + "2433627282090a161718191a25262728292a3435363738393a434445464748494a"
                  + "535455565758595a636465666768696a737475767778797a838485868788898a"
                  + "92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6"
                  + "c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa"));
  static final JpegHuffman CHROMINANCE_AC =
      new JpegHuffman(
          0x11,
          new int[] {0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 119},
          symbols(
              "000102031104052131061241510761711322328108144291a1b1c109233352f0"
                  + "156272d10a162434e125f11718191a262728292a35363738393a434445464748"
                  + "494a535455565758595a636465666768696a737475767778797a828384858687"
                  + "88898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3"
                  + "c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa"));

  private final int id;
  private final int[] counts;
  private final int[] symbols;
  private final int[] codes = new int[256];
  private final int[] lengths = new int[256];

  /**
   * @param counts of codes of 1 to 16 bits
   * @param symbols by their codes
   */
  private JpegHuffman(int id, int[] counts, int[] symbols) {
    this.id = id;
    this.counts = counts;
    this.symbols = symbols;
    int code = 0;
    int at = 0;
    for (int length = 1; length <= 16; length++) {
      for (int i = 0; i < counts[length - 1]; i++, at++) {
        codes[symbols[at]] = code++;
        lengths[symbols[at]] = length;
      }
      code <<= 1;
    }
  }

  private static int[] dcSymbols() {
    return new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
  }

  private static int[] symbols(String hex) {
    int[] symbols = new int[hex.length() / 2];
    for (int i = 0; i < symbols.length; i++) {
      symbols[i] = Integer.parseInt(hex, 2 * i, 2 * i + 2, 16);
    }
    return symbols;
  }

  int code(int symbol) {
    return codes[symbol];
  }

  /** In bits. */
  int length(int symbol) {
    return lengths[symbol];
  }

  /** The segment that defines the table. */
  void writeTo(ByteArrayOutputStream out) {
    int length = 3 + 16 + symbols.length;
    out.writeBytes(
        new byte[] {(byte) 0xff, (byte) 0xc4, (byte) (length >> 8), (byte) length, (byte) id});
    for (int count : counts) {
      out.write(count);
    }
    for (int symbol : symbols) {
      out.write(symbol);
    }
  }
}
