package org.ros.internal.node.rosout;

import org.ros.namespace.GraphName;
import org.ros.node.AbstractNodeMain;
import org.ros.node.ConnectedNode;
import org.ros.node.topic.RawPublisher;

/**
 * The node that roscore starts beside the master: one publisher of the lines of all nodes' logs, so
 * that who reads them needs one connection only.
 */
public final class RosoutNode extends AbstractNodeMain {

  private static final int QUEUE = 1000;

  @Override
  public GraphName getDefaultNodeName() {
    return GraphName.of("/rosout");
  }

  @Override
  public void onStart(ConnectedNode node) {
    RawPublisher all = node.newRawPublisher("/rosout_agg", rosgraph_msgs.Log.TYPE, QUEUE);
    node.newRawSubscriber("/rosout").addMessageListener(line -> all.publish(line.payload()), QUEUE);
  }
}
