package org.seqloc.launch;

import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import org.ros.RosCore;
import org.ros.internal.loader.CommandLineLoader;
import org.ros.internal.node.rosout.RosoutNode;
import org.ros.node.DefaultNodeMainExecutor;
import org.ros.node.NodeMainExecutor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A ROS master. */
@Command(
    name = "master",
    mixinStandardHelpOptions = true,
    description = "Run a ROS master with parameter server, as roscore does.")
final class MasterCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      description = "Where to listen (default: the port of ROS_MASTER_URI, else 11311).")
  private Integer port;

  @Override
  public Integer call() throws InterruptedException {
    CommandLineLoader loader = GraphNode.loader(List.of());
    URI wanted = loader.masterUri();
    int listen = port == null ? wanted.getPort() : port;
    // As every node: loopback only, unless told what other machines call this one.
    RosCore core =
        loader.host().isEmpty()
            ? RosCore.newPrivate(listen)
            : RosCore.newPublic(loader.host(), listen);
    core.start();
    NodeMainExecutor nodes = DefaultNodeMainExecutor.newDefault();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  nodes.shutdown();
                  core.shutdown();
                },
                "shutdown"));
    nodes.execute(new RosoutNode(), loader.build().setMasterUri(core.getUri()));
    spec.commandLine().getOut().println("ROS_MASTER_URI=" + core.getUri());
    core.awaitShutdown();
    return 0;
  }
}
