package org.ros.node.topic;

import io.netty.buffer.ByteBuf;
import org.ros.internal.transport.ConnectionHeader;
import org.ros.message.Time;

/**
 * The bytes of one message and how they came.
 *
 * @param connection what the publisher sent when it connected: callerid, type, md5sum,
 *     message_definition, latching
 * @param payload the message in ROS 1 serialization without length prefix; a slice of the buffer
 *     that the network wrote to, valid until the listener returns. Who needs it longer calls {@code
 *     retain()} before and {@code release()} when done.
 * @param receiptTime the node's time when the message arrived
 */
public record RawMessage(ConnectionHeader connection, ByteBuf payload, Time receiptTime) {

  /** {@code std_msgs/String} */
  public String type() {
    return connection.orEmpty(ConnectionHeader.TYPE);
  }

  public String md5sum() {
    return connection.orEmpty(ConnectionHeader.MD5SUM);
  }

  /** The full text of the definition, with those of the types it uses; empty if not sent. */
  public String definition() {
    return connection.orEmpty(ConnectionHeader.MESSAGE_DEFINITION);
  }

  /** The publishing node. */
  public String callerId() {
    return connection.orEmpty(ConnectionHeader.CALLER_ID);
  }

  public boolean isLatching() {
    return connection.isSet(ConnectionHeader.LATCHING);
  }
}
