package org.ros.node;

/** Hears of the life of a node. Called in threads of the node's executor. */
public interface NodeListener {

  /** The node runs and has reached the master. */
  void onStart(ConnectedNode connectedNode);

  /** The node begins to end; its publishers still work. */
  void onShutdown(Node node);

  /** The node has ended; nothing of it works any more. */
  void onShutdownComplete(Node node);

  /** The node could not start, or a listener failed; the node shuts down. */
  void onError(Node node, Throwable throwable);
}
