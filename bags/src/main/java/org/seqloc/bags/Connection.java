package org.seqloc.bags;

import java.util.Map;
import java.util.Objects;
import org.seqloc.msgs.Message;

/**
 * One publisher's stream on a topic, as recorded. Several connections may share a topic.
 *
 * @param id the connection's number, unique within its bag
 * @param topic the topic it was recorded from
 * @param type name of the message type as recorded: {@code sensor_msgs/Image} in ROS 1, {@code
 *     sensor_msgs/msg/Image} in ROS 2; empty when not recorded
 * @param md5 the ROS 1 type's sum, 32 hexadecimal digits; empty for other encodings, and when the
 *     definition was not recorded with a sum and has none
 * @param definition full text of the type's definition with those it uses; empty when not recorded
 * @param latching whether the publisher kept its last message for late subscribers
 * @param callerId the publishing node; empty when not recorded
 * @param encoding how the messages are serialized and the definition is written
 * @param qos the quality of service that the publishers of a ROS 2 topic offered, the YAML text of
 *     {@code offered_qos_profiles}; empty when not recorded
 * @param metadata what else an MCAP file tells of the channel, by name
 */
public record Connection(
    int id,
    String topic,
    String type,
    String md5,
    String definition,
    boolean latching,
    String callerId,
    Encoding encoding,
    String qos,
    Map<String, String> metadata) {

  public Connection {
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(md5, "md5");
    Objects.requireNonNull(definition, "definition");
    Objects.requireNonNull(callerId, "callerId");
    Objects.requireNonNull(encoding, "encoding");
    Objects.requireNonNull(qos, "qos");
    metadata = Map.copyOf(metadata);
  }

  /** A stream of which no more is told. */
  public Connection(
      int id,
      String topic,
      String type,
      String md5,
      String definition,
      boolean latching,
      String callerId,
      Encoding encoding,
      String qos) {
    this(id, topic, type, md5, definition, latching, callerId, encoding, qos, Map.of());
  }

  /** A stream of ROS 1. */
  public Connection(
      int id,
      String topic,
      String type,
      String md5,
      String definition,
      boolean latching,
      String callerId) {
    this(id, topic, type, md5, definition, latching, callerId, Encoding.ROS1, "");
  }

  /** The name that a type of ROS 2 has in ROS 1: {@code sensor_msgs/Image}; others are the same. */
  public static String ros1Type(String type) {
    return type.replaceFirst("/msg/", "/");
  }

  /** The type by its name in ROS 1. */
  public String ros1Type() {
    return ros1Type(type);
  }

  /** Throws an {@link IllegalArgumentException} when a message is of another type. */
  public void checkType(Message message) {
    if (!md5.equals(message.type().md5())) {
      throw new IllegalArgumentException(
          String.format(
              "topic %s is of type %s, got a message of type %s",
              topic, type, message.type().name()));
    }
  }

  /** The same stream under another number. */
  public Connection withId(int id) {
    return new Connection(
        id, topic, type, md5, definition, latching, callerId, encoding, qos, metadata);
  }
}
