package org.ros.internal.node.topic;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.ros.internal.node.Events;
import org.ros.internal.node.RegistrantListener;
import org.ros.internal.transport.ConnectionHeader;
import org.ros.internal.transport.Frames;
import org.ros.namespace.GraphName;
import org.ros.node.topic.Publisher;
import org.ros.node.topic.PublisherListener;
import org.seqloc.msgs.Message;
import org.seqloc.msgs.MessageType;

/** Serializes messages once, however many subscribe. */
public final class DefaultPublisher<T> implements Publisher<T> {

  private static final long SHUTDOWN_MILLIS = 2_000;
  private static final int PREFIX_BYTES = 4;

  private final TopicPublisher topic;
  private final MessageType<?> type;
  private final Events<PublisherListener<T>> events;
  private final LongConsumer unregister;
  private final boolean hasHeader;
  private final AtomicInteger published = new AtomicInteger();

  /**
   * @param unregister takes the topic from the node and the master, waiting so many milliseconds
   */
  public DefaultPublisher(TopicPublisher topic, Executor executor, LongConsumer unregister) {
    this.topic = topic;
    this.type = topic.type();
    this.hasHeader = startsWithHeader(type);
    this.events = new Events<>(executor);
    this.unregister = unregister;
    topic.onSubscriber(
        peer ->
            events.signal(
                listener ->
                    listener.onNewSubscriber(
                        this,
                        new SubscriberIdentifier(
                            GraphName.of(peer.orEmpty(ConnectionHeader.CALLER_ID)),
                            getTopicName()))));
  }

  /** What roscpp and rospy take for messages whose number the publisher writes. */
  private static boolean startsWithHeader(MessageType<?> type) {
    List<String> fields = new ArrayList<>();
    type.create().forEachField((name, kind, value) -> fields.add(kind + ' ' + name));
    return !fields.isEmpty() && fields.get(0).equals("std_msgs/Header header");
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
  public void setLatchMode(boolean enabled) {
    topic.setLatching(enabled);
  }

  @Override
  public boolean getLatchMode() {
    return topic.isLatching();
  }

  @Override
  @SuppressWarnings("unchecked") // the caller names T when it asks for the publisher
  public T newMessage() {
    return (T) type.create();
  }

  @Override
  public void publish(T message) {
    Message known = checked(message);
    int sequence = published.getAndIncrement();
    if (topic.isHeard()) {
      int length = known.serializedLength();
      topic.publish(framed(known, length, Frames.allocate(PREFIX_BYTES + length), sequence));
    }
  }

  @Override
  public void handOver(T message) {
    Message known = checked(message);
    int sequence = published.getAndIncrement();
    if (topic.isHeard()) {
      topic.handOver(
          known,
          () -> framed(known, known.serializedLength(), Frames.gathering(PREFIX_BYTES), sequence));
    }
  }

  private Message checked(T message) {
    if (!(message instanceof Message known) || !known.type().md5().equals(type.md5())) {
      throw new IllegalArgumentException(
          "%s carries %s, not %s"
              .formatted(
                  topic.topic(),
                  type.name(),
                  message instanceof Message other ? other.type().name() : message));
    }
    return known;
  }

  /** Fills the frame, which is released when that fails. */
  private ByteBuf framed(Message message, int length, ByteBuf frame, int sequence) {
    try {
      frame.writeIntLE(length);
      message.writeTo(frame);
      if (frame.readableBytes() != PREFIX_BYTES + length) {
        throw new IllegalStateException(
            type.name() + " says it has " + length + " bytes but writes another number");
      }
      if (hasHeader) {
        // Its first field, and that of the message.
        frame.setIntLE(PREFIX_BYTES, sequence);
      }
      return frame;
    } catch (RuntimeException | Error e) {
      frame.release();
      throw e;
    }
  }

  @Override
  public boolean hasSubscribers() {
    return !topic.links().isEmpty();
  }

  @Override
  public int getNumberOfSubscribers() {
    return topic.links().size();
  }

  @Override
  public long getNumberOfDroppedMessages() {
    return topic.dropped();
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
  public void addListener(PublisherListener<T> listener) {
    events.add(listener);
  }

  /** Tells the listeners. */
  public void signalRegistration(boolean registered, boolean success) {
    events.signal(listener -> RegistrantListener.signal(listener, this, registered, success));
  }

  public void signalShutdown() {
    events.signal(listener -> listener.onShutdown(this));
  }
}
