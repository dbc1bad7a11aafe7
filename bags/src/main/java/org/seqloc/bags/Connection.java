package org.seqloc.bags;

import java.util.Objects;

/**
 * One publisher's stream on a topic, as recorded. Several connections may share a topic.
 *
 * @param id the connection's number, unique within its bag
 * @param topic the topic it was recorded from
 * @param type ROS name of the message type, {@code sensor_msgs/Image}
 * @param md5 the type's sum, 32 hexadecimal digits
 * @param definition full text of the type's definition with those it uses; empty when not recorded
 * @param latching whether the publisher kept its last message for late subscribers
 * @param callerId the publishing node; empty when not recorded
 */
public record Connection(
    int id,
    String topic,
    String type,
    String md5,
    String definition,
    boolean latching,
    String callerId) {
  public Connection {
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(md5, "md5");
    Objects.requireNonNull(definition, "definition");
    Objects.requireNonNull(callerId, "callerId");
  }

  /** The same under another number. */
  public Connection withId(int newId) {
    return new Connection(newId, topic, type, md5, definition, latching, callerId);
  }
}
