package org.ros;

import org.ros.namespace.GraphName;

/** Parameters that mean the same on every graph. */
public final class Parameters {

  /** Whether time is what {@link Topics#CLOCK} says. */
  public static final GraphName USE_SIM_TIME = GraphName.of("/use_sim_time");

  private Parameters() {}
}
