package org.seqloc.bags;

import io.netty.buffer.ByteBuf;
import org.seqloc.bags.cdr.CdrToRos1;
import org.seqloc.core.SeqlocException;
import org.seqloc.msgs.MalformedMessageException;
import org.seqloc.msgs.Message;
import org.seqloc.msgs.MessageType;
import org.seqloc.msgs.definition.DefinitionException;

/**
 * A recorded message, still serialized.
 *
 * @param connection the stream it belongs to
 * @param receiptNanos when the recorder got it, nanoseconds since the epoch
 * @param payload the message in the connection's encoding: a read-only or heap slice of the bag's
 *     memory with a reference count of its own. It needs no release (garbage collection frees the
 *     memory), may be released, and stays valid after the bag is closed; it must not be written to.
 * @param publishNanos when it was sent, where the file tells: MCAP's publish time, 64 bits; else as
 *     receiptNanos
 * @param sequence the number that its recorder gave it, 32 bits; {@link #NO_SEQUENCE} where the
 *     file has none
 */
public record BagMessage(
    Connection connection, long receiptNanos, ByteBuf payload, long publishNanos, long sequence) {

  /** Of messages that are not numbered. */
  public static final long NO_SEQUENCE = -1;

  /** A message of which no more is told. */
  public BagMessage(Connection connection, long receiptNanos, ByteBuf payload) {
    this(connection, receiptNanos, payload, receiptNanos, NO_SEQUENCE);
  }

  /** The same message as one of another connection, in its encoding. */
  public BagMessage with(Connection connection, ByteBuf payload) {
    return new BagMessage(connection, receiptNanos, payload, publishNanos, sequence);
  }

  /**
   * Reads the payload as a message of the type; the payload's reader index stays. Byte arrays of
   * the message are slices of the payload, see {@link MessageType#read}.
   *
   * <p>Messages of ROS 2 are read as ROS 1's type with the same fields, see {@link CdrToRos1}.
   *
   * @throws SeqlocException when the encoding is neither ROS 1 nor CDR, the recorded type has
   *     another sum or other fields, or the bytes are not such a message
   */
  public <T extends Message> T decode(MessageType<T> type) {
    if (connection.encoding().isCdr()) {
      return decodeCdr(type);
    }
    if (!connection.encoding().isRos1()) {
      throw new SeqlocException(
          String.format(
              "topic %s: recorded in %s, only ROS 1 messages and CDR can be decoded; take the"
                  + " payload as it is",
              connection.topic(), connection.encoding()));
    }
    if (!connection.md5().equals(type.md5())) {
      throw new SeqlocException(
          String.format(
              "topic %s: recorded as %s with md5 %s, not as %s with md5 %s; name a topic of that"
                  + " type",
              connection.topic(), connection.type(), connection.md5(), type.name(), type.md5()));
    }
    ByteBuf in = payload.duplicate();
    T message;
    try {
      message = type.read(in);
    } catch (MalformedMessageException e) {
      throw new SeqlocException(notSuchMessage(type, e.getMessage()), e);
    }
    if (in.isReadable()) {
      throw new SeqlocException(
          notSuchMessage(type, in.readableBytes() + " bytes are left behind it"));
    }
    return message;
  }

  private <T extends Message> T decodeCdr(MessageType<T> type) {
    if (!connection.ros1Type().equals(type.name())) {
      throw new SeqlocException(
          String.format(
              "topic %s: recorded as %s, not as %s; name a topic of that type",
              connection.topic(), connection.type(), type.name()));
    }
    try {
      CdrToRos1 conversion =
          CdrToRos1.of(
              connection.type(), connection.encoding().schema(), connection.definition(), type);
      return type.read(conversion.transcode(payload));
    } catch (DefinitionException e) {
      throw new SeqlocException(
          String.format(
              "topic %s: recorded as %s, which cannot be read as ROS 1's: %s",
              connection.topic(), connection.type(), e.getMessage()),
          e);
    } catch (MalformedMessageException e) {
      throw new SeqlocException(notSuchMessage(type, e.getMessage()), e);
    }
  }

  private String notSuchMessage(MessageType<?> type, String why) {
    return String.format(
        "topic %s: the message received at %s is not a %s: %s; leave its topic out with `seqloc bag"
            + " filter`",
        connection.topic(), Printed.seconds(receiptNanos), type.name(), why);
  }
}
