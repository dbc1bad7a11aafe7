package org.seqloc.msgs.dynamic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.seqloc.msgs.Wire;

/** An array of whole bytes, held as a slice of what it was read from. */
record BytesCodec(ArraySize size) implements Codec {

  @Override
  public Object empty() {
    return size.fixed() ? Unpooled.wrappedBuffer(new byte[size.count()]) : Unpooled.EMPTY_BUFFER;
  }

  @Override
  public Object read(ByteBuf in) {
    return Wire.readBytes(in, size.read(in, 1), size.where());
  }

  @Override
  public void write(ByteBuf out, Object value) {
    ByteBuf bytes = (ByteBuf) value;
    size.write(out, bytes.readableBytes());
    Wire.writeBytes(out, bytes);
  }

  @Override
  public long length(Object value) {
    return size.wireBytes() + ((ByteBuf) value).readableBytes();
  }

  @Override
  public Object accepted(Object value) {
    if (value instanceof ByteBuf bytes) {
      return bytes.slice();
    }
    throw DynamicMessage.refused(size.where(), ByteBuf.class, value);
  }
}
