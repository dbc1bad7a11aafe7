package org.ros.internal.node.topic;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.ros.internal.node.Events;
import org.ros.internal.node.RegistrantListener;
import org.ros.internal.transport.ConnectionHeader;
import org.ros.message.MessageListener;
import org.ros.namespace.GraphName;
import org.ros.node.topic.Subscriber;
import org.ros.node.topic.SubscriberListener;
import org.seqloc.msgs.MalformedMessageException;
import org.seqloc.msgs.Message;
import org.seqloc.msgs.MessageType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads messages in the thread of their listeners. */
public final class DefaultSubscriber<T> implements Subscriber<T> {

  private static final Logger LOG = LoggerFactory.getLogger(DefaultSubscriber.class);
  private static final long SHUTDOWN_MILLIS = 2_000;

  private final TopicSubscriber topic;
  private final MessageType<?> type;
  private final boolean hasByteArrays;
  private final Events<SubscriberListener<T>> events;
  private final LongConsumer unregister;

  /**
   * @param unregister takes the topic from the node and the master, waiting so many milliseconds
   */
  public DefaultSubscriber(
      TopicSubscriber topic, MessageType<?> type, Executor executor, LongConsumer unregister) {
    this.topic = topic;
    this.type = type;
    this.hasByteArrays = Incoming.hasByteArrays(type);
    this.events = new Events<>(executor);
    this.unregister = unregister;
    topic.onPublisher(
        (peer, uri) ->
            events.signal(
                listener ->
                    listener.onNewPublisher(
                        this,
                        new PublisherIdentifier(
                            GraphName.of(peer.orEmpty(ConnectionHeader.CALLER_ID)),
                            uri,
                            getTopicName()))));
  }

  @Override
  public GraphName getTopicName() {
    return GraphName.of(topic.topic());
  }

  @Override
  public String getTopicMessageType() {
    return type.name();
  }

  @Override
  public void addMessageListener(MessageListener<T> messageListener) {
    addMessageListener(messageListener, 1);
  }

  @Override
  public void addMessageListener(MessageListener<T> messageListener, int limit) {
    topic
        .deliveries()
        .add(
            messageListener,
            incoming -> deliver(incoming, true, messageListener),
            limit,
            hasByteArrays);
  }

  @Override
  public void addBorrowingMessageListener(MessageListener<T> messageListener, int limit) {
    topic
        .deliveries()
        .add(messageListener, incoming -> deliver(incoming, false, messageListener), limit, false);
  }

  @SuppressWarnings("unchecked") // the caller names T when it asks for the subscriber
  private void deliver(Incoming incoming, boolean owned, MessageListener<T> listener) {
    Message message;
    try {
      message = owned ? incoming.owned(type, hasByteArrays) : incoming.borrowed(type);
    } catch (MalformedMessageException e) {
      LOG.warn(
          "leaving out a message of {} from {}: {}",
          topic.topic(),
          incoming.publisher().orEmpty(ConnectionHeader.CALLER_ID),
          e.getMessage());
      return;
    }
    listener.onNewMessage((T) message);
  }

  @Override
  public boolean removeMessageListener(MessageListener<T> messageListener) {
    return topic.deliveries().remove(messageListener);
  }

  @Override
  public void removeAllMessageListeners() {
    topic.deliveries().removeAll();
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
  public void shutdown(long timeout, TimeUnit unit) {
    unregister.accept(unit.toMillis(timeout));
  }

  @Override
  public void shutdown() {
    unregister.accept(SHUTDOWN_MILLIS);
  }

  @Override
  public void addSubscriberListener(SubscriberListener<T> listener) {
    events.add(listener);
  }

  @Override
  public boolean getLatchMode() {
    return topic.isLatching();
  }

  /** Tells the listeners. */
  public void signalRegistration(boolean registered, boolean success) {
    events.signal(listener -> RegistrantListener.signal(listener, this, registered, success));
  }

  public void signalShutdown() {
    events.signal(listener -> listener.onShutdown(this));
  }
}
