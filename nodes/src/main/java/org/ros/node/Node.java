package org.ros.node;

import java.net.URI;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.commons.logging.Log;
import org.ros.concurrent.CancellableLoop;
import org.ros.message.MessageFactory;
import org.ros.message.MessageSerializationFactory;
import org.ros.namespace.GraphName;
import org.ros.namespace.NodeNameResolver;

/** A node of the ROS graph. */
public interface Node {

  /** The resolved name. */
  GraphName getName();

  GraphName resolveName(GraphName name);

  GraphName resolveName(String name);

  NodeNameResolver getResolver();

  /** The address of the node's XML-RPC server. */
  URI getUri();

  URI getMasterUri();

  Log getLog();

  /** Writes and reads messages as the node's connections do. */
  MessageSerializationFactory getMessageSerializationFactory();

  MessageFactory getTopicMessageFactory();

  /** Makes requests by the name of their service's type. */
  MessageFactory getServiceRequestMessageFactory();

  /** Makes responses by the name of their service's type. */
  MessageFactory getServiceResponseMessageFactory();

  void addListener(NodeListener listener);

  /** Where listeners run. Shared by the nodes of one {@link NodeMainExecutor}. */
  ScheduledExecutorService getScheduledExecutorService();

  /** Runs the loop in a thread of its own until the node shuts down. */
  void executeCancellableLoop(CancellableLoop cancellableLoop);

  /**
   * Unregisters and closes everything. Waits for the master for two seconds at most. Does nothing
   * when the node is down already.
   */
  void shutdown();

  void removeListeners();
}
