package org.ros;

/** What {@code __name:=value} sets on the command line of every ROS node. */
public final class CommandLineVariables {

  public static final String ROS_NAMESPACE = "__ns";
  public static final String ROS_IP = "__ip";
  public static final String ROS_HOSTNAME = "__hostname";
  public static final String ROS_MASTER_URI = "__master";
  public static final String TCPROS_PORT = "__tcpros_server_port";
  public static final String NODE_NAME = "__name";

  private CommandLineVariables() {}
}
