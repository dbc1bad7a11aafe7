package org.ros.internal.node.topic;

import java.net.URI;
import org.ros.namespace.GraphName;

/**
 * Who publishes a topic.
 *
 * @param getNodeName the publishing node
 * @param getNodeUri the address of its XML-RPC server
 */
public record PublisherIdentifier(GraphName getNodeName, URI getNodeUri, GraphName getTopicName) {}
