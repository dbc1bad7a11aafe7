package org.ros.internal.node.topic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.regex.Pattern;
import org.ros.internal.transport.ConnectionHeader;
import org.ros.message.Time;
import org.seqloc.msgs.Message;
import org.seqloc.msgs.MessageType;

/** A message that has arrived and waits for listeners. Read by one thread at a time. */
abstract sealed class Incoming {

  /** Fields that {@link MessageType#read} leaves as slices of the buffer it reads. */
  private static final Pattern BYTE_ARRAY =
      Pattern.compile("(?m)^\\s*(uint8|char|int8|byte)\\s*\\[");

  private final ConnectionHeader publisher;
  private final Time receiptTime;

  private Incoming(ConnectionHeader publisher, Time receiptTime) {
    this.publisher = publisher;
    this.receiptTime = receiptTime;
  }

  /**
   * @param frame without length prefix; counts the listeners that have not read it yet
   */
  static Incoming ofBytes(ConnectionHeader publisher, ByteBuf frame, Time receiptTime) {
    return new Bytes(publisher, frame, receiptTime);
  }

  /**
   * @param message nobody changes it any more
   */
  static Incoming ofMessage(ConnectionHeader publisher, Message message, Time receiptTime) {
    return new Passed(publisher, message, receiptTime);
  }

  static boolean hasByteArrays(MessageType<?> type) {
    return BYTE_ARRAY.matcher(type.definition()).find();
  }

  ConnectionHeader publisher() {
    return publisher;
  }

  Time receiptTime() {
    return receiptTime;
  }

  abstract void retain();

  abstract void release();

  /** The bytes, valid until {@link #release}. */
  abstract ByteBuf payload();

  /** A message whose byte arrays may be slices of the frame. */
  abstract Message borrowed(MessageType<?> type);

  /** The message that all listeners share and that lives as long as somebody holds it. */
  abstract Message owned(MessageType<?> type, boolean hasByteArrays);

  private static Message kept(ByteBuf frame, MessageType<?> type) {
    if (!frame.isDirect() && frame.hasArray()) {
      // Of the heap already: the array stays as long as the message, whatever is released.
      return type.read(
          Unpooled.wrappedBuffer(
              frame.array(), frame.arrayOffset() + frame.readerIndex(), frame.readableBytes()));
    }
    byte[] copy = new byte[frame.readableBytes()];
    frame.getBytes(frame.readerIndex(), copy);
    return type.read(Unpooled.wrappedBuffer(copy));
  }

  /** As the network brings it. */
  private static final class Bytes extends Incoming {
    private final ByteBuf frame;
    private Message owned;

    Bytes(ConnectionHeader publisher, ByteBuf frame, Time receiptTime) {
      super(publisher, receiptTime);
      this.frame = frame;
    }

    @Override
    void retain() {
      frame.retain();
    }

    @Override
    void release() {
      frame.release();
    }

    @Override
    ByteBuf payload() {
      return frame.duplicate();
    }

    @Override
    Message borrowed(MessageType<?> type) {
      return type.read(payload());
    }

    @Override
    Message owned(MessageType<?> type, boolean hasByteArrays) {
      if (owned == null) {
        owned = hasByteArrays ? kept(frame, type) : type.read(payload());
      }
      return owned;
    }
  }

  /** As a publisher of this process passes it; the garbage collector has what it holds. */
  private static final class Passed extends Incoming {
    private final Message message;
    private ByteBuf bytes;

    Passed(ConnectionHeader publisher, Message message, Time receiptTime) {
      super(publisher, receiptTime);
      this.message = message;
    }

    @Override
    void retain() {
      // Nothing is counted.
    }

    @Override
    void release() {
      // Nothing is counted.
    }

    @Override
    ByteBuf payload() {
      if (bytes == null) {
        bytes = Unpooled.buffer(message.serializedLength());
        message.writeTo(bytes);
      }
      return bytes.duplicate();
    }

    @Override
    Message borrowed(MessageType<?> type) {
      return owned(type, false);
    }

    @Override
    Message owned(MessageType<?> type, boolean hasByteArrays) {
      // The same message may have another class here, made from another copy of its definition.
      return message.type().equals(type) ? message : type.read(payload());
    }
  }
}
