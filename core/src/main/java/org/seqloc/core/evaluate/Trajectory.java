package org.seqloc.core.evaluate;

import java.util.List;
import java.util.OptionalInt;

/** Poses of one body in one map, in strictly ascending order of their stamps. May be empty. */
public final class Trajectory {

  private final List<StampedPose> poses;

  /**
   * @throws IllegalArgumentException when a stamp is not after the one before it
   */
  public Trajectory(List<StampedPose> poses) {
    this.poses = List.copyOf(poses);
    for (int i = 1; i < this.poses.size(); i++) {
      if (this.poses.get(i).stampNanos() <= this.poses.get(i - 1).stampNanos()) {
        throw new IllegalArgumentException(
            "stamps must ascend, but pose "
                + i
                + " at "
                + this.poses.get(i).stampNanos()
                + " ns follows one at "
                + this.poses.get(i - 1).stampNanos()
                + " ns");
      }
    }
  }

  public List<StampedPose> poses() {
    return poses;
  }

  public StampedPose get(int index) {
    return poses.get(index);
  }

  public int size() {
    return poses.size();
  }

  public boolean isEmpty() {
    return poses.isEmpty();
  }

  /**
   * The index of the pose nearest in time, the earlier one of two equally near; empty when none is
   * within {@code toleranceNanos}.
   */
  public OptionalInt nearest(long stampNanos, long toleranceNanos) {
    int low = 0;
    int high = poses.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (poses.get(middle).stampNanos() < stampNanos) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    // low is the first pose that is not before the stamp.
    int best = -1;
    long bestDistance = toleranceNanos;
    if (low > 0 && distance(low - 1, stampNanos) <= bestDistance) {
      best = low - 1;
      bestDistance = distance(best, stampNanos);
    }
    if (low < poses.size()) {
      long distance = distance(low, stampNanos);
      if (distance < bestDistance || (best < 0 && distance <= bestDistance)) {
        best = low;
      }
    }
    return best < 0 ? OptionalInt.empty() : OptionalInt.of(best);
  }

  /** Saturates: a difference beyond 292 years is simply far. */
  private long distance(int index, long stampNanos) {
    long difference = poses.get(index).stampNanos() - stampNanos;
    boolean overflow =
        ((poses.get(index).stampNanos() ^ stampNanos)
                & (poses.get(index).stampNanos() ^ difference))
            < 0;
    return overflow || difference == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(difference);
  }
}
