package org.seqloc.core.feature;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.opencv.core.KeyPoint;

/**
 * Takes the strongest keypoints without letting one patch of strong texture (a hedge, a fence) take
 * all of them: a pose from points in one corner of the image is badly conditioned.
 */
final class KeypointSelection {

  /** Cells along the longer side. */
  private static final int CELLS = 16;

  /** A cell first gets up to this many times its even share; only leftovers may exceed that. */
  private static final int SHARES = 3;

  private static final Comparator<KeyPoint> STRONGEST_FIRST =
      Comparator.<KeyPoint>comparingDouble(k -> -k.response)
          .thenComparingDouble(k -> k.pt.y)
          .thenComparingDouble(k -> k.pt.x)
          .thenComparingDouble(k -> k.size)
          .thenComparingDouble(k -> k.angle);

  private KeypointSelection() {}

  /**
   * At most {@code maxKeypoints}, strongest first; equal strengths in an order of their own (place,
   * size, angle), whatever the given order was.
   *
   * @param width of the image the keypoints lie in, pixels
   * @param height of the image the keypoints lie in, pixels
   */
  static List<KeyPoint> select(List<KeyPoint> keypoints, int width, int height, int maxKeypoints) {
    List<KeyPoint> sorted = new ArrayList<>(keypoints);
    sorted.sort(STRONGEST_FIRST);
    if (sorted.size() <= maxKeypoints) {
      return sorted;
    }
    double side = Math.max(width, height) / (double) CELLS;
    int columns = (int) Math.ceil(width / side);
    int rows = (int) Math.ceil(height / side);
    int limit = Math.max(1, SHARES * maxKeypoints / (columns * rows));
    int[] taken = new int[columns * rows];
    List<KeyPoint> kept = new ArrayList<>(maxKeypoints);
    List<KeyPoint> leftOver = new ArrayList<>();
    for (KeyPoint keypoint : sorted) {
      if (kept.size() == maxKeypoints) {
        return kept;
      }
      int column = Math.min(columns - 1, Math.max(0, (int) (keypoint.pt.x / side)));
      int row = Math.min(rows - 1, Math.max(0, (int) (keypoint.pt.y / side)));
      int cell = row * columns + column;
      if (taken[cell] < limit) {
        taken[cell]++;
        kept.add(keypoint);
      } else {
        leftOver.add(keypoint);
      }
    }
    kept.addAll(leftOver.subList(0, maxKeypoints - kept.size()));
    kept.sort(STRONGEST_FIRST);
    return kept;
  }
}
