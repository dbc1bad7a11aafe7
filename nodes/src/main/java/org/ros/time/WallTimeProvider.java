package org.ros.time;

import java.time.Instant;
import org.ros.message.Time;

/** The clock of this machine. */
public class WallTimeProvider implements TimeProvider {
  @Override
  public Time getCurrentTime() {
    Instant now = Instant.now();
    // ROS counts the seconds in 32 bits without sign; the cast keeps their bits.
    return new Time((int) now.getEpochSecond(), now.getNano());
  }
}
