package org.seqloc.core.match;

import java.util.Arrays;

/**
 * Nearest neighbours between two sets of descriptors: mutual ones, with the ratio test of Lowe
 * (IJCV 2004).
 *
 * <p>Exhaustive and exact. Of equally similar candidates the one of lower index wins, so that the
 * result does not depend on anything but the input. One thread; callers spread images or pairs.
 */
public final class DescriptorMatcher {

  /** Map descriptors at a time: 128 KiB of 128 dimensions, which the second-level cache holds. */
  private static final int BLOCK = 256;

  private DescriptorMatcher() {}

  /**
   * Which neighbours are matches.
   *
   * @param ratio the nearest must be closer than this times the second nearest, Euclidean distance;
   *     1 takes all
   * @param minSimilarity least dot product; -1 takes all
   * @param mutual whether the query must be the nearest to its map descriptor as well
   */
  public record Options(double ratio, double minSimilarity, boolean mutual) {

    /**
     * Mutual neighbours that are somewhat distinct: robust estimation follows and copes with the
     * wrong ones.
     */
    public static final Options DEFAULT = new Options(0.9, 0, true);

    public Options {
      if (!(ratio > 0 && ratio <= 1) || !(minSimilarity >= -1 && minSimilarity <= 1)) {
        throw new IllegalArgumentException(
            "ratio must be in (0, 1], similarity in [-1, 1]; got " + ratio + ", " + minSimilarity);
      }
    }
  }

  /** Matches in ascending order of query index; the arrays have the same length, {@code count}. */
  public static final class Matches {
    private final int[] queryIndex;
    private final int[] mapIndex;
    private final float[] similarity;

    private Matches(int[] queryIndex, int[] mapIndex, float[] similarity) {
      this.queryIndex = queryIndex;
      this.mapIndex = mapIndex;
      this.similarity = similarity;
    }

    public int count() {
      return queryIndex.length;
    }

    public int queryIndex(int i) {
      return queryIndex[i];
    }

    public int mapIndex(int i) {
      return mapIndex[i];
    }

    /** Dot product of the two descriptors. */
    public float similarity(int i) {
      return similarity[i];
    }
  }

  /**
   * Matches query descriptors with map descriptors.
   *
   * @param query row-major, at least queryCount * dimension, rows L2-normalized
   * @param map row-major, at least mapCount * dimension, rows L2-normalized
   * @throws IllegalArgumentException when an array is too short
   */
  public static Matches match(
      float[] query, int queryCount, float[] map, int mapCount, int dimension, Options options) {
    if (dimension <= 0
        || queryCount < 0
        || mapCount < 0
        || query.length < (long) queryCount * dimension
        || map.length < (long) mapCount * dimension) {
      throw new IllegalArgumentException(
          "counts "
              + queryCount
              + ", "
              + mapCount
              + " of dimension "
              + dimension
              + " exceed arrays of "
              + query.length
              + ", "
              + map.length);
    }
    Neighbours neighbours = new Neighbours(queryCount, mapCount);
    float[][] columns = new float[dimension][Math.min(BLOCK, mapCount)];
    float[] similarity = new float[Math.min(BLOCK, mapCount)];
    for (int start = 0; start < mapCount; start += BLOCK) {
      int size = Math.min(BLOCK, mapCount - start);
      transpose(map, start, size, dimension, columns);
      for (int i = 0; i < queryCount; i++) {
        similarities(query, i * dimension, columns, size, similarity);
        neighbours.update(i, start, size, similarity);
      }
    }
    return neighbours.matches(options);
  }

  private static void transpose(
      float[] map, int start, int size, int dimension, float[][] columns) {
    for (int k = 0; k < dimension; k++) {
      float[] column = columns[k];
      for (int m = 0, at = start * dimension + k; m < size; m++, at += dimension) {
        column[m] = map[at];
      }
    }
  }

  /** Dot products of one query with every descriptor of the block. */
  private static void similarities(
      float[] query, int at, float[][] columns, int size, float[] similarity) {
    Arrays.fill(similarity, 0, size, 0f);
    int dimension = columns.length;
    int k = 0;
    for (; k + 4 <= dimension; k += 4) {
      addFour(
          similarity,
          columns[k],
          columns[k + 1],
          columns[k + 2],
          columns[k + 3],
          query[at + k],
          query[at + k + 1],
          query[at + k + 2],
          query[at + k + 3],
          size);
    }
    for (; k < dimension; k++) {
      addOne(similarity, columns[k], query[at + k], size);
    }
  }

  /**
   * The kernel. Neighbouring sums are independent, which is what lets the compiler use vector
   * instructions; it does so for four separate arrays but not for four offsets into one, nor for
   * eight.
   */
  private static void addFour(
      float[] sum,
      float[] c0,
      float[] c1,
      float[] c2,
      float[] c3,
      float q0,
      float q1,
      float q2,
      float q3,
      int size) {
    for (int m = 0; m < size; m++) {
      sum[m] += q0 * c0[m] + q1 * c1[m] + q2 * c2[m] + q3 * c3[m];
    }
  }

  private static void addOne(float[] sum, float[] column, float q, int size) {
    for (int m = 0; m < size; m++) {
      sum[m] += q * column[m];
    }
  }

  /** The nearest two of each query and the nearest of each map descriptor, so far. */
  private static final class Neighbours {
    private final int[] nearest;
    private final float[] best;
    private final float[] second;
    private final int[] nearestOfMap;
    private final float[] bestOfMap;

    Neighbours(int queryCount, int mapCount) {
      nearest = new int[queryCount];
      best = new float[queryCount];
      second = new float[queryCount];
      nearestOfMap = new int[mapCount];
      bestOfMap = new float[mapCount];
      Arrays.fill(nearest, -1);
      Arrays.fill(best, Float.NEGATIVE_INFINITY);
      Arrays.fill(second, Float.NEGATIVE_INFINITY);
      Arrays.fill(bestOfMap, Float.NEGATIVE_INFINITY);
    }

    void update(int query, int start, int size, float[] similarity) {
      float first = best[query];
      float next = second[query];
      int at = nearest[query];
      for (int m = 0; m < size; m++) {
        float value = similarity[m];
        if (value > next) {
          if (value > first) {
            next = first;
            first = value;
            at = start + m;
          } else {
            next = value;
          }
        }
        if (value > bestOfMap[start + m]) {
          bestOfMap[start + m] = value;
          nearestOfMap[start + m] = query;
        }
      }
      best[query] = first;
      second[query] = next;
      nearest[query] = at;
    }

    Matches matches(Options options) {
      // Squared distance of unit vectors is 2 - 2 s.
      double ratioSquared = options.ratio() * options.ratio();
      int[] queries = new int[nearest.length];
      int count = 0;
      for (int i = 0; i < nearest.length; i++) {
        boolean distinct =
            options.ratio() == 1
                || 1 - Math.min(1, best[i]) < ratioSquared * (1 - Math.min(1, second[i]));
        if (nearest[i] >= 0
            && best[i] >= options.minSimilarity()
            && distinct
            && (!options.mutual() || nearestOfMap[nearest[i]] == i)) {
          queries[count++] = i;
        }
      }
      queries = Arrays.copyOf(queries, count);
      int[] maps = new int[count];
      float[] similarity = new float[count];
      for (int n = 0; n < count; n++) {
        maps[n] = nearest[queries[n]];
        similarity[n] = best[queries[n]];
      }
      return new Matches(queries, maps, similarity);
    }
  }
}
