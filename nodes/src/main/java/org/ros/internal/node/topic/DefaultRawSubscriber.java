package org.ros.internal.node.topic;

import java.util.function.LongConsumer;
import org.ros.message.MessageListener;
import org.ros.namespace.GraphName;
import org.ros.node.topic.RawMessage;
import org.ros.node.topic.RawSubscriber;

/** Passes frames on as they came. */
public final class DefaultRawSubscriber implements RawSubscriber {

  private static final long SHUTDOWN_MILLIS = 2_000;

  private final TopicSubscriber topic;
  private final LongConsumer unregister;

  /**
   * @param unregister takes the topic from the node and the master, waiting so many milliseconds
   */
  public DefaultRawSubscriber(TopicSubscriber topic, LongConsumer unregister) {
    this.topic = topic;
    this.unregister = unregister;
  }

  @Override
  public GraphName getTopicName() {
    return GraphName.of(topic.topic());
  }

  @Override
  public String getTopicMessageType() {
    return topic.typeName();
  }

  @Override
  public void addMessageListener(MessageListener<RawMessage> listener, int limit) {
    topic
        .deliveries()
        .add(
            listener,
            incoming ->
                listener.onNewMessage(
                    new RawMessage(
                        incoming.publisher(), incoming.payload(), incoming.receiptTime())),
            limit,
            false);
  }

  @Override
  public boolean removeMessageListener(MessageListener<RawMessage> listener) {
    return topic.deliveries().remove(listener);
  }

  @Override
  public long getNumberOfDroppedMessages() {
    return topic.deliveries().dropped();
  }

  @Override
  public int getNumberOfPublishers() {
    return topic.connectedPublishers();
  }

  @Override
  public void shutdown() {
    unregister.accept(SHUTDOWN_MILLIS);
  }
}
