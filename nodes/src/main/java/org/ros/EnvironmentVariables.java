package org.ros;

/** The environment variables that every ROS node reads. */
public final class EnvironmentVariables {

  public static final String ROS_MASTER_URI = "ROS_MASTER_URI";
  public static final String ROS_IP = "ROS_IP";
  public static final String ROS_HOSTNAME = "ROS_HOSTNAME";
  public static final String ROS_NAMESPACE = "ROS_NAMESPACE";

  private EnvironmentVariables() {}
}
