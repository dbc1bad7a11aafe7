package org.ros;

/** The environment variables that every ROS node reads. */
public final class EnvironmentVariables {

  public static final String ROS_MASTER_URI = "ROS_MASTER_URI";
  public static final String ROS_IP = "ROS_IP";
  public static final String ROS_HOSTNAME = "ROS_HOSTNAME";

  /** Where ROS is installed; kept for programs that ask, not read here. */
  public static final String ROS_ROOT = "ROS_ROOT";

  /** Where ROS's packages are; kept for programs that ask, not read here. */
  public static final String ROS_PACKAGE_PATH = "ROS_PACKAGE_PATH";

  public static final String ROS_NAMESPACE = "ROS_NAMESPACE";

  private EnvironmentVariables() {}
}
