package org.ros.internal.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteOrder;

/** Buffers for the byte arrays of messages. */
public class MessageBuffers {

  private static final int FIRST_CAPACITY = 256;

  private MessageBuffers() {}

  /** An empty little-endian buffer on the heap that grows with what is written to it. */
  @SuppressWarnings("deprecation") // programs written for rosjava write floats in this order
  public static ByteBuf dynamicBuffer() {
    return Unpooled.buffer(FIRST_CAPACITY).order(ByteOrder.LITTLE_ENDIAN);
  }
}
