package org.seqloc.msgs;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.ros.message.Duration;
import org.ros.message.Time;

/**
 * The pieces of ROS 1 serialization, for generated classes: little endian, counts and lengths as
 * unsigned 32-bit numbers. Every read checks what is left before it takes or allocates; {@code
 * where} names the field in errors.
 */
public final class Wire {

  /** The most elements accepted of a type that takes no bytes, such as std_msgs/Empty. */
  public static final int MAX_EMPTY_ELEMENTS = 4096;

  /** Below this, copying is cheaper than another part. */
  private static final int PART_BYTES = 16 << 10;

  /** For the fields behind a part: without it, composite buffers reserve as much as they hold. */
  private static final int RESERVE_BYTES = 256;

  private Wire() {}

  private static void require(ByteBuf in, long bytes, String where) {
    if (in.readableBytes() < bytes) {
      throw new MalformedMessageException(
          where
              + ": needs "
              + bytes
              + " bytes at offset "
              + in.readerIndex()
              + " but "
              + in.readableBytes()
              + " are left");
    }
  }

  /**
   * Reads the number of elements of an array.
   *
   * @param minElementBytes the fewest bytes that an element takes, at least 1
   */
  public static int readCount(ByteBuf in, long minElementBytes, String where) {
    require(in, Integer.BYTES, where);
    long count = in.readUnsignedIntLE();
    if (count > in.readableBytes() / minElementBytes) {
      throw new MalformedMessageException(
          where
              + ": "
              + count
              + " elements announced at offset "
              + (in.readerIndex() - Integer.BYTES)
              + " but "
              + in.readableBytes()
              + " bytes are left");
    }
    return (int) count;
  }

  public static boolean readBoolean(ByteBuf in, String where) {
    require(in, 1, where);
    return in.readByte() != 0;
  }

  public static byte readByte(ByteBuf in, String where) {
    require(in, 1, where);
    return in.readByte();
  }

  public static short readShort(ByteBuf in, String where) {
    require(in, Short.BYTES, where);
    return in.readShortLE();
  }

  public static int readInt(ByteBuf in, String where) {
    require(in, Integer.BYTES, where);
    return in.readIntLE();
  }

  public static long readLong(ByteBuf in, String where) {
    require(in, Long.BYTES, where);
    return in.readLongLE();
  }

  public static float readFloat(ByteBuf in, String where) {
    require(in, Float.BYTES, where);
    return in.readFloatLE();
  }

  public static double readDouble(ByteBuf in, String where) {
    require(in, Double.BYTES, where);
    return in.readDoubleLE();
  }

  /**
   * Reads UTF-8. Bytes that are not become lone surrogates (U+DC80 to U+DCFF), which {@link
   * #writeString} writes as the same bytes again.
   */
  public static String readString(ByteBuf in, String where) {
    return Utf8.read(in, readCount(in, 1, where));
  }

  /** Reads a time as it is, normalized or not. */
  public static Time readTime(ByteBuf in, String where) {
    require(in, 2 * Integer.BYTES, where);
    Time time = new Time();
    time.secs = in.readIntLE();
    time.nsecs = in.readIntLE();
    return time;
  }

  /** Reads a duration as it is, normalized or not. */
  public static Duration readDuration(ByteBuf in, String where) {
    require(in, 2 * Integer.BYTES, where);
    Duration duration = new Duration();
    duration.secs = in.readIntLE();
    duration.nsecs = in.readIntLE();
    return duration;
  }

  /**
   * An unretained slice of the buffer, in little endian as messages are: programs written for
   * rosjava take wider numbers from it without naming the order.
   */
  @SuppressWarnings("deprecation") // Netty would have them named
  public static ByteBuf readBytes(ByteBuf in, int count, String where) {
    require(in, count, where);
    return in.readSlice(count).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The next elements as a view on the buffer, whose reader index moves behind them. */
  private static ByteBuffer take(ByteBuf in, int count, int elementBytes, String where) {
    long bytes = (long) count * elementBytes;
    require(in, bytes, where);
    ByteBuffer view = in.nioBuffer(in.readerIndex(), (int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    in.skipBytes((int) bytes);
    return view;
  }

  public static boolean[] readBooleans(ByteBuf in, int count, String where) {
    require(in, count, where);
    boolean[] values = new boolean[count];
    for (int i = 0; i < count; i++) {
      values[i] = in.readByte() != 0;
    }
    return values;
  }

  public static short[] readShorts(ByteBuf in, int count, String where) {
    ByteBuffer view = take(in, count, Short.BYTES, where);
    short[] values = new short[count];
    view.asShortBuffer().get(values);
    return values;
  }

  public static int[] readInts(ByteBuf in, int count, String where) {
    ByteBuffer view = take(in, count, Integer.BYTES, where);
    int[] values = new int[count];
    view.asIntBuffer().get(values);
    return values;
  }

  public static long[] readLongs(ByteBuf in, int count, String where) {
    ByteBuffer view = take(in, count, Long.BYTES, where);
    long[] values = new long[count];
    view.asLongBuffer().get(values);
    return values;
  }

  public static float[] readFloats(ByteBuf in, int count, String where) {
    ByteBuffer view = take(in, count, Float.BYTES, where);
    float[] values = new float[count];
    view.asFloatBuffer().get(values);
    return values;
  }

  public static double[] readDoubles(ByteBuf in, int count, String where) {
    ByteBuffer view = take(in, count, Double.BYTES, where);
    double[] values = new double[count];
    view.asDoubleBuffer().get(values);
    return values;
  }

  /**
   * @param count checked against what is left, or fixed by the definition
   */
  public static <T> List<T> readList(ByteBuf in, int count, Function<ByteBuf, T> reader) {
    // Not sized by the count: of a fixed array nobody has checked that its bytes are there.
    List<T> values = new ArrayList<>(Math.min(count, in.readableBytes()));
    for (int i = 0; i < count; i++) {
      values.add(reader.apply(in));
    }
    return values;
  }

  /**
   * Reads a list of elements that take no bytes. They have nothing to tell them apart: the list
   * holds one element many times, for its count may be large where the bytes are few.
   */
  public static <T> List<T> readEmpties(ByteBuf in, String where, T element) {
    require(in, Integer.BYTES, where);
    long count = in.readUnsignedIntLE();
    if (count > MAX_EMPTY_ELEMENTS) {
      throw new MalformedMessageException(
          where + ": " + count + " empty elements announced, at most " + MAX_EMPTY_ELEMENTS);
    }
    return new ArrayList<>(Collections.nCopies((int) count, element));
  }

  /** A new list of a fixed array's length. */
  public static <T> List<T> filled(int count, Supplier<T> element) {
    List<T> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(element.get());
    }
    return values;
  }

  /**
   * @throws IllegalArgumentException when a fixed array has not the length of its definition
   */
  public static void checkLength(int length, int expected, String where) {
    if (length != expected) {
      throw new IllegalArgumentException(
          where + ": has " + length + " elements, its type has " + expected);
    }
  }

  public static int lengthOf(String text) {
    return Integer.BYTES + Utf8.length(text);
  }

  public static long lengthOfStrings(List<String> texts) {
    long length = 0;
    for (String text : texts) {
      length += lengthOf(text);
    }
    return length;
  }

  public static long lengthOfMessages(List<? extends Message> messages) {
    long length = 0;
    for (Message message : messages) {
      length += message.serializedLength();
    }
    return length;
  }

  public static void writeBoolean(ByteBuf out, boolean value) {
    out.writeByte(value ? 1 : 0);
  }

  public static void writeByte(ByteBuf out, byte value) {
    out.writeByte(value);
  }

  public static void writeShort(ByteBuf out, short value) {
    out.writeShortLE(value);
  }

  public static void writeInt(ByteBuf out, int value) {
    out.writeIntLE(value);
  }

  public static void writeLong(ByteBuf out, long value) {
    out.writeLongLE(value);
  }

  public static void writeFloat(ByteBuf out, float value) {
    out.writeFloatLE(value);
  }

  public static void writeDouble(ByteBuf out, double value) {
    out.writeDoubleLE(value);
  }

  public static void writeString(ByteBuf out, String value) {
    out.writeIntLE(Utf8.length(value));
    Utf8.write(out, value);
  }

  public static void writeTime(ByteBuf out, Time value) {
    out.writeIntLE(value.secs);
    out.writeIntLE(value.nsecs);
  }

  public static void writeDuration(ByteBuf out, Duration value) {
    out.writeIntLE(value.secs);
    out.writeIntLE(value.nsecs);
  }

  /**
   * Writes the readable bytes; the value's indices stay. Where the output is composed of several
   * buffers, a large value of direct memory becomes one of them, uncopied: whoever hands out such
   * an output must see to it that the value does not change as long as the output lives.
   */
  public static void writeBytes(ByteBuf out, ByteBuf value) {
    if (out instanceof CompositeByteBuf parts
        && value.isDirect()
        && value.readableBytes() >= PART_BYTES) {
      // Whatever was reserved behind the last byte would lie before the new part.
      parts.capacity(parts.writerIndex());
      parts.addComponent(true, value.retainedSlice());
      parts.capacity(parts.writerIndex() + RESERVE_BYTES);
      return;
    }
    out.writeBytes(value, value.readerIndex(), value.readableBytes());
  }

  public static void writeBooleans(ByteBuf out, boolean[] values) {
    for (boolean value : values) {
      out.writeByte(value ? 1 : 0);
    }
  }

  /** Writes a block of bytes at once, in place where the buffer is one piece of memory. */
  private static void writeBlock(ByteBuf out, long bytes, Consumer<ByteBuffer> filler) {
    int length = Math.toIntExact(bytes);
    if (length == 0) {
      return;
    }
    out.ensureWritable(length);
    if (out.nioBufferCount() == 1) {
      filler.accept(out.nioBuffer(out.writerIndex(), length).order(ByteOrder.LITTLE_ENDIAN));
      out.writerIndex(out.writerIndex() + length);
    } else {
      ByteBuffer block = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
      filler.accept(block);
      out.writeBytes(block.array());
    }
  }

  public static void writeShorts(ByteBuf out, short[] values) {
    long bytes = (long) Short.BYTES * values.length;
    writeBlock(out, bytes, block -> block.asShortBuffer().put(values));
  }

  public static void writeInts(ByteBuf out, int[] values) {
    long bytes = (long) Integer.BYTES * values.length;
    writeBlock(out, bytes, block -> block.asIntBuffer().put(values));
  }

  public static void writeLongs(ByteBuf out, long[] values) {
    long bytes = (long) Long.BYTES * values.length;
    writeBlock(out, bytes, block -> block.asLongBuffer().put(values));
  }

  public static void writeFloats(ByteBuf out, float[] values) {
    long bytes = (long) Float.BYTES * values.length;
    writeBlock(out, bytes, block -> block.asFloatBuffer().put(values));
  }

  public static void writeDoubles(ByteBuf out, double[] values) {
    long bytes = (long) Double.BYTES * values.length;
    writeBlock(out, bytes, block -> block.asDoubleBuffer().put(values));
  }
}
