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
import org.seqloc.core.match.DescriptorMatcher.Matches;
import org.seqloc.core.match.DescriptorMatcher.Options;

class DescriptorMatcherTest {

  @Property(tries = 150)
  void agreesWithTheDefinition(
      @ForAll @IntRange(min = 0, max = 60) int queryCount,
      @ForAll @IntRange(min = 0, max = 600) int mapCount,
      @ForAll @IntRange(min = 1, max = 37) int dimension,
      @ForAll boolean mutual,
      @ForAll @IntRange(min = 0, max = 2) int ratioIndex,
      @ForAll long seed) {
    Options options = new Options(new double[] {0.8, 0.95, 1}[ratioIndex], -0.2, mutual);
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
    Matches matches = DescriptorMatcher.match(query, count, map, count, 128, Options.DEFAULT);
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
    Matches matches = DescriptorMatcher.match(same, 3, same, 3, 2, new Options(1, -1, true));
    assertEquals(1, matches.count());
    assertEquals(0, matches.queryIndex(0));
    assertEquals(0, matches.mapIndex(0));
    assertEquals(
        3, DescriptorMatcher.match(same, 3, same, 3, 2, new Options(1, -1, false)).count());
    // Two equally near: not distinct.
    assertEquals(0, DescriptorMatcher.match(same, 3, same, 3, 2, Options.DEFAULT).count());
  }

  @Test
  void loneMapDescriptorHasNoRivalAndWeakOnesAreLeftOut() {
    float[] query = {1, 0};
    float[] map = {0.6f, 0.8f};
    assertEquals(1, DescriptorMatcher.match(query, 1, map, 1, 2, Options.DEFAULT).count());
    assertEquals(
        0, DescriptorMatcher.match(query, 1, map, 1, 2, new Options(0.9, 0.7, true)).count());
  }

  @Test
  void wrongArgumentsAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> DescriptorMatcher.match(new float[7], 2, new float[8], 2, 4, Options.DEFAULT));
    for (double bad : new double[] {0, 1.1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> new Options(bad, 0, true));
    }
    assertThrows(IllegalArgumentException.class, () -> new Options(0.9, Double.NaN, true));
  }

  private static List<String> naive(
      float[] query, int queryCount, float[] map, int mapCount, int dimension, Options options) {
    List<String> matches = new ArrayList<>();
    for (int i = 0; i < queryCount && mapCount > 0; i++) {
      int nearest = nearest(query, i, map, mapCount, dimension, -1);
      int second = nearest(query, i, map, mapCount, dimension, nearest);
      double similarity = dot(query, i, map, nearest, dimension);
      double distance = Math.sqrt(Math.max(0, 2 - 2 * similarity));
      boolean accepted = similarity >= options.minSimilarity();
      if (second >= 0 && options.ratio() < 1) {
        double secondDistance =
            Math.sqrt(Math.max(0, 2 - 2 * dot(query, i, map, second, dimension)));
        accepted &= distance < options.ratio() * secondDistance;
      }
      if (options.mutual()) {
        accepted &= nearest(map, nearest, query, queryCount, dimension, -1) == i;
      }
      if (accepted) {
        matches.add(i + "-" + nearest);
      }
    }
    return matches;
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
