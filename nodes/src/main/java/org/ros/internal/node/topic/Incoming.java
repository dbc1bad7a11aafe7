package org.ros.internal.node.topic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.regex.Pattern;
import org.ros.internal.transport.ConnectionHeader;
import org.ros.message.Time;
import org.seqloc.msgs.Message;
import org.seqloc.msgs.MessageType;

/** A message that has arrived and waits for listeners. Read by one thread at a time. */
final class Incoming {

  /** Fields that {@link MessageType#read} leaves as slices of the buffer it reads. */
  private static final Pattern BYTE_ARRAY =
      Pattern.compile("(?m)^\\s*(uint8|char|int8|byte)\\s*\\[");

  private final ConnectionHeader publisher;
  private final ByteBuf frame;
  private final Time receiptTime;
  private Message owned;

  /**
   * @param frame without length prefix; counts the listeners that have not read it yet
   */
  Incoming(ConnectionHeader publisher, ByteBuf frame, Time receiptTime) {
    this.publisher = publisher;
    this.frame = frame;
    this.receiptTime = receiptTime;
  }

  static boolean hasByteArrays(MessageType<?> type) {
    return BYTE_ARRAY.matcher(type.definition()).find();
  }

  void retain() {
    frame.retain();
  }

  void release() {
    frame.release();
  }

  ConnectionHeader publisher() {
    return publisher;
  }

  Time receiptTime() {
    return receiptTime;
  }

  /** The bytes, valid until {@link #release}. */
  ByteBuf payload() {
    return frame.duplicate();
  }

  /** A message whose byte arrays are slices of the frame. */
  Message borrowed(MessageType<?> type) {
    return type.read(payload());
  }

  /** The message that all listeners share and that lives as long as somebody holds it. */
  Message owned(MessageType<?> type, boolean hasByteArrays) {
    if (owned == null) {
      if (hasByteArrays) {
        byte[] copy = new byte[frame.readableBytes()];
        frame.getBytes(frame.readerIndex(), copy);
        owned = type.read(Unpooled.wrappedBuffer(copy));
      } else {
        owned = type.read(payload());
      }
    }
    return owned;
  }
}
