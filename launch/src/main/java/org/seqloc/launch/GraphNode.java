package org.seqloc.launch;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.ros.exception.RosRuntimeException;
import org.ros.internal.loader.CommandLineLoader;
import org.ros.namespace.GraphName;
import org.ros.node.AbstractNodeMain;
import org.ros.node.DefaultNodeListener;
import org.ros.node.DefaultNodeMainExecutor;
import org.ros.node.Node;
import org.ros.node.NodeConfiguration;
import org.ros.node.NodeMain;
import org.ros.node.NodeMainExecutor;

/** Runs nodes of a command until they end or the user ends them (Ctrl-C). */
final class GraphNode {

  /** How remappings are described in help. */
  static final String REMAPPINGS =
      "Remap a name; __name, __ns, __ip, __master as in every ROS node.";

  private GraphNode() {}

  /**
   * @param remappings {@code from:=to}
   */
  static NodeConfiguration configuration(List<String> remappings) {
    return loader(remappings).build();
  }

  static CommandLineLoader loader(List<String> arguments) {
    for (String argument : arguments) {
      if (!argument.contains(":=")) {
        throw new RosRuntimeException("'" + argument + "' is no remapping; write from:=to");
      }
    }
    return new CommandLineLoader(arguments, System.getenv());
  }

  /** A name given on the command line, which begins at the root. */
  static String global(String name) {
    return name.startsWith("/") ? name : "/" + name;
  }

  /** What a command does while its node runs. */
  interface Work {
    void run() throws InterruptedException;
  }

  /**
   * Starts the node, does the work, and shuts the node down in any case.
   *
   * @throws RuntimeException what the node failed with
   */
  static void run(NodeMain main, NodeConfiguration configuration, Work work) {
    NodeMainExecutor executor = DefaultNodeMainExecutor.newDefault();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread worker = Thread.currentThread();
    Thread hook =
        new Thread(
            () -> {
              executor.shutdown();
              worker.interrupt();
            },
            "shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      executor.execute(
          main,
          configuration,
          List.of(
              new DefaultNodeListener() {
                @Override
                public void onError(Node node, Throwable throwable) {
                  failure.set(throwable);
                  worker.interrupt();
                }
              }));
      work.run();
    } catch (InterruptedException e) {
      if (failure.get() instanceof RuntimeException thrown) {
        throw thrown;
      }
      // Ctrl-C: the hook shuts the node down.
    } finally {
      executor.shutdown();
      executor.getScheduledExecutorService().shutdownNow();
      removeHook(hook);
    }
  }

  /** Waits until the user ends the program. */
  static void forever() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  /** Waits as long as it takes, an interruption ends it. */
  static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** No effect when the program ends already. */
  static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The program ends already, and the hook runs.
      return;
    }
  }

  /** A node that only gives its commands a place on the graph. */
  abstract static class Anonymous extends AbstractNodeMain {
    private final String prefix;

    Anonymous(String prefix) {
      this.prefix = prefix;
    }

    @Override
    public final GraphName getDefaultNodeName() {
      return GraphName.of(
          prefix + "_" + ProcessHandle.current().pid() + "_" + System.currentTimeMillis());
    }
  }
}
