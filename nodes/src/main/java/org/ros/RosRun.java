package org.ros;

import java.util.List;
import org.ros.exception.RosRuntimeException;
import org.ros.internal.loader.CommandLineLoader;
import org.ros.node.DefaultNodeMainExecutor;
import org.ros.node.NodeMain;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a node from the command line: {@code java -cp ... org.ros.RosRun CLASS [from:=to ...]}, with
 * the arguments and environment that every ROS node takes.
 */
public final class RosRun {

  private static final Logger LOG = LoggerFactory.getLogger(RosRun.class);
  private static final int EXIT_USER = 2;

  private RosRun() {}

  /** Ends with status 2 and one line in the log when the node cannot be started. */
  public static void main(String[] argv) {
    try {
      run(List.of(argv));
    } catch (RosRuntimeException e) {
      LOG.error("{}", e.getMessage());
      System.exit(EXIT_USER);
    }
  }

  private static void run(List<String> arguments) {
    if (arguments.isEmpty()) {
      throw new RosRuntimeException("usage: org.ros.RosRun CLASS [from:=to ...]");
    }
    CommandLineLoader loader = new CommandLineLoader(arguments);
    DefaultNodeMainExecutor.runUntilEnd(load(loader), loader.build());
  }

  private static NodeMain load(CommandLineLoader loader) {
    String className = loader.getNodeClassName();
    try {
      return loader.loadClass(className);
    } catch (ClassNotFoundException e) {
      throw new RosRuntimeException(
          "no class " + className + " on the class path; add its jar with -cp", e);
    } catch (ReflectiveOperationException e) {
      throw new RosRuntimeException(className + " cannot be made: " + e, e);
    }
  }
}
