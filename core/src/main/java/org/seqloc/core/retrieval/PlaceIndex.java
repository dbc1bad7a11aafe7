package org.seqloc.core.retrieval;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Global descriptors of the map's images, searched exactly. Safe for use by several threads. */
public final class PlaceIndex {

  private final float[][] descriptors;

  /**
   * @param descriptors one an image, of equal length and unit norm; their order gives the images'
   *     numbers
   */
  public PlaceIndex(List<float[]> descriptors) {
    this.descriptors = descriptors.stream().map(float[]::clone).toArray(float[][]::new);
  }

  public int size() {
    return descriptors.length;
  }

  /** A copy of an image's descriptor. */
  public float[] descriptor(int image) {
    return descriptors[image].clone();
  }

  /**
   * The most similar images, best first, the lower number first among equals.
   *
   * @param allowed which images may be found
   */
  public List<PlaceCandidate> search(float[] query, int count, IntPredicate allowed) {
    return IntStream.range(0, descriptors.length)
        .filter(allowed)
        .mapToObj(i -> new PlaceCandidate(i, dot(query, descriptors[i])))
        .sorted(
            Comparator.comparingDouble((PlaceCandidate c) -> -c.score())
                .thenComparing(PlaceCandidate::image))
        .limit(count)
        .toList();
  }

  private static float dot(float[] a, float[] b) {
    float sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @Override
  public String toString() {
    return "PlaceIndex of "
        + descriptors.length
        + " images, "
        + Arrays.stream(descriptors).mapToInt(d -> d.length).max().orElse(0)
        + " dimensions";
  }
}
