package org.ros.internal.node.topic;

import org.ros.namespace.GraphName;

/**
 * Who subscribes to a topic.
 *
 * @param getNodeName the subscribing node
 */
public record SubscriberIdentifier(GraphName getNodeName, GraphName getTopicName) {}
