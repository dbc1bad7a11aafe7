package org.ros.node;

/** Does nothing. */
public class DefaultNodeListener implements NodeListener {
  @Override
  public void onStart(ConnectedNode connectedNode) {}

  @Override
  public void onShutdown(Node node) {}

  @Override
  public void onShutdownComplete(Node node) {}

  @Override
  public void onError(Node node, Throwable throwable) {}
}
