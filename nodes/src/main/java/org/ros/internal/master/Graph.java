package org.ros.internal.master;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of the graph: nodes, topics, services and who wants to know of parameters. All methods
 * are safe for use by several threads; notices go out in the order of the changes.
 */
final class Graph {

  private record Service(String node, String serviceUri) {}

  private static final Logger LOG = LoggerFactory.getLogger(Graph.class);
  private static final String ANY_TYPE = "*";

  private final NodeNotifier notifier;
  private final Map<String, String> apiOfNode = new HashMap<>();
  private final Registrations publishers = new Registrations();
  private final Registrations subscribers = new Registrations();
  private final Registrations parameterSubscribers = new Registrations();
  private final Map<String, Service> services = new TreeMap<>();
  private final Map<String, String> topicTypes = new TreeMap<>();
  private final ParameterServer parameters = new ParameterServer();

  Graph(NodeNotifier notifier) {
    this.notifier = notifier;
  }

  /**
   * @return the addresses of the topic's publishers
   */
  synchronized List<String> addSubscriber(String node, String topic, String type, String api) {
    registerNode(node, api);
    subscribers.add(topic, node, api);
    if (!type.equals(ANY_TYPE)) {
      topicTypes.putIfAbsent(topic, type);
    }
    return publishers.apis(topic);
  }

  synchronized boolean removeSubscriber(String node, String topic, String api) {
    boolean removed = subscribers.remove(topic, node, api);
    forgetIfIdle(node);
    return removed;
  }

  /**
   * @return the addresses of the topic's subscribers
   */
  synchronized List<String> addPublisher(String node, String topic, String type, String api) {
    registerNode(node, api);
    publishers.add(topic, node, api);
    if (!type.equals(ANY_TYPE)) {
      topicTypes.put(topic, type);
    } else {
      topicTypes.putIfAbsent(topic, type);
    }
    tellSubscribers(topic);
    return subscribers.apis(topic);
  }

  synchronized boolean removePublisher(String node, String topic, String api) {
    boolean removed = publishers.remove(topic, node, api);
    if (removed) {
      tellSubscribers(topic);
    }
    forgetIfIdle(node);
    return removed;
  }

  synchronized void addService(String node, String service, String serviceUri, String api) {
    registerNode(node, api);
    services.put(service, new Service(node, serviceUri));
  }

  synchronized boolean removeService(String node, String service, String serviceUri) {
    boolean removed = services.remove(service, new Service(node, serviceUri));
    forgetIfIdle(node);
    return removed;
  }

  synchronized Optional<String> serviceUri(String service) {
    return Optional.ofNullable(services.get(service)).map(Service::serviceUri);
  }

  synchronized Optional<String> nodeApi(String node) {
    return Optional.ofNullable(apiOfNode.get(node));
  }

  /**
   * @return {@code [[topic, type], ...]} of the topics that have a publisher
   */
  synchronized List<Object> publishedTopics(String namespace) {
    List<Object> topics = new ArrayList<>();
    for (String topic : publishers.keys()) {
      if (topic.startsWith(namespace)) {
        topics.add(List.of(topic, topicTypes.get(topic)));
      }
    }
    return topics;
  }

  /**
   * @return {@code [[topic, type], ...]} of all topics that were ever heard of
   */
  synchronized List<Object> topicTypes() {
    List<Object> topics = new ArrayList<>();
    topicTypes.forEach((topic, type) -> topics.add(List.of(topic, type)));
    return topics;
  }

  /**
   * @return publishers, subscribers and services, each {@code [[name, [node, ...]], ...]}
   */
  synchronized List<Object> systemState() {
    List<Object> serviceState = new ArrayList<>();
    services.forEach((name, service) -> serviceState.add(List.of(name, List.of(service.node))));
    return List.of(publishers.state(), subscribers.state(), serviceState);
  }

  synchronized void setParameter(String node, String name, Object value) {
    parameters.set(name, value);
    tellParameterSubscribers(name, value, Optional.of(node));
  }

  synchronized boolean deleteParameter(String name) {
    boolean deleted = parameters.delete(name);
    if (deleted) {
      tellParameterSubscribers(name, Map.of(), Optional.empty());
    }
    return deleted;
  }

  synchronized Optional<Object> parameter(String name) {
    return parameters.get(name);
  }

  synchronized Optional<String> searchParameter(String namespace, String name) {
    return parameters.search(namespace, name);
  }

  synchronized List<String> parameterNames() {
    return parameters.names();
  }

  /**
   * @return the present value, or an empty map
   */
  synchronized Object subscribeParameter(String node, String api, String name) {
    registerNode(node, api);
    parameterSubscribers.add(Names.asNamespace(name), node, api);
    return parameters.get(name).orElse(Map.of());
  }

  synchronized boolean unsubscribeParameter(String node, String api, String name) {
    boolean removed = parameterSubscribers.remove(Names.asNamespace(name), node, api);
    forgetIfIdle(node);
    return removed;
  }

  /** A node of the same name at another address replaces the old one, which is told to end. */
  private void registerNode(String node, String api) {
    String oldApi = apiOfNode.put(node, api);
    if (oldApi == null || oldApi.equals(api)) {
      return;
    }
    LOG.info("{} at {} is replaced by one at {}", node, oldApi, api);
    List<String> topics = publishers.removeAll(node);
    subscribers.removeAll(node);
    parameterSubscribers.removeAll(node);
    services.values().removeIf(service -> service.node.equals(node));
    topics.forEach(this::tellSubscribers);
    notifier.tell(
        oldApi,
        "shutdown",
        "",
        answer -> {},
        "/master",
        "[" + node + "] Reason: new node registered with same name");
  }

  private void forgetIfIdle(String node) {
    if (!publishers.hasNode(node)
        && !subscribers.hasNode(node)
        && !parameterSubscribers.hasNode(node)
        && services.values().stream().noneMatch(service -> service.node.equals(node))) {
      apiOfNode.remove(node);
    }
  }

  private void tellSubscribers(String topic) {
    List<String> uris = publishers.apis(topic);
    for (String api : subscribers.apis(topic)) {
      notifier.tell(api, "publisherUpdate", topic, answer -> {}, "/master", topic, uris);
    }
  }

  /** Those of the parameter or a namespace above it, then those of what is or was below it. */
  private void tellParameterSubscribers(String name, Object value, Optional<String> setter) {
    String changed = Names.asNamespace(name);
    for (String subscribed : List.copyOf(parameterSubscribers.keys())) {
      if (changed.startsWith(subscribed)) {
        for (Registrations.Registrant registrant : parameterSubscribers.of(subscribed)) {
          if (!setter.equals(Optional.of(registrant.node()))) {
            tellParameter(registrant, subscribed, changed, value);
          }
        }
      } else if (subscribed.startsWith(changed)) {
        Object below = parameters.get(subscribed).orElse(Map.of());
        for (Registrations.Registrant registrant : parameterSubscribers.of(subscribed)) {
          tellParameter(registrant, subscribed, subscribed, below);
        }
      }
    }
  }

  private void tellParameter(
      Registrations.Registrant registrant, String subscribed, String changed, Object value) {
    notifier.tell(
        registrant.api(),
        "paramUpdate",
        changed,
        answer -> {
          if (NodeNotifier.isRefusal(answer)) {
            unsubscribeParameter(registrant.node(), registrant.api(), subscribed);
          }
        },
        "/master",
        changed,
        value);
  }
}
