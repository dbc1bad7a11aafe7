package org.ros.node;

/** A node's program that overrides only what it needs. */
public abstract class AbstractNodeMain implements NodeMain {
  @Override
  public void onStart(ConnectedNode connectedNode) {}

  @Override
  public void onShutdown(Node node) {}

  @Override
  public void onShutdownComplete(Node node) {}

  /** Logs the error. */
  @Override
  public void onError(Node node, Throwable throwable) {
    node.getLog().error("node " + node.getName() + " failed", throwable);
  }
}
