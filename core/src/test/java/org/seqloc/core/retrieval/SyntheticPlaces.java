package org.seqloc.core.retrieval;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.seqloc.core.feature.LocalFeatures;

/** Places, each a set of descriptors of its own; an image shows most of them, changed a little. */
final class SyntheticPlaces {

  static final int DIMENSION = 32;

  private static final int PER_PLACE = 80;

  /** Sky, road and windows, which all images show alike. */
  private static final int EVERYWHERE = 20;

  private final List<float[][]> places = new ArrayList<>();
  private final float[][] everywhere;

  SyntheticPlaces(int count, long seed) {
    Random random = new Random(seed);
    everywhere = unitVectors(EVERYWHERE, random);
    for (int i = 0; i < count; i++) {
      places.add(unitVectors(PER_PLACE, random));
    }
  }

  /** One image of each place; those of another seed show the same places anew. */
  List<LocalFeatures> images(long seed) {
    Random random = new Random(seed);
    return places.stream().map(place -> image(place, random)).toList();
  }

  private LocalFeatures image(float[][] place, Random random) {
    List<float[]> seen = new ArrayList<>();
    for (float[] descriptor : place) {
      if (random.nextDouble() < 0.7) {
        seen.add(changed(descriptor, random));
      }
    }
    for (float[] descriptor : everywhere) {
      seen.add(changed(descriptor, random));
    }
    for (float[] clutter : unitVectors(20, random)) {
      seen.add(clutter);
    }
    return features(seen);
  }

  static LocalFeatures features(List<float[]> descriptors) {
    int count = descriptors.size();
    float[] rows = new float[count * DIMENSION];
    for (int i = 0; i < count; i++) {
      System.arraycopy(descriptors.get(i), 0, rows, i * DIMENSION, DIMENSION);
    }
    return new LocalFeatures(
        DIMENSION, new float[2 * count], new float[count], new float[count], rows);
  }

  private static float[] changed(float[] descriptor, Random random) {
    float[] result = descriptor.clone();
    for (int d = 0; d < DIMENSION; d++) {
      result[d] += (float) (0.06 * random.nextGaussian());
    }
    return unit(result);
  }

  static float[][] unitVectors(int count, Random random) {
    return unitVectors(count, DIMENSION, random);
  }

  static float[][] unitVectors(int count, int dimension, Random random) {
    float[][] vectors = new float[count][dimension];
    for (float[] vector : vectors) {
      for (int d = 0; d < dimension; d++) {
        vector[d] = (float) random.nextGaussian();
      }
      unit(vector);
    }
    return vectors;
  }

  private static float[] unit(float[] vector) {
    double squares = 0;
    for (float v : vector) {
      squares += v * v;
    }
    for (int d = 0; d < vector.length; d++) {
      vector[d] /= (float) Math.sqrt(squares);
    }
    return vector;
  }
}
