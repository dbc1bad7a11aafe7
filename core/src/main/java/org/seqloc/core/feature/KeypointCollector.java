package org.seqloc.core.feature;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.seqloc.core.image.Image;

/**
 * Gathers the keypoints of one image over its scales and gives the best of all. Equal scores keep
 * the order in which they came: larger scales first, then rows, then columns.
 */
final class KeypointCollector {

  private final int dimension;
  private final int maxKeypoints;
  private int count;
  private float[] xy = new float[0];
  private float[] scales = new float[0];
  private float[] scores = new float[0];
  private float[] descriptors = new float[0];

  KeypointCollector(int dimension, int maxKeypoints) {
    this.dimension = dimension;
    this.maxKeypoints = maxKeypoints;
  }

  /**
   * Adds the best keypoints of one scale; no more of them than are wanted of all scales.
   *
   * @param pixels indices y * width + x of the keypoints
   * @param score of each pixel, not negative
   * @param dense descriptors, dimension x height x width
   * @param full the image in full resolution, whose borders coincide with those of the scaled one
   * @param patchSize in pixels of the full-resolution image
   */
  void add(
      int[] pixels,
      float[] score,
      FloatBuffer dense,
      int width,
      int height,
      Image full,
      float patchSize) {
    float[] candidates = new float[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      candidates[i] = score[pixels[i]];
    }
    int[] order = bestFirst(candidates, pixels.length, maxKeypoints);
    grow(order.length);
    double stepX = (double) full.width() / width;
    double stepY = (double) full.height() / height;
    int plane = width * height;
    for (int index : order) {
      int pixel = pixels[index];
      int column = pixel % width;
      int row = pixel / width;
      xy[2 * count] = (float) ((column + 0.5) * stepX - 0.5);
      xy[2 * count + 1] = (float) ((row + 0.5) * stepY - 0.5);
      scales[count] = patchSize;
      scores[count] = candidates[index];
      for (int k = 0; k < dimension; k++) {
        descriptors[count * dimension + k] = dense.get(k * plane + pixel);
      }
      count++;
    }
  }

  LocalFeatures best() {
    int[] order = bestFirst(scores, count, maxKeypoints);
    float[] bestXy = new float[2 * order.length];
    float[] bestScales = new float[order.length];
    float[] bestScores = new float[order.length];
    float[] bestDescriptors = new float[order.length * dimension];
    for (int i = 0; i < order.length; i++) {
      int from = order[i];
      bestXy[2 * i] = xy[2 * from];
      bestXy[2 * i + 1] = xy[2 * from + 1];
      bestScales[i] = scales[from];
      bestScores[i] = scores[from];
      System.arraycopy(descriptors, from * dimension, bestDescriptors, i * dimension, dimension);
    }
    return new LocalFeatures(dimension, bestXy, bestScales, bestScores, bestDescriptors);
  }

  private void grow(int more) {
    int size = count + more;
    xy = Arrays.copyOf(xy, 2 * size);
    scales = Arrays.copyOf(scales, size);
    scores = Arrays.copyOf(scores, size);
    descriptors = Arrays.copyOf(descriptors, size * dimension);
  }

  /** Indices of the best, in descending order of score, equal ones in ascending order of index. */
  private static int[] bestFirst(float[] scores, int count, int limit) {
    long[] keys = new long[count];
    for (int i = 0; i < count; i++) {
      // Bits of floats that are not negative sort as the floats do.
      long descending = (long) Integer.MAX_VALUE - Float.floatToIntBits(scores[i]);
      keys[i] = descending << 32 | i;
    }
    Arrays.sort(keys);
    int[] order = new int[Math.min(limit, count)];
    for (int i = 0; i < order.length; i++) {
      order[i] = (int) keys[i];
    }
    return order;
  }
}
