package org.seqloc.msgs.dynamic;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.seqloc.msgs.Wire;

/**
 * An array of strings, times or messages, held as a list.
 *
 * @param minElementBytes the fewest bytes that an element takes
 */
record ListCodec(Codec element, ArraySize size, long minElementBytes) implements Codec {

  @Override
  public Object empty() {
    return Wire.filled(size.count(), element::empty);
  }

  @Override
  public Object read(ByteBuf in) {
    if (minElementBytes == 0 && !size.fixed()) {
      return Wire.readEmpties(in, size.where(), element.empty());
    }
    return Wire.readList(in, size.read(in, Math.max(1, minElementBytes)), element::read);
  }

  @Override
  public void write(ByteBuf out, Object value) {
    List<?> list = (List<?>) value;
    size.write(out, list.size());
    list.forEach(each -> element.write(out, each));
  }

  @Override
  public long length(Object value) {
    long length = size.wireBytes();
    for (Object each : (List<?>) value) {
      length += element.length(each);
    }
    return length;
  }

  @Override
  public Object accepted(Object value) {
    if (!(value instanceof List<?> list)) {
      throw DynamicMessage.refused(size.where(), List.class, value);
    }
    List<Object> accepted = new ArrayList<>(list.size());
    list.forEach(each -> accepted.add(element.accepted(each)));
    return accepted;
  }
}
