package org.seqloc.core.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.seqloc.core.SeqlocException;

/**
 * How far the surfaces before a camera are: {@code float[height * width]}, row-major, along the
 * optical axis in metres. 0, NaN and the infinities mean that nothing was measured; they are kept
 * as they came. The array is handed over, not copied; nobody writes to it afterwards.
 */
public final class DepthMap {

  /** Of the file's name in a kapture, without a dot. */
  public static final String EXTENSION = "depth";

  private final int width;
  private final int height;
  private final float[] metres;

  /**
   * @throws IllegalArgumentException when the array's length does not fit the size
   */
  public DepthMap(int width, int height, float[] metres) {
    if (width <= 0 || height <= 0 || metres.length != (long) width * height) {
      throw new IllegalArgumentException(
          "depth map of " + width + " x " + height + " with " + metres.length + " values");
    }
    this.width = width;
    this.height = height;
    this.metres = metres;
  }

  /**
   * A depth map as kapture has it: float32 of little endian without a header.
   *
   * @param width of the sensor, pixels
   * @param height of the sensor, pixels
   * @param name what the map is called in errors: its file
   * @throws SeqlocException when the file is not of this size
   */
  public static DepthMap read(byte[] file, int width, int height, String name) {
    long expected = 4L * width * height;
    if (width <= 0 || height <= 0 || file.length != expected) {
      throw new SeqlocException(
          String.format(
              "%s: a depth map of %d bytes, %d x %d values of float32 take %d; give its sensor the"
                  + " right size",
              name, file.length, width, height, expected));
    }
    float[] metres = new float[width * height];
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(metres);
    return new DepthMap(width, height, metres);
  }

  /**
   * A depth map of whole numbers.
   *
   * @param raster grey of 8 or 16 bits
   * @param perMetre values of a metre
   * @param none the value of a pixel without depth, which becomes 0
   */
  public static DepthMap of(Raster raster, float perMetre, int none) {
    if (raster.channels() != 1) {
      throw new IllegalArgumentException("a depth map of " + raster.channels() + " channels");
    }
    ByteBuffer samples = ByteBuffer.wrap(raster.samples());
    float[] metres = new float[raster.width() * raster.height()];
    for (int i = 0; i < metres.length; i++) {
      int value = raster.bitDepth() == 16 ? samples.getChar() : samples.get() & 0xff;
      // Divided it is the closest float, which times the inverse it is not always.
      metres[i] = value == none ? 0 : value / perMetre;
    }
    return new DepthMap(raster.width(), raster.height(), metres);
  }

  /** The contents of the map's file, see {@link #read}. */
  public byte[] toBytes() {
    byte[] file = new byte[Math.multiplyExact(metres.length, Float.BYTES)];
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(metres);
    return file;
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** The values themselves, see the class; not to be written to. */
  public float[] metres() {
    return metres;
  }

  /** Whether the pixel has a depth. */
  public boolean measured(int x, int y) {
    float depth = metres[y * width + x];
    return depth > 0 && depth < Float.POSITIVE_INFINITY;
  }
}
