package org.seqloc.core.sequence;

import java.util.Optional;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.PoseTrack;

/**
 * The last seconds of odometry, to be asked for a moment between two of them. Not safe for several
 * threads at once.
 */
public final class OdometryBuffer {

  /** How much is kept. */
  private static final long KEPT_NANOS = 30_000_000_000L;

  /** However fast they come, not more than this many. */
  private static final int MAX_COUNT = 30_000;

  /** Between two further apart than this nothing is made up. */
  private static final long MAX_GAP_NANOS = 500_000_000L;

  private final PoseTrack odomFromBody = new PoseTrack();

  /** Adds one, in any order of stamps. A clock that jumps back by more than is kept starts anew. */
  public void add(Odometry odometry) {
    long stamp = odometry.stampNanos();
    if (stamp < odomFromBody.lastNanos().orElse(stamp) - KEPT_NANOS) {
      odomFromBody.clear();
    }
    odomFromBody.put(stamp, odometry.odomFromBody());
    odomFromBody.trim(odomFromBody.lastNanos().orElseThrow() - KEPT_NANOS, MAX_COUNT);
  }

  /**
   * The pose at a moment, interpolated; empty before the first, after the last and in gaps of over
   * half a second.
   */
  public Optional<Pose> at(long stampNanos) {
    return odomFromBody.at(stampNanos, MAX_GAP_NANOS);
  }

  /** Forgets everything. */
  public void clear() {
    odomFromBody.clear();
  }
}
