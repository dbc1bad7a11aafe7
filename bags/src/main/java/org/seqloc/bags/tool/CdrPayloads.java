package org.seqloc.bags.tool;

import io.netty.buffer.ByteBuf;
import org.seqloc.bags.cdr.CdrDefinitions;
import org.seqloc.bags.cdr.CdrMessage;
import org.seqloc.bags.cdr.CdrReader;
import org.seqloc.msgs.MalformedMessageException;

/** Reads payloads in CDR. */
final class CdrPayloads implements PayloadCheck {

  private static final String HEADER = "std_msgs/Header";

  private final CdrReader reader;

  CdrPayloads(CdrDefinitions definitions) {
    this.reader = new CdrReader(definitions);
  }

  @Override
  public Finding examine(ByteBuf payload) {
    CdrMessage message;
    try {
      message = reader.read(payload);
    } catch (MalformedMessageException e) {
      return Finding.complaint(e.getMessage());
    }
    if (!message.values().isEmpty()
        && message.values().get(0) instanceof CdrMessage header
        && header.type().name().rosName().equals(HEADER)
        && header.get("stamp") instanceof CdrMessage stamp
        && stamp.get("sec") instanceof Number seconds
        && stamp.get("nanosec") instanceof Number nanos) {
      return Finding.stamped(seconds.longValue(), Integer.toUnsignedLong(nanos.intValue()));
    }
    return Finding.NONE;
  }
}
