package org.ros.node;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import org.ros.concurrent.DefaultScheduledExecutorService;
import org.ros.internal.node.DefaultNode;
import org.ros.namespace.GraphName;

/** Runs nodes of this process on shared threads. Safe for use by several threads. */
public final class DefaultNodeMainExecutor implements NodeMainExecutor {

  private final ScheduledExecutorService executor;
  private final Map<NodeMain, DefaultNode> nodes = new ConcurrentHashMap<>();

  private DefaultNodeMainExecutor(ScheduledExecutorService executor) {
    this.executor = executor;
  }

  public static NodeMainExecutor newDefault() {
    return newDefault(new DefaultScheduledExecutorService());
  }

  /**
   * @param executor stays the caller's; needs as many threads as listeners and loops run at once
   */
  public static NodeMainExecutor newDefault(ScheduledExecutorService executor) {
    return new DefaultNodeMainExecutor(executor);
  }

  /** Runs one node of a program until it is shut down, by whomever; signals end it in order. */
  public static void runUntilEnd(NodeMain nodeMain, NodeConfiguration nodeConfiguration) {
    NodeMainExecutor executor = newDefault();
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(executor::shutdown, "shutdown"));
    executor.execute(
        nodeMain,
        nodeConfiguration,
        List.of(
            new DefaultNodeListener() {
              @Override
              public void onShutdownComplete(Node node) {
                ended.countDown();
              }
            }));
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      executor.shutdown();
    }
  }

  @Override
  public ScheduledExecutorService getScheduledExecutorService() {
    return executor;
  }

  @Override
  public void execute(
      NodeMain nodeMain,
      NodeConfiguration nodeConfiguration,
      Collection<NodeListener> nodeListeners) {
    NodeConfiguration configuration = NodeConfiguration.copyOf(nodeConfiguration);
    GraphName defaultName = nodeMain.getDefaultNodeName();
    if (defaultName != null) {
      configuration.setDefaultNodeName(defaultName);
    }
    List<NodeListener> listeners = new ArrayList<>(List.of(nodeMain));
    if (nodeListeners != null) {
      listeners.addAll(nodeListeners);
    }
    listeners.add(new Forget(nodeMain));
    DefaultNode node = new DefaultNode(configuration, listeners, executor);
    shutDownNamesake(node);
    nodes.put(nodeMain, node);
    node.start();
  }

  @Override
  public void execute(NodeMain nodeMain, NodeConfiguration nodeConfiguration) {
    execute(nodeMain, nodeConfiguration, null);
  }

  private void shutDownNamesake(DefaultNode node) {
    for (DefaultNode other : nodes.values()) {
      if (other.getName().equals(node.getName())
          && other.getMasterUri().equals(node.getMasterUri())) {
        other.shutdown();
      }
    }
  }

  @Override
  public void shutdownNodeMain(NodeMain nodeMain) {
    DefaultNode node = nodes.get(nodeMain);
    if (node != null) {
      node.shutdown();
    }
  }

  @Override
  public void shutdown() {
    List.copyOf(nodes.values()).forEach(DefaultNode::shutdown);
  }

  /** Forgets a node that has ended, whoever ended it. */
  private final class Forget extends DefaultNodeListener {
    private final NodeMain nodeMain;

    Forget(NodeMain nodeMain) {
      this.nodeMain = nodeMain;
    }

    @Override
    public void onShutdownComplete(Node node) {
      // Not its successor, when the program was started again.
      nodes.remove(nodeMain, node);
    }
  }
}
