package org.seqloc.core.kapture.exchange;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.PoseTrack;
import org.seqloc.core.kapture.Kapture;

/** Gives the moments of records their poses, from a trajectory with stamps of its own. */
final class Interpolation {

  private final PoseTrack mapFromDevice = new PoseTrack();
  private final SortedSet<Long> moments = new TreeSet<>();
  private final long maxGapNanos;

  /**
   * @param maxGapNanos how far apart two poses may be for one between them to be made up
   */
  Interpolation(long maxGapNanos) {
    this.maxGapNanos = maxGapNanos;
  }

  PoseTrack mapFromDevice() {
    return mapFromDevice;
  }

  /** A moment that wants a pose. */
  void moment(long stamp) {
    moments.add(stamp);
  }

  /** Adds the poses; notes how many moments have none. */
  void poses(String device, Kapture.Builder builder, DatasetCollector collector) {
    long without = 0;
    for (long stamp : moments) {
      Optional<Pose> pose = mapFromDevice.at(stamp, maxGapNanos);
      pose.ifPresent(p -> builder.mapFromDevice(stamp, device, p));
      without += pose.isPresent() ? 0 : 1;
    }
    if (without > 0) {
      collector.note(
          without
              + " of "
              + moments.size()
              + " moments have no pose: the ground truth has none around them, or none near");
    }
  }
}
