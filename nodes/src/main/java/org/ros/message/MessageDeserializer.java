package org.ros.message;

import io.netty.buffer.ByteBuf;

/**
 * Reads messages of one type.
 *
 * @param <T> the message's class
 */
public interface MessageDeserializer<T> {

  /**
   * Reads a message in ROS 1 serialization that fills the readable bytes.
   *
   * @throws RuntimeException when the bytes are no such message
   */
  T deserialize(ByteBuf buffer);
}
