package org.seqloc.msgs.dynamic;

import io.netty.buffer.ByteBuf;
import org.seqloc.msgs.MessageType;

/** A message within a message. */
record MessageCodec(MessageType<DynamicMessage> type, String where) implements Codec {

  @Override
  public Object empty() {
    return type.create();
  }

  @Override
  public Object read(ByteBuf in) {
    return type.read(in);
  }

  @Override
  public void write(ByteBuf out, Object value) {
    ((DynamicMessage) value).writeTo(out);
  }

  @Override
  public long length(Object value) {
    return ((DynamicMessage) value).serializedLength();
  }

  @Override
  public Object accepted(Object value) {
    if (value instanceof DynamicMessage message
        && message.type().name().equals(type.name())
        && message.type().md5().equals(type.md5())) {
      return message;
    }
    throw new IllegalArgumentException(
        where
            + ": must be a dynamic "
            + type.name()
            + ", got "
            + (value instanceof DynamicMessage other ? "a " + other.type().name() : value));
  }
}
