package org.seqloc.bags;

import io.netty.buffer.ByteBuf;
import org.seqloc.core.SeqlocException;
import org.seqloc.msgs.MalformedMessageException;
import org.seqloc.msgs.Message;
import org.seqloc.msgs.MessageType;

/**
 * A recorded message, still serialized.
 *
 * @param connection the stream it belongs to
 * @param receiptNanos when the recorder got it, nanoseconds since the epoch
 * @param payload the message in the connection's encoding: a read-only or heap slice of the bag's
 *     memory with a reference count of its own. It needs no release (garbage collection frees the
 *     memory), may be released, and stays valid after the bag is closed; it must not be written to.
 */
public record BagMessage(Connection connection, long receiptNanos, ByteBuf payload) {

  /**
   * Reads the payload as a message of the type; the payload's reader index stays. Byte arrays of
   * the message are slices of the payload, see {@link MessageType#read}.
   *
   * @throws SeqlocException when the encoding is not ROS 1, the recorded type has another sum, or
   *     the bytes are not such a message
   */
  public <T extends Message> T decode(MessageType<T> type) {
    if (!connection.encoding().isRos1()) {
      throw new SeqlocException(
          String.format(
              "topic %s: recorded in %s, only ROS 1 messages can be decoded; take the payload as it"
                  + " is",
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

  private String notSuchMessage(MessageType<?> type, String why) {
    return String.format(
        "topic %s: the message received at %d.%09d is not a %s: %s; leave it out with `rosbag"
            + " filter`",
        connection.topic(),
        receiptNanos / 1_000_000_000L,
        receiptNanos % 1_000_000_000L,
        type.name(),
        why);
  }
}
