package org.seqloc.core.retrieval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CodebookTest {

  private static float[] gaussian(int count, Random random) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static double squaredDistance(float[] a, int i, float[] b, int j, int dimension) {
    double squares = 0;
    for (int d = 0; d < dimension; d++) {
      double difference = (double) a[i * dimension + d] - b[j * dimension + d];
      squares += difference * difference;
    }
    return squares;
  }

  @Property(tries = 100)
  void nearestIsTheNearest(
      @ForAll @IntRange(min = 1, max = 70) int size,
      @ForAll @IntRange(min = 1, max = 40) int dimension,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] centres = gaussian(size * dimension, random);
    float[] queries = gaussian(20 * dimension, random);
    Codebook codebook = new Codebook(centres, dimension);
    assertArrayEquals(centres, codebook.centres());
    for (int q = 0; q < 20; q++) {
      double found =
          squaredDistance(queries, q, centres, codebook.nearest(queries, q * dimension), dimension);
      for (int c = 0; c < size; c++) {
        assertTrue(found <= squaredDistance(queries, q, centres, c, dimension) + 1e-4);
      }
    }
  }

  @Test
  void separateClustersAreFound() {
    // Ten clusters of radius 0.1 whose centres lie several units apart.
    Random random = new Random(4);
    int dimension = 8;
    float[] truth = gaussian(10 * dimension, random);
    for (int i = 0; i < truth.length; i++) {
      truth[i] *= 5;
    }
    float[] samples = gaussian(1000 * dimension, random);
    for (int i = 0; i < samples.length; i++) {
      samples[i] = 0.1f * samples[i] + truth[i / dimension % 10 * dimension + i % dimension];
    }
    Codebook codebook = Codebook.learn(samples, dimension, 10, 1);
    TreeSet<Integer> found = new TreeSet<>();
    for (int c = 0; c < 10; c++) {
      int nearest = codebook.nearest(truth, c * dimension);
      found.add(nearest);
      // The mean of a hundred samples is 0.01 off in each direction.
      assertEquals(
          0, squaredDistance(truth, c, codebook.centres(), nearest, dimension), 0.05 * 0.05);
    }
    assertEquals(10, found.size());
  }

  @Test
  void centresAreTheMeansOfTheirMembers() {
    // What k-means converges to, and twelve rounds come close to.
    int dimension = 4;
    float[] samples = gaussian(5000 * dimension, new Random(2));
    Codebook codebook = Codebook.learn(samples, dimension, 5, 3);
    double[] sums = new double[5 * dimension];
    int[] members = new int[5];
    for (int i = 0; i < 5000; i++) {
      int c = codebook.nearest(samples, i * dimension);
      members[c]++;
      for (int d = 0; d < dimension; d++) {
        sums[c * dimension + d] += samples[i * dimension + d];
      }
    }
    for (int c = 0; c < 5; c++) {
      for (int d = 0; d < dimension; d++) {
        assertEquals(sums[c * dimension + d] / members[c], codebook.centre(c, d), 0.1);
      }
    }
  }

  @Test
  void fewerSamplesThanCentresGiveAsManyCentresAsSamples() {
    float[] samples = {1, 0, 0, 1, -1, 0};
    Codebook codebook = Codebook.learn(samples, 2, 64, 1);
    assertEquals(3, codebook.size());
    for (int i = 0; i < 3; i++) {
      int c = codebook.nearest(samples, 2 * i);
      assertEquals(0, squaredDistance(samples, i, codebook.centres(), c, 2), 0);
    }
  }

  @Test
  void equalSamplesAreNoTrouble() {
    float[] samples = new float[100 * 3];
    Arrays.fill(samples, 0.5f);
    Codebook codebook = Codebook.learn(samples, 3, 8, 1);
    assertEquals(0, codebook.nearest(samples, 0), "the first of equals");
    for (float value : codebook.centres()) {
      assertFalse(Float.isNaN(value));
      assertEquals(0.5f, value);
    }
  }
}
