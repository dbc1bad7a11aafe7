package org.seqloc.core.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DescriptorMatcherTest {

  @Property(tries = 150)
  void agreesWithTheDefinition(
      @ForAll @IntRange(min = 0, max = 60) int queryCount,
      @ForAll @IntRange(min = 0, max = 600) int mapCount,
      @ForAll @IntRange(min = 4, max = 37) int dimension,
      @ForAll @IntRange(min = 0, max = 2) int ratioIndex,
      @ForAll long seed) {
    MatchOptions options = new MatchOptions(new double[] {0.8, 0.95, 1}[ratioIndex], -0.2);
    float[] map = unitRows(mapCount, dimension, new Random(seed));
    float[] query = unitRows(queryCount, dimension, new Random(seed + 1));
    Matches matches = DescriptorMatcher.match(query, queryCount, map, mapCount, dimension, options);
    List<String> actual = new ArrayList<>();
    for (int i = 0; i < matches.count(); i++) {
      actual.add(matches.queryIndex(i) + "-" + matches.mapIndex(i));
    }
    assertEquals(naive(query, queryCount, map, mapCount, dimension, options), actual);
  }

  @Test
  void findsTheNoisyCopiesAndTheirSimilarity() {
    Random random = new Random(5);
    int count = 700;
    float[] map = unitRows(count, 128, random);
    float[] query = new float[count * 128];
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < 128; k++) {
        query[i * 128 + k] = map[(count - 1 - i) * 128 + k] + 0.02f * (float) random.nextGaussian();
      }
      normalize(query, i, 128);
    }
    Matches matches = DescriptorMatcher.match(query, count, map, count, 128, MatchOptions.DEFAULT);
    assertEquals(count, matches.count());
    for (int i = 0; i < count; i++) {
      assertEquals(i, matches.queryIndex(i));
      assertEquals(count - 1 - i, matches.mapIndex(i));
      assertEquals(dot(query, i, map, count - 1 - i, 128), matches.similarity(i), 1e-5);
    }
  }

  @Test
  void lowerIndexWinsAmongEqualsInBothDirections() {
    float[] same = {1, 0, 1, 0, 1, 0};
    Matches matches = DescriptorMatcher.match(same, 3, same, 3, 2, new MatchOptions(1, -1));
    assertEquals(1, matches.count());
    assertEquals(0, matches.queryIndex(0));
    assertEquals(0, matches.mapIndex(0));
    // Two equally near: not distinct.
    assertEquals(0, DescriptorMatcher.match(same, 3, same, 3, 2, MatchOptions.DEFAULT).count());
  }

  @Test
  void twinsAreNotDistinctHoweverTheirSimilarityIsRounded() {
    // Rounding makes the similarity of a descriptor to itself a little more or less than 1.
    Random random = new Random(6);
    for (int i = 0; i < 200; i++) {
      float[] one = unitRows(1, 128, random);
      float[] twins = new float[256];
      System.arraycopy(one, 0, twins, 0, 128);
      System.arraycopy(one, 0, twins, 128, 128);
      assertEquals(0, DescriptorMatcher.match(one, 1, twins, 2, 128, MatchOptions.DEFAULT).count());
      assertEquals(0, DescriptorMatcher.match(twins, 2, one, 1, 128, MatchOptions.DEFAULT).count());
    }
  }

  @Test
  void loneMapDescriptorHasNoRivalAndWeakOnesAreLeftOut() {
    float[] query = {1, 0};
    float[] map = {0.6f, 0.8f};
    assertEquals(
        1, DescriptorMatcher.match(query, 1, map, 1, 2, new MatchOptions(0.9, 0.5)).count());
    assertEquals(
        0, DescriptorMatcher.match(query, 1, map, 1, 2, new MatchOptions(0.9, 0.7)).count());
  }

  @Test
  void wrongRatiosAreRefused() {
    for (double bad : new double[] {0, 1.1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> new MatchOptions(bad, 0));
    }
  }

  private static List<String> naive(
      float[] query,
      int queryCount,
      float[] map,
      int mapCount,
      int dimension,
      MatchOptions options) {
    List<String> matches = new ArrayList<>();
    for (int i = 0; i < queryCount && mapCount > 0; i++) {
      int nearest = nearest(query, i, map, mapCount, dimension, -1);
      double similarity = dot(query, i, map, nearest, dimension);
      boolean accepted = similarity >= options.minSimilarity();
      accepted &= distinct(query, i, nearest, map, mapCount, dimension, options.ratio());
      accepted &= nearest(map, nearest, query, queryCount, dimension, -1) == i;
      accepted &= distinct(map, nearest, i, query, queryCount, dimension, options.ratio());
      if (accepted) {
        matches.add(i + "-" + nearest);
      }
    }
    return matches;
  }

  private static boolean distinct(
      float[] a, int i, int nearest, float[] b, int count, int dimension, double ratio) {
    int second = nearest(a, i, b, count, dimension, nearest);
    return second < 0
        || ratio == 1
        || distance(a, i, b, nearest, dimension) < ratio * distance(a, i, b, second, dimension);
  }

  private static double distance(float[] a, int i, float[] b, int j, int dimension) {
    return Math.sqrt(Math.max(0, 2 - 2 * dot(a, i, b, j, dimension)));
  }

  private static int nearest(float[] a, int i, float[] b, int count, int dimension, int except) {
    int best = -1;
    for (int j = 0; j < count; j++) {
      if (j != except && (best < 0 || dot(a, i, b, j, dimension) > dot(a, i, b, best, dimension))) {
        best = j;
      }
    }
    return best;
  }

  private static double dot(float[] a, int i, float[] b, int j, int dimension) {
    double sum = 0;
    for (int k = 0; k < dimension; k++) {
      sum += (double) a[i * dimension + k] * b[j * dimension + k];
    }
    return sum;
  }

  private static float[] unitRows(int count, int dimension, Random random) {
    float[] rows = new float[count * dimension];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < count; i++) {
      normalize(rows, i, dimension);
    }
    return rows;
  }

  private static void normalize(float[] rows, int i, int dimension) {
    double norm = Math.sqrt(dot(rows, i, rows, i, dimension));
    assertTrue(norm > 0);
    for (int k = 0; k < dimension; k++) {
      rows[i * dimension + k] /= (float) norm;
    }
  }
}
