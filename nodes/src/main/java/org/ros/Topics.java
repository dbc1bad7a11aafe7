package org.ros;

import org.ros.namespace.GraphName;

/** Topics that mean the same on every graph. */
public final class Topics {

  /** What nodes log, as rosgraph_msgs/Log. */
  public static final GraphName ROSOUT = GraphName.of("/rosout");

  /** Simulated time, as rosgraph_msgs/Clock. */
  public static final GraphName CLOCK = GraphName.of("/clock");

  private Topics() {}
}
