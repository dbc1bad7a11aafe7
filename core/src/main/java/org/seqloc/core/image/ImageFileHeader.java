package org.seqloc.core.image;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.seqloc.core.SeqlocException;

/**
 * What the structure of a JPEG or PNG tells without decoding the pixels.
 *
 * @param width pixels
 * @param height pixels
 * @param channels of the decoded image: 1 for grey, 3 for colour; transparency is not counted
 * @param bitDepth bits of a sample, 1 to 16
 */
public record ImageFileHeader(int width, int height, int channels, int bitDepth) {

  private static final long PNG_SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int IHDR = 0x49484452;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454E44;

  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;

  /**
   * Walks through the whole file: all segments of a JPEG up to its end marker, all chunks of a PNG
   * with their check sums. That finds whatever was cut off, and each flipped bit of a PNG; of a
   * JPEG's pixels only decoding tells.
   *
   * @param name what the image is called in errors: a file, or topic and stamp
   * @throws SeqlocException when it is neither, is damaged, has no pixels or more than {@link
   *     ImageDecoder#MAX_PIXELS}
   */
  public static ImageFileHeader verify(byte[] file, String name) {
    ByteBuffer in = ByteBuffer.wrap(file);
    ImageFileHeader header;
    try {
      if (file.length >= 8 && in.getLong(0) == PNG_SIGNATURE) {
        header = png(in);
      } else if (file.length >= 3
          && (in.getShort(0) & 0xffff) == 0xffd8
          && file[2] == (byte) 0xff) {
        header = jpeg(file);
      } else {
        throw new DamageException("is neither JPEG nor PNG");
      }
    } catch (DamageException e) {
      throw new SeqlocException(
          String.format("%s: the image %s (%d bytes)", name, e.getMessage(), file.length), e);
    }
    if ((long) header.width * header.height > ImageDecoder.MAX_PIXELS) {
      throw new SeqlocException(
          String.format(
              "%s: image of %d x %d is larger than the limit of %d pixels",
              name, header.width, header.height, ImageDecoder.MAX_PIXELS));
    }
    return header;
  }

  /** ISO/IEC 15948, 5: chunks of length, type, data and check sum. */
  private static ImageFileHeader png(ByteBuffer in) throws DamageException {
    ImageFileHeader header = null;
    boolean data = false;
    int at = 8;
    while (true) {
      if (in.limit() - at < 12) {
        throw new DamageException("is cut off");
      }
      long length = Integer.toUnsignedLong(in.getInt(at));
      int type = in.getInt(at + 4);
      if (length > in.limit() - at - 12) {
        throw new DamageException("is cut off in the PNG chunk at byte " + at);
      }
      int crcAt = at + 8 + (int) length;
      CRC32 crc = new CRC32();
      crc.update(in.duplicate().position(at + 4).limit(crcAt));
      if ((int) crc.getValue() != in.getInt(crcAt)) {
        throw new DamageException("is damaged in the PNG chunk at byte " + at);
      }
      if (header == null) {
        header = imageHeader(in, at, type, (int) length);
      }
      data |= type == IDAT && length > 0;
      if (type == IEND) {
        if (!data) {
          throw new DamageException("is a PNG without pixels");
        }
        return header;
      }
      at = crcAt + 4;
    }
  }

  private static ImageFileHeader imageHeader(ByteBuffer in, int at, int type, int length)
      throws DamageException {
    if (type != IHDR || length != 13) {
      throw new DamageException("is a PNG that does not begin with its size");
    }
    int colourType = in.get(at + 17);
    return sized(
        in.getInt(at + 8), in.getInt(at + 12), (colourType & 2) == 0 ? 1 : 3, in.get(at + 16));
  }

  /**
   * ITU-T T.81, B.1: segments of marker and length; after each start of scan coded data, in which a
   * byte of 0xff is followed by 0 or is a restart marker. What a camera appends after the end does
   * not matter.
   */
  private static ImageFileHeader jpeg(byte[] file) throws DamageException {
    ByteBuffer in = ByteBuffer.wrap(file);
    ImageFileHeader header = null;
    boolean scan = false;
    int at = 2;
    while (true) {
      // Fill bytes of 0xff may come before any marker.
      int start = at;
      while (at < in.limit() && (in.get(at) & 0xff) == 0xff) {
        at++;
      }
      if (at == in.limit()) {
        throw new DamageException("is cut off");
      }
      if (at == start) {
        throw new DamageException("is damaged, at byte " + at + " no JPEG segment begins");
      }
      int marker = in.get(at++) & 0xff;
      if (marker == EOI) {
        if (header == null || !scan) {
          throw new DamageException("is a JPEG without pixels");
        }
        return header;
      }
      if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
        continue;
      }
      int length = at + 2 <= in.limit() ? in.getShort(at) & 0xffff : 0;
      if (marker == 0 || marker == SOI || (at + 2 <= in.limit() && length < 2)) {
        throw new DamageException("is damaged in the JPEG segment at byte " + start);
      }
      if (length == 0 || length > in.limit() - at) {
        throw new DamageException("is cut off in the JPEG segment at byte " + start);
      }
      if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
        header = frame(in, at, length);
      }
      at += length;
      if (marker == SOS) {
        if (header == null) {
          throw new DamageException("is a JPEG that does not begin with its size");
        }
        scan = true;
        at = endOfScan(file, at);
      }
    }
  }

  /** SOF: length, precision, height, width, count of components. */
  private static ImageFileHeader frame(ByteBuffer in, int at, int length) throws DamageException {
    if (length < 8) {
      throw new DamageException("is damaged in the JPEG segment at byte " + (at - 2));
    }
    int components = in.get(at + 7) & 0xff;
    return sized(
        in.getShort(at + 5) & 0xffff,
        in.getShort(at + 3) & 0xffff,
        components == 1 ? 1 : 3,
        in.get(at + 2));
  }

  private static int endOfScan(byte[] bytes, int from) {
    int last = bytes.length - 1;
    for (int at = from; at < last; at++) {
      if (bytes[at] == (byte) 0xff) {
        int next = bytes[at + 1] & 0xff;
        if (next != 0 && (next < 0xd0 || next > 0xd7)) {
          return at;
        }
      }
    }
    return bytes.length;
  }

  private static ImageFileHeader sized(int width, int height, int channels, int bitDepth)
      throws DamageException {
    if (width <= 0 || height <= 0 || bitDepth <= 0 || bitDepth > 16) {
      throw new DamageException(
          String.format("is damaged: it has %d x %d pixels of %d bits", width, height, bitDepth));
    }
    return new ImageFileHeader(width, height, channels, bitDepth);
  }

  /** Says what is wrong, after "the image". */
  private static final class DamageException extends Exception {
    private static final long serialVersionUID = 1;

    DamageException(String message) {
      super(message);
    }
  }
}
