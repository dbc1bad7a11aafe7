package org.ros.internal.message;

import io.netty.buffer.ByteBuf;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ros.message.Duration;
import org.ros.message.Time;

/**
 * A message's fields by the names in its definition, to be read, for programs that meet types they
 * do not know. The getters throw {@link IllegalArgumentException} when there is no such field or it
 * is of another type. Fields that are assigned afterwards are not seen.
 */
public final class RawMessage implements Message {

  private final org.seqloc.msgs.Message message;
  private final Map<String, Object> fields = new LinkedHashMap<>();

  public RawMessage(org.seqloc.msgs.Message message) {
    this.message = message;
    message.forEachField((name, type, value) -> fields.put(name, value));
  }

  private <T> T get(String name, Class<T> kind) {
    Object value = fields.get(name);
    if (!kind.isInstance(value)) {
      throw new IllegalArgumentException(
          value == null
              ? message.type() + " has no field '" + name + "', only " + fields.keySet()
              : "the field '"
                  + name
                  + "' of "
                  + message.type()
                  + " is "
                  + value.getClass().getSimpleName()
                  + ", not "
                  + kind.getSimpleName());
    }
    return kind.cast(value);
  }

  /** {@code std_msgs/String} */
  public String getType() {
    return message.type().name();
  }

  /** {@code std_msgs} */
  public String getPackage() {
    return getType().substring(0, getType().indexOf('/'));
  }

  /** {@code String} */
  public String getName() {
    return getType().substring(getType().indexOf('/') + 1);
  }

  /** The full text, with those of all types that it uses. */
  public String getDefinition() {
    return message.type().definition();
  }

  public boolean getBool(String name) {
    return get(name, Boolean.class);
  }

  public byte getByte(String name) {
    return get(name, Byte.class);
  }

  public byte getInt8(String name) {
    return get(name, Byte.class);
  }

  public short getInt16(String name) {
    return get(name, Short.class);
  }

  public int getInt32(String name) {
    return get(name, Integer.class);
  }

  public long getInt64(String name) {
    return get(name, Long.class);
  }

  public float getFloat32(String name) {
    return get(name, Float.class);
  }

  public double getFloat64(String name) {
    return get(name, Double.class);
  }

  public short getUInt8(String name) {
    return (short) Byte.toUnsignedInt(get(name, Byte.class));
  }

  public short getChar(String name) {
    return getUInt8(name);
  }

  /** The bits of the unsigned number, as the message's own getter has them. */
  public short getUInt16(String name) {
    return get(name, Short.class);
  }

  /** The bits of the unsigned number, as the message's own getter has them. */
  public int getUInt32(String name) {
    return get(name, Integer.class);
  }

  /** The bits of the unsigned number, as the message's own getter has them. */
  public long getUInt64(String name) {
    return get(name, Long.class);
  }

  public boolean[] getBoolArray(String name) {
    return get(name, boolean[].class);
  }

  public short[] getInt16Array(String name) {
    return get(name, short[].class);
  }

  public short[] getUInt16Array(String name) {
    return get(name, short[].class);
  }

  public int[] getInt32Array(String name) {
    return get(name, int[].class);
  }

  public int[] getUInt32Array(String name) {
    return get(name, int[].class);
  }

  public long[] getInt64Array(String name) {
    return get(name, long[].class);
  }

  public long[] getUInt64Array(String name) {
    return get(name, long[].class);
  }

  public float[] getFloat32Array(String name) {
    return get(name, float[].class);
  }

  public double[] getFloat64Array(String name) {
    return get(name, double[].class);
  }

  /** An {@code int8[]} field. */
  public ByteBuf getInt8Array(String name) {
    return get(name, ByteBuf.class);
  }

  /** A {@code uint8[]} or {@code char[]} field. */
  public ByteBuf getChannelBuffer(String name) {
    return get(name, ByteBuf.class);
  }

  public String getString(String name) {
    return get(name, String.class);
  }

  @SuppressWarnings("unchecked") // the caller knows the elements
  public List<String> getStringList(String name) {
    return (List<String>) get(name, List.class);
  }

  public Time getTime(String name) {
    return get(name, Time.class);
  }

  @SuppressWarnings("unchecked") // the caller knows the elements
  public List<Time> getTimeList(String name) {
    return (List<Time>) get(name, List.class);
  }

  public Duration getDuration(String name) {
    return get(name, Duration.class);
  }

  @SuppressWarnings("unchecked") // the caller knows the elements
  public List<Duration> getDurationList(String name) {
    return (List<Duration>) get(name, List.class);
  }

  /** A field that is a message. */
  // The caller names T, as rosjava has it.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T extends Message> T getMessage(String name) {
    return (T) get(name, Message.class);
  }

  /** A field that is an array of messages. */
  @SuppressWarnings("unchecked") // the caller names T, as rosjava has it
  public <T extends Message> List<T> getMessageList(String name) {
    return (List<T>) get(name, List.class);
  }

  @Override
  public RawMessage toRawMessage() {
    return this;
  }

  @Override
  public String toString() {
    return message.toString();
  }
}
