package org.ros.internal.node.topic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import java.util.function.LongConsumer;
import org.ros.internal.transport.Frames;
import org.ros.namespace.GraphName;
import org.ros.node.topic.RawPublisher;

/** Sends frames as they are. */
public final class DefaultRawPublisher implements RawPublisher {

  private static final long SHUTDOWN_MILLIS = 2_000;
  private static final int PREFIX_BYTES = 4;

  private final TopicPublisher topic;
  private final LongConsumer unregister;

  /**
   * @param unregister takes the topic from the node and the master, waiting so many milliseconds
   */
  public DefaultRawPublisher(TopicPublisher topic, LongConsumer unregister) {
    this.topic = topic;
    this.unregister = unregister;
  }

  @Override
  public GraphName getTopicName() {
    return GraphName.of(topic.topic());
  }

  @Override
  public String getTopicMessageType() {
    return topic.type().name();
  }

  @Override
  public void setLatchMode(boolean enabled) {
    topic.setLatching(enabled);
  }

  @Override
  public void publish(ByteBuf payload) {
    if (!topic.isHeard()) {
      return;
    }
    int length = payload.readableBytes();
    ByteBuf frame = Frames.allocate(PREFIX_BYTES + length);
    frame.writeIntLE(length);
    frame.writeBytes(payload, payload.readerIndex(), length);
    topic.publish(frame);
  }

  @Override
  public void handOver(ByteBuf payload) {
    if (!topic.isHeard()) {
      payload.release();
      return;
    }
    CompositeByteBuf frame = Frames.gathering(PREFIX_BYTES);
    frame.writeIntLE(payload.readableBytes());
    topic.publish(frame.addComponent(true, payload));
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
  public void shutdown() {
    unregister.accept(SHUTDOWN_MILLIS);
  }
}
