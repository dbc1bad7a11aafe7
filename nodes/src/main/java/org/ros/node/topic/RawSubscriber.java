package org.ros.node.topic;

import org.ros.internal.node.topic.TopicParticipant;
import org.ros.message.MessageListener;

/**
 * Gets the messages of a topic as bytes, whatever their type. Threads and queues are those of
 * {@link Subscriber}; for who owns the bytes see {@link RawMessage}.
 */
public interface RawSubscriber extends TopicParticipant {

  /**
   * @param limit how many messages may wait for this listener, at least 1
   */
  void addMessageListener(MessageListener<RawMessage> listener, int limit);

  /**
   * @return whether it was there
   */
  boolean removeMessageListener(MessageListener<RawMessage> listener);

  /** How many messages were dropped because listeners were too slow, counted for each of them. */
  long getNumberOfDroppedMessages();

  /** How many publishers are connected. */
  int getNumberOfPublishers();

  void shutdown();
}
