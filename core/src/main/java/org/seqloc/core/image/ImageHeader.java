package org.seqloc.core.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Reads an image's size from its first bytes, so that a file of a few bytes that claims gigapixels
 * is refused before anything is allocated for it. Knows the formats we accept: JPEG, PNG, BMP, and
 * PGM/PPM.
 *
 * @param width pixels, as the file claims; may be absurd
 * @param height pixels, as the file claims; may be absurd
 * @param truncated whether it is a JPEG without an end: libjpeg decodes those to half an image
 */
record ImageHeader(long width, long height, boolean truncated) {

  private static final long PNG_SIGNATURE = 0x89504E470D0A1A0AL;

  private ImageHeader(long width, long height) {
    this(width, height, false);
  }

  /** Empty when the bytes are none of our formats or end before the size. */
  static Optional<ImageHeader> read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (bytes.length < 16) {
      return Optional.empty();
    }
    if (in.getLong(0) == PNG_SIGNATURE) {
      return bytes.length < 24
          ? Optional.empty()
          : Optional.of(
              new ImageHeader(
                  Integer.toUnsignedLong(in.getInt(16)), Integer.toUnsignedLong(in.getInt(20))));
    }
    if ((in.getShort(0) & 0xffff) == 0xffd8) {
      return jpeg(in);
    }
    if (bytes[0] == 'B' && bytes[1] == 'M') {
      return bitmap(in.order(ByteOrder.LITTLE_ENDIAN));
    }
    if (bytes[0] == 'P' && bytes[1] >= '1' && bytes[1] <= '6') {
      return netpbm(bytes);
    }
    return Optional.empty();
  }

  /** ITU-T T.81 B.1: segments of marker and length, the frame's size among them, then the scan. */
  private static Optional<ImageHeader> jpeg(ByteBuffer in) {
    long width = 0;
    long height = 0;
    int at = 2;
    while (at + 4 <= in.limit() && (in.get(at) & 0xff) == 0xff) {
      int marker = in.get(at + 1) & 0xff;
      if (marker == 0xff) {
        at++; // fill byte
        continue;
      }
      if (marker == 0xda) {
        return Optional.of(new ImageHeader(width, height, !jpegEnds(in, at)));
      }
      boolean startOfFrame =
          marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
      if (startOfFrame && at + 9 <= in.limit()) {
        height = in.getShort(at + 5) & 0xffff;
        width = in.getShort(at + 7) & 0xffff;
      }
      boolean standsAlone = marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8);
      at += standsAlone ? 2 : 2 + (in.getShort(at + 2) & 0xffff);
    }
    return Optional.empty();
  }

  /** Whether an end marker follows the start of the scan; cameras may pad after it. */
  private static boolean jpegEnds(ByteBuffer in, int scan) {
    for (int at = in.limit() - 2; at > scan; at--) {
      if (in.getShort(at) == (short) 0xffd9) {
        return true;
      }
    }
    return false;
  }

  private static Optional<ImageHeader> bitmap(ByteBuffer in) {
    if (in.limit() < 26) {
      return Optional.empty();
    }
    boolean coreHeader = in.getInt(14) == 12;
    return Optional.of(
        coreHeader
            ? new ImageHeader(in.getShort(18) & 0xffff, in.getShort(20) & 0xffff)
            // A negative height means rows from top to bottom.
            : new ImageHeader(Math.abs((long) in.getInt(18)), Math.abs((long) in.getInt(22))));
  }

  /** Width and height in decimal after the magic, apart by white space and # comments. */
  private static Optional<ImageHeader> netpbm(byte[] bytes) {
    long[] size = new long[2];
    int at = 2;
    for (int field = 0; field < 2; field++) {
      while (at < bytes.length && (bytes[at] == '#' || Character.isWhitespace(bytes[at]))) {
        boolean comment = bytes[at] == '#';
        at++;
        while (comment && at < bytes.length && bytes[at] != '\n') {
          at++;
        }
      }
      int start = at;
      while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9') {
        size[field] = Math.min(size[field] * 10 + bytes[at] - '0', Integer.MAX_VALUE);
        at++;
      }
      if (at == start || at == bytes.length) {
        return Optional.empty();
      }
    }
    return Optional.of(new ImageHeader(size[0], size[1]));
  }
}
