package org.seqloc.bags.tool;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import org.seqloc.bags.cdr.CdrDefinitions;
import org.seqloc.bags.cdr.CdrWalk;
import org.seqloc.msgs.MalformedMessageException;

/** Walks payloads in CDR. */
final class CdrPayloads implements PayloadCheck {

  private final CdrWalk walk;

  CdrPayloads(CdrDefinitions definitions) {
    this.walk = new CdrWalk(definitions);
  }

  @Override
  public Finding examine(ByteBuf payload) {
    try {
      return new Finding(Optional.empty(), walk.stampNanos(payload));
    } catch (MalformedMessageException e) {
      return Finding.complaint(e.getMessage());
    }
  }
}
