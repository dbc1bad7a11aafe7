package org.ros.node.topic;

import java.util.concurrent.TimeUnit;
import org.ros.internal.node.topic.TopicParticipant;

/**
 * Publishes messages of one type on a topic. Safe for use by several threads.
 *
 * <p>Where a message's first field is a {@code std_msgs/Header header}, its {@code seq} on the
 * connection is how many messages this publisher published before, as with roscpp and rospy; the
 * message itself stays as it is.
 *
 * <p>Methods that rosjava's interface lacks are default ones, for programs that implement it.
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

  /**
   * Publishes a message that nobody changes any more, neither its fields nor the bytes they hold,
   * from now on: subscribers of this process get the very object, without serialization, and the
   * bytes of its {@code uint8[]} and {@code char[]} fields go to sockets from where they lie if
   * that is direct memory. So its buffers must be such as the garbage collector frees ({@code
   * Unpooled.wrappedBuffer} of an array or a direct {@code ByteBuffer}): nobody tells when the last
   * subscriber is done with them. Otherwise as {@link #publish}.
   *
   * @throws IllegalArgumentException when the message is not of this topic's type
   */
  default void handOver(T message) {
    publish(message);
  }

  boolean hasSubscribers();

  int getNumberOfSubscribers();

  /** How many messages were dropped for slow subscribers, counted for each of them. */
  default long getNumberOfDroppedMessages() {
    throw new UnsupportedOperationException("this publisher does not count what it drops");
  }

  /** Unregisters and closes after what waits is sent; waits at most so long for the master. */
  void shutdown(long timeout, TimeUnit unit);

  void shutdown();

  void addListener(PublisherListener<T> listener);
}
