package org.ros.internal.node.topic;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.ros.exception.RosRuntimeException;

/**
 * The publishers or subscribers of a node, one for each topic. Safe for use by several threads.
 *
 * @param <C> what talks to the peers
 */
public final class Topics<C> {

  private record Entry<C>(TopicParticipant participant, C core) {}

  private final Map<String, Entry<C>> entries = new TreeMap<>(); // guarded by this
  private boolean closed; // guarded by this

  /** What {@link #getOrAdd} makes. */
  public record Made<C>(TopicParticipant participant, C core) {}

  /**
   * The participant of the topic; made and passed to {@code register} when there is none yet.
   *
   * @param kind the interface the participant must have
   * @throws RosRuntimeException when the topic has one of another type or kind, or the node is down
   */
  public synchronized <P extends TopicParticipant> P getOrAdd(
      String topic, String type, Class<P> kind, Supplier<Made<C>> maker) {
    if (closed) {
      throw new RosRuntimeException(
          "the node is shut down; it has no topic " + topic + " any more");
    }
    Entry<C> entry = entries.get(topic);
    if (entry == null) {
      Made<C> made = maker.get();
      entry = new Entry<>(made.participant, made.core);
      entries.put(topic, entry);
    }
    if (!kind.isInstance(entry.participant)
        || !entry.participant.getTopicMessageType().equals(type)) {
      throw new RosRuntimeException(
          "this node uses %s as %s already and cannot use it as %s (%s) too"
              .formatted(
                  topic, entry.participant.getTopicMessageType(), type, kind.getSimpleName()));
    }
    return kind.cast(entry.participant);
  }

  /** Finds nothing any more once the node shuts down. */
  public synchronized Optional<C> find(String topic) {
    if (closed) {
      return Optional.empty();
    }
    return Optional.ofNullable(entries.get(topic)).map(Entry::core);
  }

  /**
   * @return whether it was there
   */
  public synchronized boolean remove(String topic, TopicParticipant participant) {
    Entry<C> entry = entries.get(topic);
    if (entry == null || !entry.participant.equals(participant)) {
      return false;
    }
    entries.remove(topic);
    return true;
  }

  public synchronized List<C> all() {
    return entries.values().stream().map(Entry::core).toList();
  }

  /** Takes no more; returns those that are there. */
  public synchronized Collection<TopicParticipant> close() {
    closed = true;
    return entries.values().stream().map(Entry::participant).toList();
  }

  /** {@code [[topic, type], ...]} as the slave API answers it. */
  public synchronized List<Object> describe(Function<C, String> type) {
    return entries.entrySet().stream()
        .<Object>map(entry -> List.of(entry.getKey(), type.apply(entry.getValue().core)))
        .toList();
  }
}
