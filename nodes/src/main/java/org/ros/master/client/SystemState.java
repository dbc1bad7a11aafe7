package org.ros.master.client;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The graph as the master knows it.
 *
 * @param publishers the publishing nodes of each topic
 * @param subscribers the subscribing nodes of each topic
 * @param services the nodes that serve each service
 */
public record SystemState(
    Map<String, List<String>> publishers,
    Map<String, List<String>> subscribers,
    Map<String, List<String>> services) {

  /** Each topic that has a publisher or a subscriber, ordered by name. */
  public Collection<TopicSystemState> getTopics() {
    Set<String> topics = new TreeSet<>(publishers.keySet());
    topics.addAll(subscribers.keySet());
    return topics.stream()
        .map(
            topic ->
                new TopicSystemState(
                    topic,
                    Set.copyOf(publishers.getOrDefault(topic, List.of())),
                    Set.copyOf(subscribers.getOrDefault(topic, List.of()))))
        .toList();
  }
}
