package org.seqloc.core.match;

import java.util.Arrays;

/**
 * Mutual nearest neighbours of two sets of descriptors, with the ratio test.
 *
 * <p>All pairs are compared. The second set is turned column-major in blocks that fit the cache, so
 * that the inner loop adds one query value times a row of contiguous map values: a shape that the
 * JIT compiler turns into vector instructions, unlike a dot product.
 */
public final class DescriptorMatcher {

  /** Map descriptors a block: 256 x 128 floats are 128 kB, within the second-level cache. */
  private static final int BLOCK = 256;

  private DescriptorMatcher() {}

  /**
   * Finds the pairs that are each other's nearest and distinctly so, in both directions.
   *
   * @param query row-major {@code float[queryCount * dimension]}, rows of unit length
   * @param map row-major {@code float[mapCount * dimension]}, rows of unit length
   */
  public static Matches match(
      float[] query,
      int queryCount,
      float[] map,
      int mapCount,
      int dimension,
      MatchOptions options) {
    Best ofQuery = new Best(queryCount);
    Best ofMap = new Best(mapCount);
    float[][] columns = new float[dimension][BLOCK];
    float[] similarity = new float[BLOCK];
    for (int from = 0; from < mapCount; from += BLOCK) {
      int count = Math.min(BLOCK, mapCount - from);
      transpose(map, from, count, dimension, columns);
      for (int q = 0; q < queryCount; q++) {
        dotProducts(query, q * dimension, columns, count, similarity);
        for (int m = 0; m < count; m++) {
          ofQuery.offer(q, from + m, similarity[m]);
          ofMap.offer(from + m, q, similarity[m]);
        }
      }
    }
    double squaredRatio = options.ratio() * options.ratio();
    int[] queryIndices = new int[queryCount];
    int[] mapIndices = new int[queryCount];
    float[] similarities = new float[queryCount];
    int found = 0;
    for (int q = 0; q < queryCount; q++) {
      int m = ofQuery.index[q];
      if (m >= 0
          && ofMap.index[m] == q
          && ofQuery.first[q] >= options.minSimilarity()
          && distinct(ofQuery.first[q], ofQuery.second[q], squaredRatio)
          && distinct(ofMap.first[m], ofMap.second[m], squaredRatio)) {
        queryIndices[found] = q;
        mapIndices[found] = m;
        similarities[found++] = ofQuery.first[q];
      }
    }
    return new Matches(found, queryIndices, mapIndices, similarities);
  }

  /**
   * The ratio test on the similarities s of the nearest and the second nearest. Unit descriptors
   * are sqrt(2 - 2 s) apart, so the ratio of squared distances is that of 1 - s. Equal ones are not
   * distinct, even where rounding makes their s exceed 1.
   */
  static boolean distinct(float first, float second, double squaredRatio) {
    return squaredRatio == 1 || Math.max(0, 1 - first) < squaredRatio * (1 - second);
  }

  private static void transpose(
      float[] map, int from, int count, int dimension, float[][] columns) {
    for (int d = 0; d < dimension; d++) {
      float[] column = columns[d];
      for (int m = 0, at = from * dimension + d; m < count; m++, at += dimension) {
        column[m] = map[at];
      }
    }
  }

  /** All of a block's similarities to the query descriptor at {@code offset}. */
  private static void dotProducts(
      float[] query, int offset, float[][] columns, int count, float[] similarity) {
    Arrays.fill(similarity, 0);
    int dimension = columns.length;
    int d = 0;
    for (; d + 4 <= dimension; d += 4) {
      addFour(
          similarity,
          columns[d],
          columns[d + 1],
          columns[d + 2],
          columns[d + 3],
          query[offset + d],
          query[offset + d + 1],
          query[offset + d + 2],
          query[offset + d + 3],
          count);
    }
    for (; d < dimension; d++) {
      float[] column = columns[d];
      float value = query[offset + d];
      for (int m = 0; m < count; m++) {
        similarity[m] += value * column[m];
      }
    }
  }

  /** The JIT compiler turns this into vector instructions for four arrays, not for eight. */
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
      int count) {
    for (int m = 0; m < count; m++) {
      sum[m] += q0 * c0[m] + q1 * c1[m] + q2 * c2[m] + q3 * c3[m];
    }
  }

  /** The nearest and second nearest of each descriptor of one set; of equal ones the first wins. */
  private static final class Best {
    final int[] index;
    final float[] first;
    final float[] second;

    Best(int count) {
      index = new int[count];
      first = new float[count];
      second = new float[count];
      Arrays.fill(index, -1);
      Arrays.fill(first, -2);
      Arrays.fill(second, -2);
    }

    void offer(int of, int candidate, float similarity) {
      if (similarity > first[of]) {
        second[of] = first[of];
        first[of] = similarity;
        index[of] = candidate;
      } else if (similarity > second[of]) {
        second[of] = similarity;
      }
    }
  }
}
