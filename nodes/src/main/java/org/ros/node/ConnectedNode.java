package org.ros.node;

import java.net.URI;
import org.ros.exception.ServiceNotFoundException;
import org.ros.message.Time;
import org.ros.namespace.GraphName;
import org.ros.node.parameter.ParameterTree;
import org.ros.node.service.ServiceClient;
import org.ros.node.service.ServiceResponseBuilder;
import org.ros.node.service.ServiceServer;
import org.ros.node.topic.Publisher;
import org.ros.node.topic.RawPublisher;
import org.ros.node.topic.RawSubscriber;
import org.ros.node.topic.Subscriber;
import org.ros.node.topic.TransportHints;
import org.seqloc.msgs.MessageType;

/**
 * A node that runs. Topics are resolved by the node's name, namespace and remappings.
 *
 * <p>A node has one publisher and one subscriber for each topic: asking again for the same topic
 * and type returns the first one, asking for another type throws {@link
 * org.ros.exception.RosRuntimeException}. So does a type for which no class was generated.
 *
 * <p>Methods that rosjava's interface lacks are default ones, for programs that implement it; so
 * are those that take a name as text.
 */
public interface ConnectedNode extends Node {

  /** The wall clock, or the newest time of /clock when /use_sim_time was true at the start. */
  Time getCurrentTime();

  <T> Publisher<T> newPublisher(GraphName topicName, String messageType);

  default <T> Publisher<T> newPublisher(String topicName, String messageType) {
    return newPublisher(GraphName.of(topicName), messageType);
  }

  /**
   * @param queueSize how many messages may wait for each slow subscriber, at least 1; the other
   *     methods take 64. All that wait for one subscriber are limited to 64 MiB too.
   */
  default <T> Publisher<T> newPublisher(String topicName, String messageType, int queueSize) {
    throw new UnsupportedOperationException("this node has queues of one size only");
  }

  default <T> Subscriber<T> newSubscriber(GraphName topicName, String messageType) {
    return newSubscriber(topicName, messageType, new TransportHints());
  }

  <T> Subscriber<T> newSubscriber(
      GraphName topicName, String messageType, TransportHints transportHints);

  default <T> Subscriber<T> newSubscriber(String topicName, String messageType) {
    return newSubscriber(GraphName.of(topicName), messageType);
  }

  default <T> Subscriber<T> newSubscriber(
      String topicName, String messageType, TransportHints transportHints) {
    return newSubscriber(GraphName.of(topicName), messageType, transportHints);
  }

  /**
   * Publishes messages that are serialized already, of a type that need not be known here.
   *
   * @param type its name, sum and definition are told to subscribers; its factory is not used
   */
  default RawPublisher newRawPublisher(String topicName, MessageType<?> type, int queueSize) {
    throw new UnsupportedOperationException("this node publishes no raw messages");
  }

  /** Subscribes to a topic of whatever type and gets the bytes of its messages. */
  default RawSubscriber newRawSubscriber(String topicName) {
    throw new UnsupportedOperationException("this node subscribes to no raw messages");
  }

  /**
   * Serves a service.
   *
   * @param serviceType {@code std_srvs/Trigger}
   * @throws org.ros.exception.DuplicateServiceException when this node serves it already
   */
  <T, S> ServiceServer<T, S> newServiceServer(
      GraphName serviceName, String serviceType, ServiceResponseBuilder<T, S> responseBuilder);

  default <T, S> ServiceServer<T, S> newServiceServer(
      String serviceName, String serviceType, ServiceResponseBuilder<T, S> responseBuilder) {
    return newServiceServer(GraphName.of(serviceName), serviceType, responseBuilder);
  }

  /** What this node serves under the name; null if nothing, as in rosjava. */
  <T, S> ServiceServer<T, S> getServiceServer(GraphName serviceName);

  default <T, S> ServiceServer<T, S> getServiceServer(String serviceName) {
    return getServiceServer(GraphName.of(serviceName));
  }

  /** Where the service is served, {@code rosrpc://host:port}; null if nowhere, as in rosjava. */
  URI lookupServiceUri(GraphName serviceName);

  default URI lookupServiceUri(String serviceName) {
    return lookupServiceUri(GraphName.of(serviceName));
  }

  /**
   * A client that is connected and stays so. Asking again for the same service returns the same
   * client, until it is shut down by whomever; its calls are answered one after the other.
   *
   * @throws ServiceNotFoundException when nobody serves it, or not as this type
   */
  <T, S> ServiceClient<T, S> newServiceClient(GraphName serviceName, String serviceType)
      throws ServiceNotFoundException;

  default <T, S> ServiceClient<T, S> newServiceClient(String serviceName, String serviceType)
      throws ServiceNotFoundException {
    return newServiceClient(GraphName.of(serviceName), serviceType);
  }

  /**
   * A client of the caller's own.
   *
   * @param persistent whether it keeps its connection, or makes one for each call
   * @throws ServiceNotFoundException when nobody serves it, or not as this type
   */
  default <T, S> ServiceClient<T, S> newServiceClient(
      GraphName serviceName, String serviceType, boolean persistent)
      throws ServiceNotFoundException {
    throw new UnsupportedOperationException("this node has clients of one kind only");
  }

  ParameterTree getParameterTree();
}
