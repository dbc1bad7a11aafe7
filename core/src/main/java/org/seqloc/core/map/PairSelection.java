package org.seqloc.core.map;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.retrieval.PlaceCandidate;
import org.seqloc.core.retrieval.PlaceIndex;

/**
 * Chooses which images of a mapping drive to match with each other.
 *
 * <p>Two images are worth it when their cameras stand apart and look the same way. Of those, each
 * image takes the nearest by position, for the dense tracks along the drive, and the most similar
 * in appearance, for places seen again later and from further away. Neither needs to know how far
 * away things are.
 */
final class PairSelection {

  /** Centres closer than this give no parallax to triangulate from, metres. */
  private static final double MIN_BASELINE_M = 0.01;

  private static final double MAX_VIEW_ANGLE_COSINE = Math.cos(Math.toRadians(60));

  private PairSelection() {}

  /** The pairs as (i, j), i less than j, ascending. */
  static List<int[]> select(
      List<Keyframe> keyframes,
      List<float[]> places,
      PlaceIndex index,
      int nearest,
      int mostSimilar) {
    List<List<int[]>> ofImage =
        IntStream.range(0, keyframes.size())
            .parallel()
            .mapToObj(i -> pairsOf(i, keyframes, places, index, nearest, mostSimilar))
            .toList();
    TreeSet<int[]> pairs =
        new TreeSet<>(Comparator.<int[]>comparingInt(p -> p[0]).thenComparingInt(p -> p[1]));
    ofImage.forEach(pairs::addAll);
    return new ArrayList<>(pairs);
  }

  private static List<int[]> pairsOf(
      int i,
      List<Keyframe> keyframes,
      List<float[]> places,
      PlaceIndex index,
      int nearest,
      int mostSimilar) {
    Keyframe self = keyframes.get(i);
    Vector3 direction = self.viewingDirection();
    boolean[] worthIt = new boolean[keyframes.size()];
    double[] distance = new double[keyframes.size()];
    for (int j = 0; j < worthIt.length; j++) {
      distance[j] = self.position().distanceTo(keyframes.get(j).position());
      worthIt[j] =
          j != i
              && distance[j] >= MIN_BASELINE_M
              && direction.dot(keyframes.get(j).viewingDirection()) >= MAX_VIEW_ANGLE_COSINE;
    }
    int[] near =
        IntStream.range(0, worthIt.length)
            .filter(j -> worthIt[j])
            .boxed()
            .sorted(Comparator.<Integer>comparingDouble(j -> distance[j]).thenComparing(j -> j))
            .limit(nearest)
            .mapToInt(j -> j)
            .toArray();
    int[] similar =
        index.search(places.get(i), mostSimilar, j -> worthIt[j]).stream()
            .mapToInt(PlaceCandidate::image)
            .toArray();
    return IntStream.concat(Arrays.stream(near), Arrays.stream(similar))
        .distinct()
        .mapToObj(j -> new int[] {Math.min(i, j), Math.max(i, j)})
        .toList();
  }
}
