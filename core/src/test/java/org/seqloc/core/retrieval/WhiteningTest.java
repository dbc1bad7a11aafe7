package org.seqloc.core.retrieval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.junit.jupiter.api.Test;

class WhiteningTest {

  private static final int INPUTS = 48;

  /** Unit vectors around a common one, spread far in some directions and little in others. */
  private static List<float[]> vectors(int count, long seed) {
    Random random = new Random(seed);
    float[] common = SyntheticPlaces.unitVectors(1, INPUTS, random)[0];
    float[][] axes = SyntheticPlaces.unitVectors(INPUTS, INPUTS, random);
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] vector = common.clone();
      for (int a = 0; a < INPUTS; a++) {
        float spread = (float) (random.nextGaussian() / (1 + a));
        for (int d = 0; d < INPUTS; d++) {
          vector[d] += spread * axes[a][d];
        }
      }
      Whitening.normalize(vector, 0, INPUTS);
      vectors.add(vector);
    }
    return vectors;
  }

  /** Mean and scaled components as they are written. */
  private static float[] written(Whitening whitening) {
    ByteBuffer bytes = ByteBuffer.allocate(whitening.byteLength()).order(ByteOrder.LITTLE_ENDIAN);
    whitening.write(bytes);
    assertEquals(0, bytes.remaining());
    bytes.flip().getInt();
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  @Test
  void trainingDataBecomesUncorrelatedWithEvenedOutVariances() {
    List<float[]> vectors = vectors(100, 1);
    float[] values = written(Whitening.learn(vectors, 20));
    int outputs = values.length / INPUTS - 1;
    assertEquals(20, outputs);
    double[] mean = new double[INPUTS];
    for (float[] vector : vectors) {
      for (int d = 0; d < INPUTS; d++) {
        mean[d] += vector[d] / 100.0;
      }
    }
    double[][] whitened = new double[100][outputs];
    double[] variance = new double[outputs];
    double[] rowSquares = new double[outputs];
    double[][] covariance = new double[outputs][outputs];
    for (int i = 0; i < 100; i++) {
      for (int k = 0; k < outputs; k++) {
        for (int d = 0; d < INPUTS; d++) {
          whitened[i][k] += (vectors.get(i)[d] - mean[d]) * values[(k + 1) * INPUTS + d];
        }
      }
      for (int k = 0; k < outputs; k++) {
        for (int l = 0; l < outputs; l++) {
          covariance[k][l] += whitened[i][k] * whitened[i][l];
        }
      }
    }
    double total = 0;
    for (float[] vector : vectors) {
      for (int d = 0; d < INPUTS; d++) {
        total += (vector[d] - mean[d]) * (vector[d] - mean[d]);
      }
    }
    for (int k = 0; k < outputs; k++) {
      for (int d = 0; d < INPUTS; d++) {
        rowSquares[k] += Math.pow(values[(k + 1) * INPUTS + d], 2);
      }
      // Along a row of unit length the data would have this variance.
      variance[k] = covariance[k][k] / rowSquares[k];
      // The identity, but for the quarter of the mean variance that is added to each.
      assertEquals(variance[k] / (variance[k] + 0.25 * total / outputs), covariance[k][k], 1e-4);
      for (int l = 0; l < k; l++) {
        assertEquals(0, covariance[k][l], 1e-4, "uncorrelated");
        assertTrue(variance[l] > variance[k], "descending");
      }
    }
  }

  @Test
  void agreesWithASingularValueDecomposition() {
    for (int count : new int[] {5, 30, 200}) {
      List<float[]> vectors = vectors(count, 2);
      Whitening whitening = Whitening.learn(vectors, INPUTS);
      DMatrixRMaj x = new DMatrixRMaj(count, INPUTS);
      double[] mean = new double[INPUTS];
      for (float[] vector : vectors) {
        for (int d = 0; d < INPUTS; d++) {
          mean[d] += vector[d] / (double) count;
        }
      }
      for (int i = 0; i < count; i++) {
        for (int d = 0; d < INPUTS; d++) {
          x.set(i, d, vectors.get(i)[d] - mean[d]);
        }
      }
      SingularValueDecomposition_F64<DMatrixRMaj> svd =
          DecompositionFactory_DDRM.svd(count, INPUTS, false, true, true);
      assertTrue(svd.decompose(x));
      DMatrixRMaj vt = svd.getV(null, true);
      double[] singular = svd.getSingularValues();
      double total = Arrays.stream(singular).map(s -> s * s).sum();
      Integer[] order =
          java.util.stream.IntStream.range(0, singular.length)
              .boxed()
              .filter(k -> singular[k] * singular[k] > 1e-6 * total)
              .sorted(java.util.Comparator.comparingDouble(k -> -singular[k]))
              .toArray(Integer[]::new);
      for (float[] query : vectors(10, 3)) {
        float[] expected = new float[order.length];
        for (int k = 0; k < order.length; k++) {
          double sum = 0;
          double sign = 0;
          for (int d = 0; d < INPUTS; d++) {
            sum += vt.get(order[k], d) * (query[d] - mean[d]);
            sign += vt.get(order[k], d);
          }
          double s = singular[order[k]];
          expected[k] =
              (float) (Math.signum(sign) * sum / Math.sqrt(s * s + 0.25 * total / order.length));
        }
        Whitening.normalize(expected, 0, expected.length);
        assertArrayEquals(expected, whitening.apply(query), 2e-4f, count + " vectors");
      }
    }
  }

  @Test
  void noMoreComponentsThanTheVectorsSpan() {
    // n vectors span n - 1 directions around their mean.
    assertEquals(4, Whitening.learn(vectors(5, 1), 20).apply(vectors(1, 2).get(0)).length);
    assertEquals(1, Whitening.learn(vectors(2, 1), 20).apply(vectors(1, 2).get(0)).length);
  }

  @Test
  void equalVectorsTeachNothing() {
    float[] one = vectors(1, 1).get(0);
    for (int count = 1; count < 30; count++) {
      Whitening whitening = Whitening.learn(java.util.Collections.nCopies(count, one), 20);
      float[] other = vectors(1, 2).get(0);
      assertArrayEquals(other, whitening.apply(other), count + " vectors");
    }
  }

  @Test
  void moreVectorsThanAreLearnedFromAreThinnedOut() {
    List<float[]> twice = new ArrayList<>();
    for (float[] vector : vectors(600, 1)) {
      twice.add(vector);
      twice.add(vectors(1, 9).get(0));
    }
    assertArrayEquals(
        written(Whitening.learn(vectors(600, 1), 4)), written(Whitening.learn(twice, 4)));
  }

  @Test
  void bytesOfTheWrongLengthAreRefused() {
    Whitening whitening = Whitening.learn(vectors(10, 1), 4);
    ByteBuffer bytes = ByteBuffer.allocate(whitening.byteLength()).order(ByteOrder.LITTLE_ENDIAN);
    whitening.write(bytes);
    float[] query = vectors(1, 2).get(0);
    assertArrayEquals(whitening.apply(query), Whitening.read(bytes.flip(), INPUTS).apply(query), 0);
    assertThrows(IllegalArgumentException.class, () -> Whitening.read(bytes.rewind(), INPUTS - 1));
  }
}
