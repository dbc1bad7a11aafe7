package org.seqloc.bags.image;

/**
 * RGB of luma and chroma: ITU-R BT.601 with black at 16 and white at 235, in fixed point of 20
 * bits, as OpenCV converts it.
 */
final class YuvPixels {

  private YuvPixels() {}

  /**
   * Rows of four bytes for two pixels, which share U and V: Y of the left at {@code luma}, Y of the
   * right at {@code luma + 2}, U at {@code chroma}, V at {@code chroma + 2}.
   */
  static byte[] packed(byte[] samples, int luma, int chroma) {
    byte[] rgb = new byte[Math.multiplyExact(samples.length / 2, 3)];
    for (int i = 0, out = 0; i < samples.length; i += 4, out += 6) {
      int u = samples[i + chroma];
      int v = samples[i + chroma + 2];
      convert(samples[i + luma], u, v, rgb, out);
      convert(samples[i + luma + 2], u, v, rgb, out + 3);
    }
    return rgb;
  }

  /**
   * A plane of Y, then one in which U and V alternate.
   *
   * @param luma rows of {@code width} bytes
   * @param chroma rows of two bytes for {@code shareX} pixels
   * @param shareX pixels beside each other that share a colour
   * @param shareY rows that do
   * @param uAt where U is of the two, 0 or 1
   */
  static byte[] semiPlanar(byte[] luma, byte[] chroma, int width, int shareX, int shareY, int uAt) {
    byte[] rgb = new byte[Math.multiplyExact(luma.length, 3)];
    int chromaRowBytes = 2 * (width / shareX);
    for (int row = 0, y = 0; row < luma.length; row += width, y++) {
      int chromaRow = y / shareY * chromaRowBytes;
      for (int x = 0; x < width; x++) {
        int pair = chromaRow + 2 * (x / shareX);
        convert(luma[row + x], chroma[pair + uAt], chroma[pair + 1 - uAt], rgb, 3 * (row + x));
      }
    }
    return rgb;
  }

  /** All unsigned bytes. */
  private static void convert(int luma, int uByte, int vByte, byte[] rgb, int out) {
    int u = (uByte & 0xff) - 128;
    int v = (vByte & 0xff) - 128;
    int y = Math.max(0, (luma & 0xff) - 16) * 1220542 + (1 << 19);
    rgb[out] = clamped((y + 1673527 * v) >> 20);
    rgb[out + 1] = clamped((y - 852492 * v - 409993 * u) >> 20);
    rgb[out + 2] = clamped((y + 2116026 * u) >> 20);
  }

  private static byte clamped(int value) {
    return (byte) Math.max(0, Math.min(255, value));
  }
}
