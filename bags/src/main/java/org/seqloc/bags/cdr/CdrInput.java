package org.seqloc.bags.cdr;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.seqloc.msgs.MalformedMessageException;

/**
 * Reads the pieces of a CDR payload, in either byte order. Numbers are aligned to their size,
 * counted from behind the four bytes that name the representation. Every read checks what is left
 * before it takes or allocates; {@code where} names the field in errors.
 */
final class CdrInput {

  /** Padding behind the message that some middlewares add, to a multiple of four. */
  private static final int MAX_PADDING = 3;

  private static final int HEADER_BYTES = 4;

  private final ByteBuf in;
  private final int origin;
  private final boolean little;

  /** Reads the representation; the buffer's indices stay. */
  CdrInput(ByteBuf payload, String where) {
    this.in = payload.duplicate();
    this.origin = in.readerIndex() + HEADER_BYTES;
    require(HEADER_BYTES, where);
    int representation = in.readUnsignedShort();
    in.skipBytes(2);
    little =
        switch (representation) {
          case 0 -> false;
          case 1 -> true;
          case 2, 3 -> throw unsupported(where, representation, "parameter lists (PL_CDR)");
          case 6, 7, 8, 9, 10, 11 ->
              throw unsupported(where, representation, "extended CDR version 2 (XCDR2)");
          default -> throw unsupported(where, representation, "an unknown representation");
        };
  }

  private static MalformedMessageException unsupported(String where, int number, String what) {
    return new MalformedMessageException(
        String.format(
            "%s: serialized as %s, identifier 0x%04x; only plain CDR can be read",
            where, what, number));
  }

  boolean isLittleEndian() {
    return little;
  }

  /** Bytes read so far of what follows the representation. */
  int position() {
    return in.readerIndex() - origin;
  }

  /** Goes to a position that was read before. */
  void position(int position) {
    in.readerIndex(origin + position);
  }

  private int left() {
    return in.readableBytes();
  }

  private void require(long bytes, String where) {
    if (left() < bytes) {
      throw new MalformedMessageException(
          String.format(
              "%s: needs %d bytes at offset %d but %d are left",
              where, bytes, position() + HEADER_BYTES, left()));
    }
  }

  /** Moves to the next multiple of a power of two, and checks that as many bytes are there. */
  void align(int bytes, long needed, String where) {
    int padding = -position() & (bytes - 1);
    require(padding + needed, where);
    in.skipBytes(padding);
  }

  void skip(int bytes) {
    in.skipBytes(bytes);
  }

  byte int8(String where) {
    require(1, where);
    return in.readByte();
  }

  short int16(String where) {
    align(Short.BYTES, Short.BYTES, where);
    return little ? in.readShortLE() : in.readShort();
  }

  int int32(String where) {
    align(Integer.BYTES, Integer.BYTES, where);
    return little ? in.readIntLE() : in.readInt();
  }

  long int64(String where) {
    align(Long.BYTES, Long.BYTES, where);
    return little ? in.readLongLE() : in.readLong();
  }

  /**
   * Reads the number of elements of a sequence.
   *
   * @param minBytes the fewest bytes that an element takes, at least 1
   * @param bound the most elements, or {@link CdrType#UNBOUNDED}
   */
  int count(long minBytes, int bound, String where) {
    long count = Integer.toUnsignedLong(int32(where));
    if (count > left() / minBytes) {
      throw new MalformedMessageException(
          String.format(
              "%s: %d elements announced at offset %d but %d bytes are left",
              where, count, position() + HEADER_BYTES - Integer.BYTES, left()));
    }
    if (bound != CdrType.UNBOUNDED && count > bound) {
      throw new MalformedMessageException(
          String.format("%s: has %d elements, at most %d are allowed", where, count, bound));
    }
    return (int) count;
  }

  /** The next bytes as an unretained slice. */
  ByteBuf slice(int bytes, String where) {
    require(bytes, where);
    return in.readSlice(bytes);
  }

  /** The elements of an array of numbers, in the byte order of the payload. */
  ByteBuf elements(int count, int elementBytes, String where) {
    // No padding stands before elements that are not there.
    if (count == 0) {
      return Unpooled.EMPTY_BUFFER;
    }
    long bytes = (long) count * elementBytes;
    align(elementBytes, bytes, where);
    return in.readSlice((int) bytes);
  }

  /** As {@link #elements}, as a buffer of the payload's order. */
  ByteBuffer view(int count, int elementBytes, String where) {
    return elements(count, elementBytes, where)
        .nioBuffer()
        .order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
  }

  /** The bytes of a string in UTF-8 without the zero behind them, an unretained slice. */
  ByteBuf string(int bound, String where) {
    // The zero counts; some writers leave it out, others have no bytes at all for an empty string.
    int length = count(1, CdrType.UNBOUNDED, where);
    ByteBuf text = in.readSlice(length);
    if (length > 0 && text.getByte(length - 1) == 0) {
      text.writerIndex(length - 1);
    }
    // Writers count characters or bytes, of which there are no fewer.
    if (bound != CdrType.UNBOUNDED && text.readableBytes() > bound) {
      String decoded = text.toString(StandardCharsets.UTF_8);
      int characters = decoded.codePointCount(0, decoded.length());
      if (characters > bound) {
        throw tooLong(characters, bound, where);
      }
    }
    return text;
  }

  /** A string of characters in 4 bytes each. */
  String wideString(int bound, String where) {
    int length = count(Integer.BYTES, CdrType.UNBOUNDED, where);
    char[] text = new char[length];
    for (int i = 0; i < length; i++) {
      int character = little ? in.readIntLE() : in.readInt();
      if (character >>> 16 != 0) {
        throw new MalformedMessageException(
            String.format("%s: 0x%08x is not a character of UTF-16", where, character));
      }
      text[i] = (char) character;
    }
    // Some writers count a zero behind the text.
    int end = length > 0 && text[length - 1] == 0 ? length - 1 : length;
    if (bound != CdrType.UNBOUNDED && end > bound) {
      throw tooLong(end, bound, where);
    }
    return new String(text, 0, end);
  }

  private static MalformedMessageException tooLong(int length, int bound, String where) {
    return new MalformedMessageException(
        String.format("%s: has %d characters, at most %d are allowed", where, length, bound));
  }

  /** Checks that the whole payload was read, but for padding. */
  void end(String where) {
    if (left() > MAX_PADDING) {
      throw new MalformedMessageException(
          String.format(
              "%s: %d bytes are left behind it, from offset %d on; the definition is not that of"
                  + " the message",
              where, left(), position() + HEADER_BYTES));
    }
  }
}
