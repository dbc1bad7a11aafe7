package org.ros.node;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.ros.internal.node.DefaultNode;

/** Makes nodes that share an executor. */
public class DefaultNodeFactory implements NodeFactory {

  private final ScheduledExecutorService executor;

  /**
   * @param scheduledExecutorService stays the caller's; needs as many threads as listeners and
   *     loops run at once
   */
  public DefaultNodeFactory(ScheduledExecutorService scheduledExecutorService) {
    this.executor = scheduledExecutorService;
  }

  @Override
  public Node newNode(NodeConfiguration configuration) {
    return newNode(configuration, null);
  }

  @Override
  public Node newNode(NodeConfiguration configuration, Collection<NodeListener> listeners) {
    DefaultNode node =
        new DefaultNode(
            NodeConfiguration.copyOf(configuration),
            listeners == null ? List.of() : listeners,
            executor);
    node.start();
    return node;
  }
}
