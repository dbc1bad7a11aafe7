package org.seqloc.core.sequence;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.seqloc.core.geometry.Pose;

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

  private final TreeMap<Long, Pose> odomFromBody = new TreeMap<>();

  /** Adds one, in any order of stamps. A clock that jumps back by more than is kept starts anew. */
  public void add(Odometry odometry) {
    long stamp = odometry.stampNanos();
    if (!odomFromBody.isEmpty() && stamp < odomFromBody.lastKey() - KEPT_NANOS) {
      odomFromBody.clear();
    }
    odomFromBody.put(stamp, odometry.odomFromBody());
    while (odomFromBody.size() > MAX_COUNT
        || odomFromBody.firstKey() < odomFromBody.lastKey() - KEPT_NANOS) {
      odomFromBody.pollFirstEntry();
    }
  }

  /**
   * The pose at a moment, interpolated; empty before the first, after the last and in gaps of over
   * half a second.
   */
  public Optional<Pose> at(long stampNanos) {
    Map.Entry<Long, Pose> before = odomFromBody.floorEntry(stampNanos);
    Map.Entry<Long, Pose> after = odomFromBody.ceilingEntry(stampNanos);
    if (before == null || after == null || after.getKey() - before.getKey() > MAX_GAP_NANOS) {
      return Optional.empty();
    }
    if (before.getKey().equals(after.getKey())) {
      return Optional.of(before.getValue());
    }
    double fraction = (double) (stampNanos - before.getKey()) / (after.getKey() - before.getKey());
    return Optional.of(before.getValue().interpolate(after.getValue(), fraction));
  }

  /** Forgets everything. */
  public void clear() {
    odomFromBody.clear();
  }
}
