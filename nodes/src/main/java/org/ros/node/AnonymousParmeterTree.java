package org.ros.node;

import java.net.URI;
import org.ros.internal.node.parameter.DefaultParameterTree;
import org.ros.internal.node.parameter.ParameterSubscriptions;
import org.ros.master.client.MasterClient;
import org.ros.namespace.GraphName;
import org.ros.namespace.NameResolver;
import org.ros.namespace.NodeNameResolver;
import org.ros.node.parameter.ParameterListener;

/**
 * The parameter server for a program that is no node, so nothing can be sent to it. The class is
 * spelt as in rosjava.
 */
public class AnonymousParmeterTree extends DefaultParameterTree {

  private static final GraphName NAME = GraphName.of("/anonymous");

  public AnonymousParmeterTree(URI masterUri) {
    super(
        new MasterClient(NAME.toString(), masterUri),
        "",
        new NodeNameResolver(NAME, NameResolver.newRoot()),
        new ParameterSubscriptions(Runnable::run));
  }

  /**
   * @throws UnsupportedOperationException always
   */
  @Override
  public void addParameterListener(GraphName name, ParameterListener listener) {
    throw new UnsupportedOperationException(
        "only a node hears of new values; use ConnectedNode.getParameterTree");
  }

  /**
   * @throws UnsupportedOperationException always
   */
  @Override
  public void addParameterListener(String name, ParameterListener listener) {
    addParameterListener(GraphName.of(name), listener);
  }
}
