package org.seqloc.core.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Reads an image's size from its first bytes, so that a file of a few bytes that claims gigapixels
 * is refused before anything is allocated for it. Knows the formats we accept: JPEG, PNG, WebP,
 * TIFF, BMP, and PGM/PPM.
 *
 * @param width pixels, as the file claims; may be absurd
 * @param height pixels, as the file claims; may be absurd
 * @param truncated whether it is a JPEG without an end, which libjpeg decodes to half an image, or
 *     a bitmap shorter than it says
 */
record ImageHeader(long width, long height, boolean truncated) {

  private static final long PNG_SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int RIFF = 0x52494646;
  private static final int WEBP = 0x57454250;
  private static final int TIFF_BIG_ENDIAN = 0x4D4D002A;
  private static final int TIFF_LITTLE_ENDIAN = 0x49492A00;

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
    if (in.getInt(0) == RIFF && in.getInt(8) == WEBP) {
      return webp(in.order(ByteOrder.LITTLE_ENDIAN));
    }
    if (in.getInt(0) == TIFF_BIG_ENDIAN) {
      return tiff(in);
    }
    if (in.getInt(0) == TIFF_LITTLE_ENDIAN) {
      return tiff(in.order(ByteOrder.LITTLE_ENDIAN));
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

  /** RFC 9649: the first chunk is lossy, lossless, or of a canvas. */
  private static Optional<ImageHeader> webp(ByteBuffer in) {
    if (in.limit() < 30) {
      return Optional.empty();
    }
    // In the order of the file, hence from the lowest byte on.
    return switch (in.getInt(12)) {
      case 0x20385056 -> // "VP8 ", a start code before the size
          in.getShort(23) == 0x019d && in.get(25) == 0x2a
              ? Optional.of(new ImageHeader(in.getShort(26) & 0x3fff, in.getShort(28) & 0x3fff))
              : Optional.empty();
      case 0x4c385056 -> { // "VP8L"
        int sides = in.getInt(21);
        yield Optional.of(new ImageHeader((sides & 0x3fff) + 1, (sides >>> 14 & 0x3fff) + 1));
      }
      case 0x58385056 -> // "VP8X"
          Optional.of(new ImageHeader((in.getInt(24) & 0xffffff) + 1L, (in.getInt(26) >>> 8) + 1L));
      default -> Optional.empty();
    };
  }

  /** TIFF 6.0, 2: width and height are entries of the first directory. */
  private static Optional<ImageHeader> tiff(ByteBuffer in) {
    long directory = Integer.toUnsignedLong(in.getInt(4));
    if (directory + 2 > in.limit()) {
      return Optional.empty();
    }
    int entries = in.getShort((int) directory) & 0xffff;
    long width = 0;
    long height = 0;
    for (int i = 0; i < entries; i++) {
      long at = directory + 2 + 12L * i;
      if (at + 12 > in.limit()) {
        return Optional.empty();
      }
      int entry = (int) at;
      int tag = in.getShort(entry) & 0xffff;
      boolean isShort = in.getShort(entry + 2) == 3;
      long value =
          isShort ? in.getShort(entry + 8) & 0xffff : Integer.toUnsignedLong(in.getInt(entry + 8));
      if (tag == 256) {
        width = value;
      } else if (tag == 257) {
        height = value;
      }
    }
    return width == 0 || height == 0
        ? Optional.empty()
        : Optional.of(new ImageHeader(width, height));
  }

  private static Optional<ImageHeader> bitmap(ByteBuffer in) {
    if (in.limit() < 26) {
      return Optional.empty();
    }
    boolean coreHeader = in.getInt(14) == 12;
    boolean truncated = Integer.toUnsignedLong(in.getInt(2)) > in.limit();
    return Optional.of(
        coreHeader
            ? new ImageHeader(in.getShort(18) & 0xffff, in.getShort(20) & 0xffff, truncated)
            // A negative height means rows from top to bottom.
            : new ImageHeader(
                Math.abs((long) in.getInt(18)), Math.abs((long) in.getInt(22)), truncated));
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
