package org.seqloc.bags.cdr;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.OptionalLong;
import org.seqloc.bags.cdr.CdrType.Arity;
import org.seqloc.msgs.MalformedMessageException;

/**
 * Walks CDR payloads by their type's definition without keeping what they say, which can take far
 * more memory than the payload. Stateless: several threads may share one.
 */
public final class CdrWalk {

  private static final String HEADER = "std_msgs/Header";

  private final String name;
  private final CopyStep plan;
  private final boolean stamped;

  public CdrWalk(CdrDefinitions definitions) {
    name = definitions.root().name().rosName();
    plan = new SkipPlanner(definitions).struct(definitions.root());
    stamped = beginsWithStamp(definitions);
  }

  private static boolean beginsWithStamp(CdrDefinitions definitions) {
    List<CdrField> fields = definitions.root().fields();
    if (fields.isEmpty()
        || fields.get(0).type().arity() != Arity.SINGLE
        || !(fields.get(0).type().element() instanceof StructName header)
        || !header.rosName().equals(HEADER)) {
      return false;
    }
    List<CdrField> parts = definitions.get(header).fields();
    return !parts.isEmpty() && parts.get(0).type().equals(CdrType.single(StructName.TIME));
  }

  /**
   * Walks a payload, whose reader index stays.
   *
   * @return the stamp of the header that the message begins with, nanoseconds; empty without
   * @throws MalformedMessageException when the bytes are not exactly one such message, naming the
   *     field and the offset
   */
  public OptionalLong stampNanos(ByteBuf payload) {
    CdrInput in = new CdrInput(payload, name);
    plan.skip(in);
    in.end(name);
    if (!stamped) {
      return OptionalLong.empty();
    }
    in.position(0);
    long seconds = in.int32(name);
    return OptionalLong.of(seconds * 1_000_000_000L + Integer.toUnsignedLong(in.int32(name)));
  }
}
