package org.seqloc.core.map;

/**
 * The map points that one keyframe observed, with the descriptors they had there.
 *
 * <p>Layouts: {@code pointIds} is {@code int[count]}; {@code descriptors} is row-major {@code
 * float[count * dimension]}, each row of unit length. The arrays are handed over and not written to
 * afterwards.
 */
public final class Landmarks {

  private final int[] pointIds;
  private final float[] descriptors;

  Landmarks(int[] pointIds, float[] descriptors) {
    this.pointIds = pointIds;
    this.descriptors = descriptors;
  }

  public int count() {
    return pointIds.length;
  }

  public int pointId(int i) {
    return pointIds[i];
  }

  /** See the class for the layout; not to be written to. */
  public float[] descriptors() {
    return descriptors;
  }
}
