package org.seqloc.core.match;

import java.util.Arrays;

/**
 * Pairs of descriptors of two sets, ascending by the first set's index, each descriptor in at most
 * one pair.
 */
public final class Matches {

  /** Says which pairs to keep. */
  public interface Filter {
    boolean keep(int queryIndex, int mapIndex);
  }

  private final int count;
  private final int[] queryIndices;
  private final int[] mapIndices;
  private final float[] similarities;

  Matches(int count, int[] queryIndices, int[] mapIndices, float[] similarities) {
    this.count = count;
    this.queryIndices = queryIndices;
    this.mapIndices = mapIndices;
    this.similarities = similarities;
  }

  public int count() {
    return count;
  }

  /** The row of match {@code i} in the first set. */
  public int queryIndex(int i) {
    return queryIndices[i];
  }

  /** The row of match {@code i} in the second set. */
  public int mapIndex(int i) {
    return mapIndices[i];
  }

  /** The dot product of the two descriptors. */
  public float similarity(int i) {
    return similarities[i];
  }

  /** Those matches that a filter keeps. */
  public Matches filter(Filter filter) {
    int[] query = new int[count];
    int[] map = new int[count];
    float[] similarity = new float[count];
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (filter.keep(queryIndices[i], mapIndices[i])) {
        query[kept] = queryIndices[i];
        map[kept] = mapIndices[i];
        similarity[kept++] = similarities[i];
      }
    }
    return new Matches(
        kept,
        Arrays.copyOf(query, kept),
        Arrays.copyOf(map, kept),
        Arrays.copyOf(similarity, kept));
  }
}
