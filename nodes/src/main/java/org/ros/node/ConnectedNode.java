package org.ros.node;

import org.ros.message.Time;
import org.ros.namespace.GraphName;
import org.ros.node.parameter.ParameterTree;
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
 */
public interface ConnectedNode extends Node {

  /** The wall clock, or the newest time of /clock when /use_sim_time was true at the start. */
  Time getCurrentTime();

  <T> Publisher<T> newPublisher(GraphName topicName, String messageType);

  <T> Publisher<T> newPublisher(String topicName, String messageType);

  /**
   * @param queueSize how many messages may wait for each slow subscriber, at least 1; the other
   *     methods take 64. All that wait for one subscriber are limited to 64 MiB too.
   */
  <T> Publisher<T> newPublisher(String topicName, String messageType, int queueSize);

  <T> Subscriber<T> newSubscriber(GraphName topicName, String messageType);

  <T> Subscriber<T> newSubscriber(
      GraphName topicName, String messageType, TransportHints transportHints);

  <T> Subscriber<T> newSubscriber(String topicName, String messageType);

  <T> Subscriber<T> newSubscriber(
      String topicName, String messageType, TransportHints transportHints);

  /**
   * Publishes messages that are serialized already, of a type that need not be known here.
   *
   * @param type its name, sum and definition are told to subscribers; its factory is not used
   */
  RawPublisher newRawPublisher(String topicName, MessageType<?> type, int queueSize);

  /** Subscribes to a topic of whatever type and gets the bytes of its messages. */
  RawSubscriber newRawSubscriber(String topicName);

  ParameterTree getParameterTree();
}
