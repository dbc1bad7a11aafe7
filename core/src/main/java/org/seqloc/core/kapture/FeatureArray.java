package org.seqloc.core.kapture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A table of numbers as it lies in a feature file: row-major, little endian. Not changed. */
public final class FeatureArray {

  private final DType dtype;
  private final int columns;
  private final byte[] bytes;
  private final ByteBuffer buffer;

  private FeatureArray(DType dtype, int columns, byte[] bytes) {
    if (columns < 1 || bytes.length % ((long) columns * dtype.bytes()) != 0) {
      throw new IllegalArgumentException(
          bytes.length + " bytes are no rows of " + columns + " " + dtype.label());
    }
    this.dtype = dtype;
    this.columns = columns;
    this.bytes = bytes;
    this.buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Takes the bytes over. */
  static FeatureArray over(DType dtype, int columns, byte[] bytes) {
    return new FeatureArray(dtype, columns, bytes);
  }

  /**
   * @param values row-major, float[rows * columns]
   */
  public static FeatureArray ofFloats(int columns, float[] values) {
    byte[] bytes = new byte[Math.multiplyExact(values.length, 4)];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    return new FeatureArray(DType.FLOAT32, columns, bytes);
  }

  /**
   * @param values row-major, double[rows * columns]
   */
  public static FeatureArray ofDoubles(int columns, double[] values) {
    byte[] bytes = new byte[Math.multiplyExact(values.length, 8)];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().put(values);
    return new FeatureArray(DType.FLOAT64, columns, bytes);
  }

  /**
   * @param values row-major, unsigned, byte[rows * columns]
   */
  public static FeatureArray ofUnsignedBytes(int columns, byte[] values) {
    return new FeatureArray(DType.UINT8, columns, values.clone());
  }

  public DType dtype() {
    return dtype;
  }

  public int rows() {
    return bytes.length / (columns * dtype.bytes());
  }

  public int columns() {
    return columns;
  }

  public double get(int row, int column) {
    return dtype.get(buffer, (row * columns + column) * dtype.bytes());
  }

  /** All numbers, row-major, rounded to float. */
  public float[] toFloats() {
    float[] values = new float[bytes.length / dtype.bytes()];
    if (dtype == DType.FLOAT32) {
      buffer.asFloatBuffer().get(values);
      return values;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) dtype.get(buffer, i * dtype.bytes());
    }
    return values;
  }

  /** A copy of the file's bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  byte[] bytes() {
    return bytes;
  }

  /** The same numbers of the same type, bit for bit. */
  @Override
  public boolean equals(Object other) {
    return other instanceof FeatureArray array
        && dtype.isSameAs(array.dtype)
        && columns == array.columns
        && Arrays.equals(bytes, array.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
