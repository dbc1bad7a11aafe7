package org.seqloc.core.map;

import java.nio.ByteBuffer;

/**
 * How a keyframe's landmarks lie in the file: {@code int pointId[n]}, then {@code byte descriptor[n
 * * dimension]}.
 *
 * <p>A descriptor is scaled so that its largest value becomes 127 and rounded; reading gives it
 * unit length again, so the scale itself need not be kept. A quarter of the memory of floats, at an
 * error far below what separates good matches from bad ones.
 */
final class LandmarkCodec {

  /** An index row: long offset within the section, int count. */
  static final int INDEX_ROW_LENGTH = Long.BYTES + Integer.BYTES;

  private LandmarkCodec() {}

  static int bytesPerLandmark(int dimension) {
    return Integer.BYTES + dimension;
  }

  /**
   * @param rows which rows of {@code descriptors} (row-major float[.. * dimension]) belong to the
   *     points
   */
  static ByteBuffer encode(int[] pointIds, int[] rows, float[] descriptors, int dimension) {
    int count = pointIds.length;
    ByteBuffer bytes =
        MapFormat.littleEndian(Math.multiplyExact(count, bytesPerLandmark(dimension)));
    for (int id : pointIds) {
      bytes.putInt(id);
    }
    for (int row : rows) {
      float largest = 0;
      for (int d = 0; d < dimension; d++) {
        largest = Math.max(largest, Math.abs(descriptors[row * dimension + d]));
      }
      float scale = largest == 0 ? 0 : 127 / largest;
      for (int d = 0; d < dimension; d++) {
        bytes.put((byte) Math.round(descriptors[row * dimension + d] * scale));
      }
    }
    return bytes.flip();
  }

  /**
   * @throws IllegalArgumentException when a point id is not below {@code pointCount}
   */
  static Landmarks decode(ByteBuffer bytes, int count, int dimension, int pointCount) {
    int[] ids = new int[count];
    for (int i = 0; i < count; i++) {
      ids[i] = bytes.getInt();
      if (ids[i] < 0 || ids[i] >= pointCount) {
        throw new IllegalArgumentException("point " + ids[i] + " of " + pointCount);
      }
    }
    byte[] row = new byte[dimension];
    float[] descriptors = new float[count * dimension];
    for (int i = 0; i < count; i++) {
      bytes.get(row);
      int squares = 0;
      for (byte value : row) {
        squares += value * value;
      }
      float scale = squares == 0 ? 0 : (float) (1 / Math.sqrt(squares));
      for (int d = 0; d < dimension; d++) {
        descriptors[i * dimension + d] = row[d] * scale;
      }
    }
    return new Landmarks(ids, descriptors);
  }
}
