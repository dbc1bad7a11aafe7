package org.ros.node;

import java.util.Collection;

/** Makes nodes that are not tied to a {@link NodeMain}. */
public interface NodeFactory {

  /** Starts a node; see {@link #newNode(NodeConfiguration, Collection)}. */
  Node newNode(NodeConfiguration configuration);

  /**
   * Starts a node and returns at once. The node waits for the master when it is not there yet.
   *
   * @param listeners hear of the node from its start on; may be null
   */
  Node newNode(NodeConfiguration configuration, Collection<NodeListener> listeners);
}
