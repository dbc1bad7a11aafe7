package org.ros.node.topic;

import java.util.concurrent.TimeUnit;
import org.ros.internal.node.topic.TopicParticipant;

/**
 * Publishes messages of one type on a topic. Safe for use by several threads.
 *
 * @param <T> the message class
 */
public interface Publisher<T> extends TopicParticipant {

  /**
   * When on, the last message published from now on is sent to each new subscriber. Off at first.
   */
  void setLatchMode(boolean enabled);

  boolean getLatchMode();

  /** A message with all fields zero, empty or false. */
  T newMessage();

  /**
   * Serializes the message, which may be changed afterwards, and queues it for every subscriber.
   * Never waits: when a subscriber is too slow, its oldest messages are dropped. Does nothing after
   * {@link #shutdown}.
   *
   * @throws IllegalArgumentException when the message is not of this topic's type
   */
  void publish(T message);

  boolean hasSubscribers();

  int getNumberOfSubscribers();

  /** How many messages were dropped for slow subscribers, counted for each of them. */
  long getNumberOfDroppedMessages();

  /** Unregisters and closes after what waits is sent; waits at most so long for the master. */
  void shutdown(long timeout, TimeUnit unit);

  void shutdown();

  void addListener(PublisherListener<T> listener);
}
