package org.ros.internal.node.topic;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.ros.exception.RosRuntimeException;
import org.ros.internal.transport.ConnectionHeader;
import org.ros.internal.transport.LocalLink;
import org.ros.internal.transport.LocalPublishers;
import org.ros.internal.transport.Outlet;
import org.ros.internal.transport.QueueLimits;
import org.ros.internal.transport.SubscriberLink;
import org.ros.internal.transport.TcpRosServer;
import org.seqloc.msgs.Message;
import org.seqloc.msgs.MessageType;

/** A node's publications on one topic: serialized messages out to all who subscribed. */
// Netty reports failed writes through the channel's own events.
@SuppressWarnings("FutureReturnValueIgnored")
public final class TopicPublisher implements LocalPublishers.LocalPublisher {

  private static final String ANY = "*";

  private final String node;
  private final String topic;
  private final MessageType<?> type;
  private final QueueLimits limits;
  private final List<Outlet> links = new CopyOnWriteArrayList<>();
  private final LongAdder droppedByClosed = new LongAdder();
  private volatile boolean latching;
  private volatile Consumer<ConnectionHeader> onSubscriber = peer -> {};

  private ByteBuf latched; // guarded by this
  private boolean closed; // guarded by this

  public TopicPublisher(String node, String topic, MessageType<?> type, QueueLimits limits) {
    this.node = node;
    this.topic = topic;
    this.type = type;
    this.limits = limits;
  }

  public String topic() {
    return topic;
  }

  public MessageType<?> type() {
    return type;
  }

  public List<Outlet> links() {
    return List.copyOf(links);
  }

  public long dropped() {
    return droppedByClosed.sum()
        + links.stream().mapToLong(link -> link.statistics().dropped()).sum();
  }

  /**
   * @param listener told of each subscriber; called on the event loop
   */
  void onSubscriber(Consumer<ConnectionHeader> listener) {
    onSubscriber = listener;
  }

  boolean isLatching() {
    return latching;
  }

  synchronized void setLatching(boolean on) {
    latching = on;
    if (!on) {
      forgetLatched();
    }
  }

  /** Whether a message would go anywhere. */
  boolean isHeard() {
    return latching || !links.isEmpty();
  }

  /** Sends one frame with its length prefix to all and takes over the reference to it. */
  synchronized void publish(ByteBuf frame) {
    if (!closed) {
      for (Outlet link : links) {
        link.send(frame.retainedDuplicate());
      }
      latch(frame);
    }
    frame.release();
  }

  /**
   * Passes a message itself to subscribers of this process, and its bytes to all others.
   *
   * @param framed serializes it; asked at most once, and only if somebody needs the bytes
   */
  synchronized void handOver(Message message, Supplier<ByteBuf> framed) {
    if (closed) {
      return;
    }
    ByteBuf frame = null;
    for (Outlet link : links) {
      if (!link.pass(message)) {
        frame = frame == null ? framed.get() : frame;
        link.send(frame.retainedDuplicate());
      }
    }
    if (latching) {
      frame = frame == null ? framed.get() : frame;
      latch(frame);
    }
    if (frame != null) {
      frame.release();
    }
  }

  private void latch(ByteBuf frame) {
    if (latching) {
      forgetLatched();
      latched = frame.retain();
    }
  }

  private void forgetLatched() {
    if (latched != null) {
      latched.release();
      latched = null;
    }
  }

  /**
   * Takes over a subscriber's connection.
   *
   * @throws RosRuntimeException when it wants another type
   */
  public void accept(ConnectionHeader peer, Channel channel) {
    check(peer);
    if (!channel.isActive()) {
      return;
    }
    add(
        new SubscriberLink(channel, peer, limits, this::forget),
        link -> {
          TcpRosServer.sendHeader(channel, header());
          channel.pipeline().addLast(link);
        });
  }

  @Override
  public LocalLink connect(ConnectionHeader subscriber, LocalLink.Inlet inlet) {
    check(subscriber);
    LocalLink link = new LocalLink(subscriber, inlet, this::forget);
    add(link, added -> inlet.onConnect(header()));
    return link;
  }

  /**
   * @param greet tells the subscriber that it is connected, before anything is sent
   */
  private <L extends Outlet> void add(L link, Consumer<L> greet) {
    synchronized (this) {
      if (closed) {
        throw new RosRuntimeException(topic + " is not published any more");
      }
      greet.accept(link);
      if (latched != null) {
        link.send(latched.retainedDuplicate());
      }
      links.add(link);
    }
    onSubscriber.accept(link.peer());
  }

  private void check(ConnectionHeader peer) {
    String md5 = peer.orEmpty(ConnectionHeader.MD5SUM);
    if (!md5.equals(type.md5()) && !md5.equals(ANY)) {
      throw new RosRuntimeException(
          "%s is published as %s (md5sum %s), not as %s (md5sum %s); build both nodes with the same message definition"
              .formatted(topic, type.name(), type.md5(), peer.orEmpty(ConnectionHeader.TYPE), md5));
    }
  }

  private void forget(Outlet link) {
    if (links.remove(link)) {
      droppedByClosed.add(link.statistics().dropped());
    }
  }

  private ConnectionHeader header() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put(ConnectionHeader.CALLER_ID, node);
    fields.put(ConnectionHeader.TOPIC, topic);
    fields.put(ConnectionHeader.TYPE, type.name());
    fields.put(ConnectionHeader.MD5SUM, type.md5());
    fields.put(ConnectionHeader.MESSAGE_DEFINITION, type.definition());
    fields.put(ConnectionHeader.LATCHING, latching ? "1" : "0");
    return new ConnectionHeader(fields);
  }

  /** Ends the connections after what waits is sent. */
  public void close() {
    synchronized (this) {
      closed = true;
      forgetLatched();
    }
    // Not under the lock: a subscriber of this process takes its own.
    links.forEach(Outlet::finish);
  }

  /** After {@link #close}: waits until the subscribers have read everything, or are given up. */
  public void awaitClosed(long timeout, TimeUnit unit) {
    long end = System.nanoTime() + unit.toNanos(timeout);
    try {
      for (Outlet link : links) {
        link.awaitClosed(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
