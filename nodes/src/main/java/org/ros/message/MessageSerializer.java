package org.ros.message;

import io.netty.buffer.ByteBuf;

/**
 * Writes messages of one type.
 *
 * @param <T> the message's class
 */
public interface MessageSerializer<T> {

  /** Appends the message in ROS 1 serialization, without a length before it. */
  void serialize(T message, ByteBuf buffer);
}
