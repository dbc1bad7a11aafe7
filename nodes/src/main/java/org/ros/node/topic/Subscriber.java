package org.ros.node.topic;

import java.util.concurrent.TimeUnit;
import org.ros.internal.node.topic.TopicParticipant;
import org.ros.message.MessageListener;

/**
 * Gets the messages of a topic. Listeners run on the node's executor, one at a time for each
 * subscriber and never on a thread of the network. Each listener has its own queue; when it is
 * full, the oldest message is dropped and counted.
 *
 * <p><b>Who owns the bytes.</b> A message given to an ordinary listener belongs to whoever holds
 * it: keep it, pass it to other threads, and let the garbage collector have it. Its {@code uint8[]}
 * and {@code char[]} fields are heap buffers of its own; nobody needs to retain or release them.
 * All ordinary listeners of a subscriber get the same object.
 *
 * <p>That costs one copy of the bytes of messages with such fields (images, point clouds). A
 * listener that works on the bytes at once and keeps none takes {@link
 * #addBorrowingMessageListener}: there the fields are slices of the buffer that the network wrote
 * to, valid until the listener returns. Whoever needs one longer calls {@code retain()} on it
 * before returning and {@code release()} when done.
 *
 * <p>Methods that rosjava's interface lacks are default ones, for programs that implement it.
 *
 * @param <T> the message class
 */
public interface Subscriber<T> extends TopicParticipant {

  /** The type of a topic of which anything is accepted; see {@link RawSubscriber}. */
  String TOPIC_MESSAGE_TYPE_WILDCARD = "*";

  /**
   * @param limit how many messages may wait for this listener, at least 1
   */
  void addMessageListener(MessageListener<T> messageListener, int limit);

  /** With a limit of 1: only the newest message waits. */
  void addMessageListener(MessageListener<T> messageListener);

  /**
   * Adds a listener whose messages are valid only until it returns; see above. Each such listener
   * gets its own object.
   *
   * @param limit how many messages may wait for this listener, at least 1
   */
  default void addBorrowingMessageListener(MessageListener<T> messageListener, int limit) {
    addMessageListener(messageListener, limit);
  }

  /**
   * @return whether it was there; it is not called any more except where it runs already
   */
  boolean removeMessageListener(MessageListener<T> messageListener);

  void removeAllMessageListeners();

  /** How many messages were dropped because listeners were too slow, counted for each of them. */
  default long getNumberOfDroppedMessages() {
    throw new UnsupportedOperationException("this subscriber does not count what it drops");
  }

  /** How many publishers are connected. */
  default int getNumberOfPublishers() {
    throw new UnsupportedOperationException("this subscriber does not count publishers");
  }

  /** Unregisters and closes; waits at most so long for the master. */
  void shutdown(long timeout, TimeUnit unit);

  void shutdown();

  void addSubscriberListener(SubscriberListener<T> listener);

  /** Whether the publisher that connected last latches. */
  boolean getLatchMode();
}
