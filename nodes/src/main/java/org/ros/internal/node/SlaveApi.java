package org.ros.internal.node;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ros.internal.node.parameter.ParameterSubscriptions;
import org.ros.internal.node.topic.TopicPublisher;
import org.ros.internal.node.topic.TopicSubscriber;
import org.ros.internal.node.topic.Topics;
import org.ros.internal.transport.ConnectionHeader;
import org.ros.internal.transport.ConnectionStatistics;
import org.ros.internal.transport.Outlet;
import org.ros.internal.transport.PublisherLink;
import org.ros.internal.xmlrpc.RosApi;
import org.ros.internal.xmlrpc.RosApi.Answer;
import org.ros.internal.xmlrpc.RosApi.Arguments;

/** What the master, other nodes and tools may ask a node. See wiki.ros.org/ROS/Slave_API. */
final class SlaveApi {

  private final String node;
  private final URI masterUri;
  private final Topics<TopicPublisher> publishers;
  private final Topics<TopicSubscriber> subscribers;
  private final ParameterSubscriptions parameters;
  private final String tcpRosHost;
  private final int tcpRosPort;
  private final Runnable shutdown;

  /**
   * @param shutdown ends the node without waiting
   */
  SlaveApi(
      String node,
      URI masterUri,
      Topics<TopicPublisher> publishers,
      Topics<TopicSubscriber> subscribers,
      ParameterSubscriptions parameters,
      String tcpRosHost,
      int tcpRosPort,
      Runnable shutdown) {
    this.node = node;
    this.masterUri = masterUri;
    this.publishers = publishers;
    this.subscribers = subscribers;
    this.parameters = parameters;
    this.tcpRosHost = tcpRosHost;
    this.tcpRosPort = tcpRosPort;
    this.shutdown = shutdown;
  }

  RosApi api() {
    return new RosApi()
        .add("getBusStats", 1, a -> Answer.success("bus stats", busStats()))
        .add("getBusInfo", 1, a -> Answer.success("bus info", busInfo()))
        .add("getMasterUri", 1, a -> Answer.success("master URI", masterUri.toString()))
        .add("getName", 1, a -> Answer.success("node name", node))
        .add("getPid", 1, a -> Answer.success("pid", (int) ProcessHandle.current().pid()))
        .add(
            "getSubscriptions",
            1,
            a -> Answer.success("subscriptions", subscribers.describe(TopicSubscriber::typeName)))
        .add(
            "getPublications",
            1,
            a ->
                Answer.success(
                    "publications", publishers.describe(publisher -> publisher.type().name())))
        .add(
            "shutdown",
            1,
            2,
            a -> {
              shutdown.run();
              return Answer.success("shutdown", 0);
            })
        .add(
            "paramUpdate",
            3,
            a ->
                parameters.update(a.nonEmpty(1, "parameter_key"), a.value(2))
                    ? Answer.success("updated", 0)
                    : Answer.error("not subscribed"))
        .add("publisherUpdate", 3, this::publisherUpdate)
        .add("requestTopic", 3, this::requestTopic)
        .withErrorValue(List.of(), "getBusStats", "getBusInfo", "requestTopic")
        .withErrorValue(List.of(), "getSubscriptions", "getPublications")
        .withErrorValue("", "getMasterUri", "getName")
        .withErrorValue(-1, "getPid", "paramUpdate", "publisherUpdate");
  }

  private Answer publisherUpdate(Arguments a) {
    String topic = a.nonEmpty(1, "topic");
    List<?> uris = a.list(2, "publishers");
    Optional<TopicSubscriber> subscriber = subscribers.find(topic);
    subscriber.ifPresent(found -> found.updatePublishers(uris));
    return Answer.success(subscriber.isPresent() ? "updated" : "not subscribed", 0);
  }

  private Answer requestTopic(Arguments a) {
    String topic = a.nonEmpty(1, "topic");
    if (publishers.find(topic).isEmpty()) {
      return new Answer(-1, "not a publisher of [" + topic + "]", List.of());
    }
    for (Object protocol : a.list(2, "protocols")) {
      if (protocol instanceof List<?> list && !list.isEmpty() && "TCPROS".equals(list.get(0))) {
        return Answer.success(
            "ready on " + tcpRosHost + ":" + tcpRosPort, List.of("TCPROS", tcpRosHost, tcpRosPort));
      }
    }
    return Answer.failure("TCPROS is the only protocol here", List.of());
  }

  private List<Object> busStats() {
    List<Object> published = new ArrayList<>();
    for (TopicPublisher publisher : publishers.all()) {
      List<Object> connections = new ArrayList<>();
      long bytes = 0;
      for (Outlet link : publisher.links()) {
        ConnectionStatistics s = link.statistics();
        bytes += s.bytes();
        connections.add(List.of(s.id(), asInt(s.bytes()), asInt(s.messages()), true));
      }
      published.add(List.of(publisher.topic(), asInt(bytes), connections));
    }
    List<Object> subscribed = new ArrayList<>();
    for (TopicSubscriber subscriber : subscribers.all()) {
      List<Object> connections = new ArrayList<>();
      for (PublisherLink link : subscriber.links()) {
        ConnectionStatistics s = link.statistics();
        // The API's estimate of drops at the sender, which a receiver cannot know.
        connections.add(
            List.of(s.id(), asInt(s.bytes()), asInt(s.messages()), -1, link.isConnected()));
      }
      subscribed.add(List.of(subscriber.topic(), connections));
    }
    return List.of(published, subscribed, List.of());
  }

  private List<Object> busInfo() {
    List<Object> connections = new ArrayList<>();
    for (TopicPublisher publisher : publishers.all()) {
      for (Outlet link : publisher.links()) {
        connections.add(
            List.of(
                link.statistics().id(),
                link.peer().orEmpty(ConnectionHeader.CALLER_ID),
                "o",
                link.transport(),
                publisher.topic(),
                true,
                link.transportInfo()));
      }
    }
    for (TopicSubscriber subscriber : subscribers.all()) {
      for (PublisherLink link : subscriber.links()) {
        connections.add(
            List.of(
                link.statistics().id(),
                link.publisher().toString(),
                "i",
                link.transport(),
                subscriber.topic(),
                link.isConnected(),
                link.transportInfo()));
      }
    }
    return connections;
  }

  /** XML-RPC has 32 bits; a count beyond stays at the largest. */
  private static int asInt(long count) {
    return (int) Math.min(count, Integer.MAX_VALUE);
  }
}
