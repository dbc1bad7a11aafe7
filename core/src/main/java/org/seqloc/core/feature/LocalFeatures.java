package org.seqloc.core.feature;

/**
 * The keypoints of one image with their descriptors.
 *
 * <p>Layouts: {@code xy} is {@code float[2 * count]}, x then y in pixels of the full-resolution
 * image, (0, 0) the centre of the top-left pixel; {@code scales} is {@code float[count]}, the size
 * of the patch in pixels; {@code scores} is {@code float[count]}, higher is better; {@code
 * descriptors} is row-major {@code float[count * dimension]}, each row L2-normalized, so that the
 * dot product is the similarity. Keypoints stand in descending order of score. The arrays are
 * handed over, not copied; nobody writes to them afterwards.
 */
public final class LocalFeatures {

  private final int dimension;
  private final float[] xy;
  private final float[] scales;
  private final float[] scores;
  private final float[] descriptors;

  /**
   * @throws IllegalArgumentException when the arrays' lengths do not fit each other
   */
  public LocalFeatures(
      int dimension, float[] xy, float[] scales, float[] scores, float[] descriptors) {
    int count = scores.length;
    if (xy.length != 2 * count
        || scales.length != count
        || descriptors.length != (long) count * dimension) {
      throw new IllegalArgumentException(
          "features of unequal counts: xy "
              + xy.length / 2
              + ", scales "
              + scales.length
              + ", scores "
              + count
              + ", descriptors "
              + descriptors.length / Math.max(1, dimension));
    }
    this.dimension = dimension;
    this.xy = xy;
    this.scales = scales;
    this.scores = scores;
    this.descriptors = descriptors;
  }

  /** The number of keypoints. */
  public int count() {
    return scores.length;
  }

  /** The length of a descriptor. */
  public int dimension() {
    return dimension;
  }

  public float x(int i) {
    return xy[2 * i];
  }

  public float y(int i) {
    return xy[2 * i + 1];
  }

  /** See the class for the layout; not to be written to. */
  public float[] xy() {
    return xy;
  }

  /** See the class for the layout; not to be written to. */
  public float[] scales() {
    return scales;
  }

  /** See the class for the layout; not to be written to. */
  public float[] scores() {
    return scores;
  }

  /** See the class for the layout; not to be written to. */
  public float[] descriptors() {
    return descriptors;
  }
}
