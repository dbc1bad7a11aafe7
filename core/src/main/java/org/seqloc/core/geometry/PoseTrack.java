package org.seqloc.core.geometry;

import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Poses by time, to be asked for at a moment between two of them. Not safe for use by several
 * threads at once.
 */
public final class PoseTrack {

  private final TreeMap<Long, Pose> poses = new TreeMap<>();

  /** Adds a pose, in any order; a second one of the same stamp replaces the first. */
  public void put(long stampNanos, Pose pose) {
    poses.put(stampNanos, pose);
  }

  public int size() {
    return poses.size();
  }

  public boolean isEmpty() {
    return poses.isEmpty();
  }

  /** The stamps, ascending; a copy. */
  public long[] stampsNanos() {
    return poses.keySet().stream().mapToLong(stamp -> stamp).toArray();
  }

  /** The latest stamp. */
  public OptionalLong lastNanos() {
    return poses.isEmpty() ? OptionalLong.empty() : OptionalLong.of(poses.lastKey());
  }

  /**
   * The pose at a moment: one of exactly this stamp as it is, else interpolated between the two
   * around it; empty before the first, after the last, and where those two are further apart than
   * the gap.
   */
  public Optional<Pose> at(long stampNanos, long maxGapNanos) {
    Map.Entry<Long, Pose> before = poses.floorEntry(stampNanos);
    Map.Entry<Long, Pose> after = poses.ceilingEntry(stampNanos);
    if (before == null || after == null) {
      return Optional.empty();
    }
    long gap = after.getKey() - before.getKey();
    if (gap == 0) {
      return Optional.of(before.getValue());
    }
    double fraction = (double) (stampNanos - before.getKey()) / gap;
    return gap > maxGapNanos
        ? Optional.empty()
        : Optional.of(before.getValue().interpolate(after.getValue(), fraction));
  }

  /** The pose nearest in time, the earlier of two; empty when it is further away than this. */
  public Optional<Pose> nearest(long stampNanos, long maxDistanceNanos) {
    return Stream.of(poses.floorEntry(stampNanos), poses.ceilingEntry(stampNanos))
        .filter(Objects::nonNull)
        .min(Comparator.comparingLong(pose -> Math.abs(pose.getKey() - stampNanos)))
        .filter(pose -> Math.abs(pose.getKey() - stampNanos) <= maxDistanceNanos)
        .map(Map.Entry::getValue);
  }

  /** Forgets the poses before a moment, and the earliest ones beyond so many. */
  public void trim(long fromNanos, int maxCount) {
    poses.headMap(fromNanos).clear();
    while (poses.size() > maxCount) {
      poses.pollFirstEntry();
    }
  }

  /** Forgets everything. */
  public void clear() {
    poses.clear();
  }
}
