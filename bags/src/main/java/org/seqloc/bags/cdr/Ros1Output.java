package org.seqloc.bags.cdr;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/**
 * A message in ROS 1 serialization, put together from bytes that are written here and large parts
 * of the payload, which are not copied.
 */
final class Ros1Output {

  /** Below this, copying is cheaper than another part. */
  private static final int PART_BYTES = 16 << 10;

  private static final int INITIAL_BYTES = 256;

  /** A part of the payload, and where in {@link #own} it has its place. */
  private record Part(int at, ByteBuf bytes) {}

  private final ByteBuf own = Unpooled.buffer(INITIAL_BYTES);
  private final List<Part> parts = new ArrayList<>(0);

  void int8(byte value) {
    own.writeByte(value);
  }

  void int16(short value) {
    own.writeShortLE(value);
  }

  void int32(int value) {
    own.writeIntLE(value);
  }

  void int64(long value) {
    own.writeLongLE(value);
  }

  /** Appends bytes of the payload. */
  void bytes(ByteBuf bytes) {
    if (bytes.readableBytes() >= PART_BYTES) {
      parts.add(new Part(own.writerIndex(), bytes));
    } else {
      own.writeBytes(bytes);
    }
  }

  void bytes(byte[] bytes) {
    own.writeBytes(bytes);
  }

  /** Appends numbers of 2, 4 or 8 bytes in the other byte order. */
  void swapped(ByteBuf numbers, int bytes) {
    own.ensureWritable(numbers.readableBytes());
    while (numbers.isReadable()) {
      switch (bytes) {
        case 2 -> own.writeShortLE(numbers.readShort());
        case 4 -> own.writeIntLE(numbers.readInt());
        default -> own.writeLongLE(numbers.readLong());
      }
    }
  }

  /** What was written, with a reference count of its own; its parts hold on to the payload. */
  ByteBuf message() {
    if (parts.isEmpty()) {
      return own;
    }
    List<ByteBuf> all = new ArrayList<>();
    int at = 0;
    for (Part part : parts) {
      all.add(own.retainedSlice(at, part.at() - at));
      all.add(part.bytes().retainedSlice());
      at = part.at();
    }
    all.add(own.retainedSlice(at, own.writerIndex() - at));
    own.release();
    return Unpooled.wrappedBuffer(all.size(), all.toArray(ByteBuf[]::new));
  }
}
