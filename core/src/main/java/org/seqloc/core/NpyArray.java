package org.seqloc.core;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An array of numbers from NumPy, the last index fastest whatever order the source has. */
public final class NpyArray {

  private final NpyHeader header;
  private final ByteBuffer littleEndian;

  private NpyArray(NpyHeader header, byte[] bytes) {
    this.header = header;
    this.littleEndian = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * @param bytes the numbers as the header says; not changed, and not to be changed
   * @throws IllegalArgumentException when they are not as many as the header says, or are of more
   *     than two dimensions in the order of Fortran
   */
  public static NpyArray of(NpyHeader header, byte[] bytes) {
    if (bytes.length != header.dataBytes()) {
      throw new IllegalArgumentException(
          String.format(
              "%d bytes for an array of shape %s of %s, which takes %d",
              bytes.length, header.shape(), header.type(), header.dataBytes()));
    }
    boolean transposed = header.fortran() && header.shape().size() > 1;
    if (transposed && header.shape().size() > 2) {
      throw new IllegalArgumentException(
          "an array of shape " + header.shape() + " in the order of Fortran");
    }
    boolean swapped = header.bigEndian() && header.itemBytes() > 1;
    if (!transposed && !swapped) {
      return new NpyArray(header, bytes);
    }
    int rows = transposed ? header.shape().get(0) : 1;
    int size = header.itemBytes();
    int count = bytes.length / size;
    byte[] ordered = new byte[bytes.length];
    for (int i = 0; i < count; i++) {
      int to = transposed ? i % rows * (count / rows) + i / rows : i;
      for (int b = 0; b < size; b++) {
        ordered[to * size + (swapped ? size - 1 - b : b)] = bytes[i * size + b];
      }
    }
    return new NpyArray(header, ordered);
  }

  /**
   * Reads a whole file of the NPY format.
   *
   * @throws IOException when it does not fit
   */
  public static NpyArray read(InputStream in) throws IOException {
    NpyHeader header = NpyHeader.read(in);
    byte[] bytes = NpyHeader.exactly(in, header.dataBytes());
    if (in.read() >= 0) {
      throw new IOException("more bytes than an array of shape " + header.shape() + " takes");
    }
    try {
      return of(header, bytes);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  public NpyHeader header() {
    return header;
  }

  /** The number of numbers. */
  public int length() {
    return littleEndian.capacity() / header.itemBytes();
  }

  /** A number, by its place among all; 64-bit integers beyond 2^53 are rounded. */
  public double get(int index) {
    int at = index * header.itemBytes();
    return switch (header.type()) {
      case "float32" -> littleEndian.getFloat(at);
      case "float64" -> littleEndian.getDouble(at);
      case "int8" -> littleEndian.get(at);
      case "int16" -> littleEndian.getShort(at);
      case "int32" -> littleEndian.getInt(at);
      case "int64" -> littleEndian.getLong(at);
      case "uint8" -> Byte.toUnsignedInt(littleEndian.get(at));
      case "uint16" -> Short.toUnsignedInt(littleEndian.getShort(at));
      case "uint32" -> Integer.toUnsignedLong(littleEndian.getInt(at));
      default -> throw new IllegalStateException(header.type());
    };
  }

  /** All numbers, rounded to float. */
  public float[] toFloats() {
    float[] values = new float[length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) get(i);
    }
    return values;
  }

  /** All numbers. */
  public double[] toDoubles() {
    double[] values = new double[length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = get(i);
    }
    return values;
  }

  /** The bytes of all numbers, little endian. */
  public byte[] toBytes() {
    byte[] bytes = new byte[littleEndian.capacity()];
    littleEndian.get(0, bytes);
    return bytes;
  }
}
