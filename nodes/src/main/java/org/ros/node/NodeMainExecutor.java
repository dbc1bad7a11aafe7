package org.ros.node;

import java.util.Collection;
import java.util.concurrent.ScheduledExecutorService;

/** Runs nodes. */
public interface NodeMainExecutor {

  ScheduledExecutorService getScheduledExecutorService();

  /**
   * Starts a node and returns at once. The node waits for the master when it is not there yet. A
   * node of the same name that runs in this executor is shut down.
   *
   * @param nodeListeners hear of the node besides its program; may be null
   */
  void execute(
      NodeMain nodeMain,
      NodeConfiguration nodeConfiguration,
      Collection<NodeListener> nodeListeners);

  void execute(NodeMain nodeMain, NodeConfiguration nodeConfiguration);

  /** Shuts down the node that runs this program, if any. */
  void shutdownNodeMain(NodeMain nodeMain);

  /** Shuts down all nodes. */
  void shutdown();
}
