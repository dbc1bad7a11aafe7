package org.seqloc.msgs;

import io.netty.buffer.ByteBuf;
import java.lang.reflect.Array;
import java.util.List;

/** The values of array fields, in whichever of their Java types: ByteBuf, Java array or list. */
public final class ArrayValues {

  private ArrayValues() {}

  /** The number of elements. */
  public static int length(Object array) {
    if (array instanceof List<?> list) {
      return list.size();
    }
    return array instanceof ByteBuf bytes ? bytes.readableBytes() : Array.getLength(array);
  }

  /** One element, numbers boxed. */
  public static Object element(Object array, int index) {
    if (array instanceof List<?> list) {
      return list.get(index);
    }
    return array instanceof ByteBuf bytes
        ? (Object) bytes.getByte(bytes.readerIndex() + index)
        : Array.get(array, index);
  }
}
