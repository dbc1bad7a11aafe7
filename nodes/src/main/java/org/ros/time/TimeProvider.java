package org.ros.time;

import org.ros.message.Time;

/** Says what time it is on the graph. */
public interface TimeProvider {
  /** A new object that the caller may keep and change. */
  Time getCurrentTime();
}
