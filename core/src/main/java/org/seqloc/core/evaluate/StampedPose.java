package org.seqloc.core.evaluate;

import java.util.Objects;
import org.seqloc.core.geometry.Pose;

/**
 * Where the body was at one time.
 *
 * @param stampNanos time of capture, nanoseconds
 */
public record StampedPose(long stampNanos, Pose mapFromBody) {
  public StampedPose {
    Objects.requireNonNull(mapFromBody, "mapFromBody");
  }
}
