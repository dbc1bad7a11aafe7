package org.seqloc.msgs;

import io.netty.buffer.ByteBuf;
import org.ros.internal.message.RawMessage;

/**
 * A ROS message. Instances are mutable, as rosjava's are, and not safe for use by several threads
 * at once.
 */
public interface Message extends org.ros.internal.message.Message {

  /** What kind of message this is. */
  MessageType<?> type();

  /**
   * The number of bytes that {@link #writeTo} writes, the outer length prefix of a connection not
   * counted.
   *
   * @throws ArithmeticException when that is 2 GiB or more
   */
  int serializedLength();

  /**
   * Appends this message in ROS 1 serialization (little endian).
   *
   * @throws IllegalArgumentException naming the field whose value does not fit it (a fixed-size
   *     array of another length)
   */
  void writeTo(ByteBuf out);

  @Override
  default RawMessage toRawMessage() {
    return new RawMessage(this);
  }

  /** Shows all fields to the visitor, in the order of the definition. */
  void forEachField(FieldVisitor visitor);
}
