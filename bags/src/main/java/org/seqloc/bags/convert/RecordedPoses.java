package org.seqloc.bags.convert;

import java.util.Optional;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.PoseTrack;

/** The poses of a vehicle in a bag, to be asked for at a moment. */
final class RecordedPoses {

  private final PoseTrack worldFromBase;
  private final FromBagOptions options;

  RecordedPoses(PoseTrack worldFromBase, FromBagOptions options) {
    this.worldFromBase = worldFromBase;
    this.options = options;
  }

  /** The stamps of the poses themselves, ascending. */
  long[] stampsNanos() {
    return worldFromBase.stampsNanos();
  }

  /**
   * The pose at a moment, interpolated between the two nearest; empty before the first, after the
   * last and in larger gaps. With kapture's axes the pose nearest in time, the earlier of two;
   * empty when it is too far away.
   */
  Optional<Pose> at(long stampNanos) {
    long maxGapNanos = options.poses().maxGapNanos();
    return options.kaptureAxes()
        ? worldFromBase.nearest(stampNanos, maxGapNanos)
        : worldFromBase.at(stampNanos, maxGapNanos);
  }
}
