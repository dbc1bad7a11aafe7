package org.ros.node.topic;

import io.netty.buffer.ByteBuf;
import org.ros.internal.node.topic.TopicParticipant;

/** Publishes messages that are serialized already. Safe for use by several threads. */
public interface RawPublisher extends TopicParticipant {

  /**
   * When on, the last message published from now on is sent to each new subscriber. Off at first.
   */
  void setLatchMode(boolean enabled);

  /**
   * Queues the readable bytes for every subscriber. Copies them; indices and references of the
   * buffer stay as they are. Never waits: when a subscriber is too slow, its oldest messages are
   * dropped.
   *
   * @param payload one message in ROS 1 serialization without length prefix
   */
  void publish(ByteBuf payload);

  /**
   * Queues the readable bytes for every subscriber without copying them and takes over the
   * reference to the buffer, which is released when all have them. Nobody changes the bytes from
   * now on. Otherwise as {@link #publish}.
   */
  void handOver(ByteBuf payload);

  boolean hasSubscribers();

  int getNumberOfSubscribers();

  /** How many messages were dropped for slow subscribers, counted for each of them. */
  long getNumberOfDroppedMessages();

  void shutdown();
}
