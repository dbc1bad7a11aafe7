package org.seqloc.core.retrieval;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Principal components of some vectors, scaled so that each direction counts about the same: what
 * many images share, such as sky, road and repeated windows, counts less.
 */
final class Whitening {

  /** Vectors that are learned from, at most: the cost grows with the cube. */
  private static final int MAX_SAMPLES = 600;

  /**
   * Variances are raised by this share of the mean variance before they are divided by: the weakest
   * directions of few samples are noise.
   */
  private static final double SHRINKAGE = 0.25;

  /** Variances below this are rounding errors of vectors of unit length. */
  private static final double MIN_VARIANCE = 1e-12;

  private final int inputs;
  private final int outputs;
  private final float[] mean;

  /** Row-major {@code float[outputs * inputs]}, each row a scaled component. */
  private final float[] components;

  private Whitening(float[] mean, float[] components) {
    this.inputs = mean.length;
    this.outputs = components.length / mean.length;
    this.mean = mean;
    this.components = components;
  }

  /**
   * Learns from vectors of unit length or zero, which may well be fewer than they have dimensions:
   * the components are found through the matrix of their dot products, G = X X^T, whose
   * eigenvectors u give the components X^T u / |X^T u|.
   */
  static Whitening learn(List<float[]> vectors, int maxOutputs) {
    int n = Math.min(vectors.size(), MAX_SAMPLES);
    int inputs = vectors.get(0).length;
    DMatrixRMaj x = new DMatrixRMaj(n, inputs);
    double[] sum = new double[inputs];
    for (int i = 0; i < n; i++) {
      float[] vector = vectors.get((int) ((long) i * vectors.size() / n));
      for (int d = 0; d < inputs; d++) {
        x.set(i, d, vector[d]);
        sum[d] += vector[d];
      }
    }
    float[] mean = new float[inputs];
    for (int d = 0; d < inputs; d++) {
      mean[d] = (float) (sum[d] / n);
      for (int i = 0; i < n; i++) {
        x.add(i, d, -mean[d]);
      }
    }
    DMatrixRMaj gram = new DMatrixRMaj(n, n);
    CommonOps_DDRM.multTransB(x, x, gram);
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, true, true);
    if (!eigen.decompose(gram.copy())) {
      throw new IllegalStateException("eigenvalues of the image similarities do not converge");
    }
    double trace = CommonOps_DDRM.trace(gram);
    double least = Math.max(1e-6 * trace, MIN_VARIANCE * n);
    Integer[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(
                Comparator.comparingDouble((Integer i) -> -eigen.getEigenvalue(i).real)
                    .thenComparing(i -> i))
            .filter(i -> eigen.getEigenvalue(i).real > least)
            .limit(maxOutputs)
            .toArray(Integer[]::new);
    float[] components = new float[order.length * inputs];
    DMatrixRMaj component = new DMatrixRMaj(1, inputs);
    for (int k = 0; k < order.length; k++) {
      DMatrixRMaj u = eigen.getEigenVector(order[k]);
      double variance = eigen.getEigenvalue(order[k]).real;
      CommonOps_DDRM.multTransA(u, x, component);
      // X^T u has length sqrt(variance); a fixed sign makes the result independent of the
      // decomposition's whim.
      double sign = CommonOps_DDRM.elementSum(component) < 0 ? -1 : 1;
      double scale =
          sign / Math.sqrt(variance) / Math.sqrt(variance + SHRINKAGE * trace / order.length);
      for (int d = 0; d < inputs; d++) {
        components[k * inputs + d] = (float) (component.get(0, d) * scale);
      }
    }
    return new Whitening(mean, components);
  }

  /** The length of whitened vectors. */
  int length() {
    return outputs == 0 ? inputs : outputs;
  }

  /**
   * The whitened vector at unit length; where nothing was learned (all vectors equal) the vector
   * itself.
   */
  float[] apply(float[] vector) {
    if (outputs == 0) {
      return vector.clone();
    }
    float[] centred = new float[inputs];
    for (int d = 0; d < inputs; d++) {
      centred[d] = vector[d] - mean[d];
    }
    float[] result = new float[outputs];
    for (int k = 0; k < outputs; k++) {
      int row = k * inputs;
      float s0 = 0;
      float s1 = 0;
      float s2 = 0;
      float s3 = 0;
      int d = 0;
      for (; d + 3 < inputs; d += 4) {
        s0 += centred[d] * components[row + d];
        s1 += centred[d + 1] * components[row + d + 1];
        s2 += centred[d + 2] * components[row + d + 2];
        s3 += centred[d + 3] * components[row + d + 3];
      }
      for (; d < inputs; d++) {
        s0 += centred[d] * components[row + d];
      }
      result[k] = s0 + s1 + (s2 + s3);
    }
    normalize(result, 0, outputs);
    return result;
  }

  /** Gives a part of a vector unit length; nothing to do for zero. */
  static void normalize(float[] vector, int from, int length) {
    double squares = 0;
    for (int d = from; d < from + length; d++) {
      squares += vector[d] * vector[d];
    }
    if (squares > 0) {
      float scale = (float) (1 / Math.sqrt(squares));
      for (int d = from; d < from + length; d++) {
        vector[d] *= scale;
      }
    }
  }

  int byteLength() {
    return Integer.BYTES + Float.BYTES * (mean.length + components.length);
  }

  void write(ByteBuffer bytes) {
    bytes.putInt(outputs);
    bytes.asFloatBuffer().put(mean).put(components);
    bytes.position(bytes.position() + Float.BYTES * (mean.length + components.length));
  }

  static Whitening read(ByteBuffer bytes, int inputs) {
    int outputs = bytes.getInt();
    if (outputs < 0 || bytes.remaining() != (long) Float.BYTES * inputs * (outputs + 1L)) {
      throw new IllegalArgumentException("whitening of " + outputs + " components");
    }
    float[] mean = new float[inputs];
    float[] components = new float[outputs * inputs];
    bytes.asFloatBuffer().get(mean).get(components);
    return new Whitening(mean, components);
  }
}
