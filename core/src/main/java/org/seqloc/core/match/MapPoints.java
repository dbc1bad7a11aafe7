package org.seqloc.core.match;

import org.seqloc.core.geometry.Vector3;

/**
 * Some points of the map with one descriptor each.
 *
 * <p>Layouts: {@code ids} is {@code int[count]}; {@code xyz} is {@code double[3 * count]}, metres
 * in the map; {@code descriptors} is row-major {@code float[count * dimension]}, rows of unit
 * length. The arrays are handed over, not copied; nobody writes to them afterwards.
 */
public final class MapPoints {

  private final int[] ids;
  private final double[] xyz;
  private final float[] descriptors;
  private final int dimension;

  public MapPoints(int[] ids, double[] xyz, float[] descriptors, int dimension) {
    if (xyz.length != 3 * ids.length || descriptors.length != (long) dimension * ids.length) {
      throw new IllegalArgumentException(
          ids.length
              + " points with "
              + xyz.length / 3
              + " positions and "
              + descriptors.length / dimension
              + " descriptors");
    }
    this.ids = ids;
    this.xyz = xyz;
    this.descriptors = descriptors;
    this.dimension = dimension;
  }

  public int count() {
    return ids.length;
  }

  public int id(int i) {
    return ids[i];
  }

  /** Where the point is in the map, metres. */
  public Vector3 position(int i) {
    return new Vector3(xyz[3 * i], xyz[3 * i + 1], xyz[3 * i + 2]);
  }

  /**
   * The similarity of point {@code i}'s descriptor to row {@code row} of other descriptors: their
   * dot product.
   */
  float similarity(int i, float[] others, int row) {
    int a = i * dimension;
    int b = row * dimension;
    // Four sums, since one would wait for itself at each step.
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int d = 0;
    for (; d + 3 < dimension; d += 4) {
      s0 += descriptors[a + d] * others[b + d];
      s1 += descriptors[a + d + 1] * others[b + d + 1];
      s2 += descriptors[a + d + 2] * others[b + d + 2];
      s3 += descriptors[a + d + 3] * others[b + d + 3];
    }
    for (; d < dimension; d++) {
      s0 += descriptors[a + d] * others[b + d];
    }
    return s0 + s1 + (s2 + s3);
  }
}
