package org.ros;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.ros.internal.transport.LocalPublishers;
import org.ros.namespace.GraphName;
import org.ros.node.AbstractNodeMain;
import org.ros.node.ConnectedNode;
import org.ros.node.DefaultNodeMainExecutor;
import org.ros.node.NodeConfiguration;
import org.ros.node.NodeMainExecutor;

/** Nodes that do what a test tells them. */
public final class TestNodes implements AutoCloseable {

  private final URI master;
  private final boolean overSockets;
  private final NodeMainExecutor executor = DefaultNodeMainExecutor.newDefault();

  public TestNodes(URI master) {
    this(master, false);
  }

  /**
   * @param overSockets whether they are to each other as nodes of other processes are
   */
  public TestNodes(URI master, boolean overSockets) {
    this.master = master;
    this.overSockets = overSockets;
  }

  public ConnectedNode start(String name) {
    CompletableFuture<ConnectedNode> started = new CompletableFuture<>();
    executor.execute(
        new AbstractNodeMain() {
          @Override
          public GraphName getDefaultNodeName() {
            return GraphName.of(name);
          }

          @Override
          public void onStart(ConnectedNode connectedNode) {
            if (overSockets) {
              LocalPublishers.remove(connectedNode.getUri());
            }
            started.complete(connectedNode);
          }
        },
        NodeConfiguration.newPrivate(master));
    return started.orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    executor.shutdown();
    executor.getScheduledExecutorService().shutdownNow();
  }
}
