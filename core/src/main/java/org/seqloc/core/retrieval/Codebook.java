package org.seqloc.core.retrieval;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Centres of clusters of descriptors. Kept column-major, so that the distances of one descriptor to
 * all centres are found in loops over contiguous memory.
 */
final class Codebook {

  private static final int ITERATIONS = 12;

  private final int dimension;
  private final int size;

  /** {@code float[dimension][size]}, flat. */
  private final float[] columns;

  /** |c|^2 / 2 of each centre c: the nearest centre of q has the largest q . c - |c|^2 / 2. */
  private final float[] halfSquares;

  /**
   * @param centres row-major {@code float[size * dimension]}
   */
  Codebook(float[] centres, int dimension) {
    this.dimension = dimension;
    size = centres.length / dimension;
    columns = new float[centres.length];
    halfSquares = new float[size];
    for (int c = 0; c < size; c++) {
      double squares = 0;
      for (int d = 0; d < dimension; d++) {
        float value = centres[c * dimension + d];
        columns[d * size + c] = value;
        squares += value * value;
      }
      halfSquares[c] = (float) (squares / 2);
    }
  }

  /**
   * Lloyd's k-means from the seeds of k-means++ (Arthur and Vassilvitskii 2007). The same samples
   * and seed give the same centres however many threads work.
   *
   * @param samples row-major {@code float[count * dimension]}
   */
  static Codebook learn(float[] samples, int dimension, int size, long seed) {
    int count = samples.length / dimension;
    float[] centres = seeds(samples, dimension, Math.min(size, count), new SplittableRandom(seed));
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      Codebook codebook = new Codebook(centres, dimension);
      int[] nearest =
          IntStream.range(0, count)
              .parallel()
              .map(i -> codebook.nearest(samples, i * dimension))
              .toArray();
      double[] sums = new double[centres.length];
      int[] members = new int[codebook.size];
      for (int i = 0; i < count; i++) {
        members[nearest[i]]++;
        for (int d = 0; d < dimension; d++) {
          sums[nearest[i] * dimension + d] += samples[i * dimension + d];
        }
      }
      for (int c = 0; c < codebook.size; c++) {
        // A centre that lost all its members stays where it is.
        for (int d = 0; d < dimension && members[c] > 0; d++) {
          centres[c * dimension + d] = (float) (sums[c * dimension + d] / members[c]);
        }
      }
    }
    return new Codebook(centres, dimension);
  }

  private static float[] seeds(float[] samples, int dimension, int size, SplittableRandom random) {
    int count = samples.length / dimension;
    float[] centres = new float[size * dimension];
    double[] distances = new double[count];
    Arrays.fill(distances, Double.POSITIVE_INFINITY);
    int chosen = random.nextInt(count);
    for (int c = 0; c < size; c++) {
      System.arraycopy(samples, chosen * dimension, centres, c * dimension, dimension);
      int from = c * dimension;
      IntStream.range(0, count)
          .parallel()
          .forEach(
              i -> {
                double squares = 0;
                for (int d = 0; d < dimension; d++) {
                  double difference = samples[i * dimension + d] - centres[from + d];
                  squares += difference * difference;
                }
                distances[i] = Math.min(distances[i], squares);
              });
      double total = 0;
      for (double distance : distances) {
        total += distance;
      }
      double at = random.nextDouble() * total;
      chosen = 0;
      while (chosen < count - 1 && at >= distances[chosen]) {
        at -= distances[chosen++];
      }
    }
    return centres;
  }

  int size() {
    return size;
  }

  /** The nearest centre of the descriptor that starts at {@code offset}; the first of equals. */
  int nearest(float[] descriptors, int offset) {
    float[] score = new float[size];
    for (int d = 0; d < dimension; d++) {
      float value = descriptors[offset + d];
      int row = d * size;
      for (int c = 0; c < size; c++) {
        score[c] += value * columns[row + c];
      }
    }
    int best = 0;
    for (int c = 0; c < size; c++) {
      if (score[c] - halfSquares[c] > score[best] - halfSquares[best]) {
        best = c;
      }
    }
    return best;
  }

  /** Component {@code d} of centre {@code c}. */
  float centre(int c, int d) {
    return columns[d * size + c];
  }

  /** The centres, row-major {@code float[size * dimension]}. */
  float[] centres() {
    float[] centres = new float[columns.length];
    for (int c = 0; c < size; c++) {
      for (int d = 0; d < dimension; d++) {
        centres[c * dimension + d] = centre(c, d);
      }
    }
    return centres;
  }
}
