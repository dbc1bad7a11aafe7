package org.ros.master.client;

import java.util.Set;

/**
 * Who is on a topic.
 *
 * @param getTopicName the topic
 * @param getPublishers names of the nodes that publish it
 * @param getSubscribers names of the nodes that subscribe to it
 */
public record TopicSystemState(
    String getTopicName, Set<String> getPublishers, Set<String> getSubscribers) {

  public TopicSystemState {
    getPublishers = Set.copyOf(getPublishers);
    getSubscribers = Set.copyOf(getSubscribers);
  }
}
