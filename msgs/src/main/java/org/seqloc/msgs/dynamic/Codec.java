package org.seqloc.msgs.dynamic;

import io.netty.buffer.ByteBuf;

/**
 * How the values of one field are held, read and written. The Java types are those of {@link
 * org.seqloc.msgs.FieldVisitor}.
 */
interface Codec {

  /** What a new message holds. */
  Object empty();

  Object read(ByteBuf in);

  /**
   * @param value one that {@link #accepted} returned
   */
  void write(ByteBuf out, Object value);

  /** The number of bytes that {@link #write} writes. */
  long length(Object value);

  /**
   * The value as the message holds it.
   *
   * @throws IllegalArgumentException naming the field when it is no value of its type
   */
  Object accepted(Object value);
}
