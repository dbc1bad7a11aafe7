package org.seqloc.core.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LandmarkCodecTest {

  @Property(tries = 200)
  void descriptorsKeepTheirDirection(
      @ForAll @IntRange(min = 0, max = 20) int count,
      @ForAll @IntRange(min = 1, max = 256) int dimension,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] descriptors = new float[count * dimension];
    for (int i = 0; i < count; i++) {
      double squares = 0;
      for (int d = 0; d < dimension; d++) {
        descriptors[i * dimension + d] = (float) random.nextGaussian();
        squares += Math.pow(descriptors[i * dimension + d], 2);
      }
      for (int d = 0; d < dimension; d++) {
        descriptors[i * dimension + d] /= (float) Math.sqrt(squares);
      }
    }
    int[] rows = random.ints(count, 0, Math.max(1, count)).toArray();
    int[] ids = random.ints(count, 0, 1000).toArray();
    ByteBuffer bytes = LandmarkCodec.encode(ids, rows, descriptors, dimension);
    assertEquals(count * LandmarkCodec.bytesPerLandmark(dimension), bytes.remaining());
    Landmarks landmarks = LandmarkCodec.decode(bytes, count, dimension, 1000);
    assertFalse(bytes.hasRemaining());
    assertEquals(count, landmarks.count());
    for (int i = 0; i < count; i++) {
      assertEquals(ids[i], landmarks.pointId(i));
      double squares = 0;
      double dot = 0;
      for (int d = 0; d < dimension; d++) {
        float decoded = landmarks.descriptors()[i * dimension + d];
        squares += decoded * decoded;
        dot += decoded * descriptors[rows[i] * dimension + d];
      }
      assertEquals(1, squares, 1e-5, "unit length");
      // Half a step of 127 in each direction, seldom more than a third of the length in one.
      assertTrue(dot > 0.9995, "similarity of the original and the decoded " + dot);
    }
  }

  @Test
  void zeroDescriptorStaysZero() {
    Landmarks landmarks =
        LandmarkCodec.decode(
            LandmarkCodec.encode(new int[] {0}, new int[] {0}, new float[8], 8), 1, 8, 1);
    assertTrue(Arrays.equals(new float[8], landmarks.descriptors()));
  }
}
