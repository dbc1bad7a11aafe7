package org.ros.internal.node;

import io.netty.channel.Channel;
import java.util.concurrent.Executor;
import org.ros.exception.RosRuntimeException;
import org.ros.internal.node.topic.DefaultPublisher;
import org.ros.internal.node.topic.TopicPublisher;
import org.ros.internal.node.topic.TopicSubscriber;
import org.ros.internal.node.topic.Topics;
import org.ros.internal.transport.ConnectionHeader;
import org.ros.master.client.MasterClient;
import org.ros.node.topic.Publisher;
import org.ros.time.TimeProvider;
import org.seqloc.msgs.MessageType;

/** The topics of one node and what the master knows of them. Names are resolved here already. */
final class NodeTopics {

  private static final String ANY = "*";

  private final String node;
  private final String nodeUri;
  private final TimeProvider time;
  private final Executor executor;
  private final Registrar registrar;
  private final Topics<TopicPublisher> publishers = new Topics<>();
  private final Topics<TopicSubscriber> subscribers = new Topics<>();

  NodeTopics(
      String node, String nodeUri, MasterClient master, TimeProvider time, Executor executor) {
    this.node = node;
    this.nodeUri = nodeUri;
    this.time = time;
    this.executor = executor;
    this.registrar = new Registrar(master);
  }

  Topics<TopicPublisher> publishers() {
    return publishers;
  }

  Topics<TopicSubscriber> subscribers() {
    return subscribers;
  }

  /**
   * @throws RosRuntimeException when the peer does not suit
   */
  void accept(ConnectionHeader peer, Channel channel) {
    String topic =
        peer.get(ConnectionHeader.TOPIC)
            .orElseThrow(() -> new RosRuntimeException("the connection header names no topic"));
    publishers
        .find(topic)
        .orElseThrow(() -> new RosRuntimeException(node + " does not publish " + topic))
        .accept(peer, channel);
  }

  @SuppressWarnings("unchecked") // the caller names T
  <T> Publisher<T> publisher(String topic, MessageType<?> type, int queueSize) {
    return (Publisher<T>)
        publishers.getOrAdd(
            topic,
            type.name(),
            Publisher.class,
            () -> {
              TopicPublisher core = newCore(topic, type, queueSize);
              DefaultPublisher<?>[] made = new DefaultPublisher<?>[1];
              DefaultPublisher<T> publisher =
                  new DefaultPublisher<>(
                      core, executor, millis -> removePublisher(core, made[0], millis));
              made[0] = publisher;
              register("Publisher", topic, type.name(), publisher::signalRegistration, found -> {});
              return new Topics.Made<>(publisher, core);
            });
  }
}
