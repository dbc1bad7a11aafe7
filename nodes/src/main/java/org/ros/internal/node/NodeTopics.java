package org.ros.internal.node;

import io.netty.channel.Channel;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.ros.exception.RosRuntimeException;
import org.ros.internal.node.topic.DefaultPublisher;
import org.ros.internal.node.topic.DefaultRawPublisher;
import org.ros.internal.node.topic.DefaultRawSubscriber;
import org.ros.internal.node.topic.DefaultSubscriber;
import org.ros.internal.node.topic.TopicParticipant;
import org.ros.internal.node.topic.TopicPublisher;
import org.ros.internal.node.topic.TopicSubscriber;
import org.ros.internal.node.topic.Topics;
import org.ros.internal.transport.ConnectionHeader;
import org.ros.internal.transport.LocalPublishers;
import org.ros.internal.transport.QueueLimits;
import org.ros.node.topic.Publisher;
import org.ros.node.topic.RawPublisher;
import org.ros.node.topic.RawSubscriber;
import org.ros.node.topic.Subscriber;
import org.ros.time.TimeProvider;
import org.seqloc.msgs.MessageType;

/** The topics of one node and what the master knows of them. Names are resolved here already. */
final class NodeTopics {

  private static final String ANY = "*";

  /** Hears what became of a registration: registered or unregistered, with success or without. */
  private interface Signal {
    void signal(boolean registered, boolean success);
  }

  private final String node;
  private final String nodeUri;
  private final TimeProvider time;
  private final Executor executor;
  private final Registrar registrar;
  private final Topics<TopicPublisher> publishers = new Topics<>();
  private final Topics<TopicSubscriber> subscribers = new Topics<>();

  /**
   * @param time says when messages arrive
   */
  NodeTopics(
      String node, String nodeUri, Registrar registrar, TimeProvider time, Executor executor) {
    this.node = node;
    this.nodeUri = nodeUri;
    this.time = time;
    this.executor = executor;
    this.registrar = registrar;
    LocalPublishers.add(URI.create(nodeUri), this::findLocal);
  }

  Topics<TopicPublisher> publishers() {
    return publishers;
  }

  Topics<TopicSubscriber> subscribers() {
    return subscribers;
  }

  /** For subscribers of this process. */
  Optional<LocalPublishers.LocalPublisher> findLocal(String topic) {
    return publishers.find(topic).map(publisher -> publisher);
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
              TopicPublisher core = newPublisher(topic, type, queueSize);
              AtomicReference<DefaultPublisher<T>> self = new AtomicReference<>();
              DefaultPublisher<T> publisher =
                  new DefaultPublisher<>(
                      core,
                      executor,
                      millis ->
                          removePublisher(
                              core, self.get(), self.get()::signalRegistration, millis));
              self.set(publisher);
              registerPublisher(core, publisher::signalRegistration);
              return new Topics.Made<>(publisher, core);
            });
  }

  RawPublisher rawPublisher(String topic, MessageType<?> type, int queueSize) {
    return publishers.getOrAdd(
        topic,
        type.name(),
        RawPublisher.class,
        () -> {
          TopicPublisher core = newPublisher(topic, type, queueSize);
          AtomicReference<TopicParticipant> self = new AtomicReference<>();
          DefaultRawPublisher publisher =
              new DefaultRawPublisher(
                  core,
                  millis -> removePublisher(core, self.get(), (registered, ok) -> {}, millis));
          self.set(publisher);
          registerPublisher(core, (registered, success) -> {});
          return new Topics.Made<>(publisher, core);
        });
  }

  @SuppressWarnings("unchecked") // the caller names T
  <T> Subscriber<T> subscriber(String topic, MessageType<?> type, boolean tcpNoDelay) {
    return (Subscriber<T>)
        subscribers.getOrAdd(
            topic,
            type.name(),
            Subscriber.class,
            () -> {
              TopicSubscriber core =
                  newSubscriber(topic, type.name(), type.md5(), type.definition(), tcpNoDelay);
              AtomicReference<DefaultSubscriber<T>> self = new AtomicReference<>();
              DefaultSubscriber<T> subscriber =
                  new DefaultSubscriber<>(
                      core,
                      type,
                      executor,
                      millis ->
                          removeSubscriber(
                              core, self.get(), self.get()::signalRegistration, millis));
              self.set(subscriber);
              registerSubscriber(core, subscriber::signalRegistration);
              return new Topics.Made<>(subscriber, core);
            });
  }

  RawSubscriber rawSubscriber(String topic) {
    return subscribers.getOrAdd(
        topic,
        ANY,
        RawSubscriber.class,
        () -> {
          TopicSubscriber core = newSubscriber(topic, ANY, ANY, "", false);
          AtomicReference<TopicParticipant> self = new AtomicReference<>();
          DefaultRawSubscriber subscriber =
              new DefaultRawSubscriber(
                  core,
                  millis -> removeSubscriber(core, self.get(), (registered, ok) -> {}, millis));
          self.set(subscriber);
          registerSubscriber(core, (registered, success) -> {});
          return new Topics.Made<>(subscriber, core);
        });
  }

  private TopicPublisher newPublisher(String topic, MessageType<?> type, int queueSize) {
    return new TopicPublisher(node, topic, type, QueueLimits.ofMessages(queueSize));
  }

  private TopicSubscriber newSubscriber(
      String topic, String type, String md5, String definition, boolean tcpNoDelay) {
    return new TopicSubscriber(node, topic, type, md5, definition, tcpNoDelay, time, executor);
  }

  private void registerPublisher(TopicPublisher core, Signal signal) {
    registrar.register(
        outcome(true, signal, subscribersOfTopic -> {}),
        subscribersOfTopic -> {},
        "registerPublisher",
        core.topic(),
        core.type().name(),
        nodeUri);
  }

  private void registerSubscriber(TopicSubscriber core, Signal signal) {
    registrar.register(
        outcome(
            true,
            signal,
            answer -> {
              if (answer instanceof Collection<?> uris) {
                core.initialPublishers(uris);
              }
            }),
        answer -> {
          if (answer instanceof Collection<?> uris) {
            core.addPublishers(uris);
          }
        },
        "registerSubscriber",
        core.topic(),
        core.typeName(),
        nodeUri);
  }

  /**
   * The master is told last: subscribers hang up as soon as they hear of it, whatever is still
   * unread.
   */
  private void removePublisher(
      TopicPublisher core, TopicParticipant participant, Signal signal, long millis) {
    if (publishers.remove(core.topic(), participant)) {
      core.close();
      core.awaitClosed(millis, TimeUnit.MILLISECONDS);
      unregisterPublisher(core, signal);
      signalShutdown(participant);
      registrar.await(millis, TimeUnit.MILLISECONDS);
    }
  }

  private void unregisterPublisher(TopicPublisher core, Signal signal) {
    registrar.unregister(
        outcome(false, signal, count -> {}), "unregisterPublisher", core.topic(), nodeUri);
  }

  private void removeSubscriber(
      TopicSubscriber core, TopicParticipant participant, Signal signal, long millis) {
    if (subscribers.remove(core.topic(), participant)) {
      registrar.unregister(
          outcome(false, signal, count -> {}), "unregisterSubscriber", core.topic(), nodeUri);
      core.close();
      signalShutdown(participant);
      registrar.await(millis, TimeUnit.MILLISECONDS);
    }
  }

  private static void signalShutdown(TopicParticipant participant) {
    if (participant instanceof DefaultPublisher<?> publisher) {
      publisher.signalShutdown();
    } else if (participant instanceof DefaultSubscriber<?> subscriber) {
      subscriber.signalShutdown();
    }
  }

  private static Registrar.Outcome outcome(
      boolean registering, Signal signal, Consumer<Object> onSuccess) {
    return new Registrar.Outcome() {
      @Override
      public void onSuccess(Object value) {
        onSuccess.accept(value);
        signal.signal(registering, true);
      }

      @Override
      public void onFailure(Throwable failure) {
        signal.signal(registering, false);
      }
    };
  }

  /** Unregisters and closes everything; waits at most so long for the master and subscribers. */
  void close(long millis) {
    LocalPublishers.remove(URI.create(nodeUri));
    List<TopicPublisher> publishing = publishers.all();
    List<TopicSubscriber> subscribed = subscribers.all();
    Collection<TopicParticipant> publications = publishers.close();
    Collection<TopicParticipant> subscriptions = subscribers.close();
    for (TopicSubscriber core : subscribed) {
      registrar.unregister(
          outcome(false, (registered, ok) -> {}, count -> {}),
          "unregisterSubscriber",
          core.topic(),
          nodeUri);
      core.close();
    }
    publishing.forEach(TopicPublisher::close);
    publishing.forEach(core -> core.awaitClosed(millis, TimeUnit.MILLISECONDS));
    publishing.forEach(core -> unregisterPublisher(core, (registered, ok) -> {}));
    publications.forEach(NodeTopics::signalShutdown);
    subscriptions.forEach(NodeTopics::signalShutdown);
    registrar.await(millis, TimeUnit.MILLISECONDS);
  }
}
