package org.seqloc.core.retrieval;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.seqloc.core.feature.LocalFeatures;

/**
 * Turns the local features of an image into one global descriptor: a vector of locally aggregated
 * descriptors (Jegou et al. 2010) with normalization within clusters (Arandjelovic and Zisserman
 * 2013), then PCA and whitening (Jegou and Chum 2012). Codebook and whitening are learned from the
 * images that are to be found, so that nothing else is needed.
 *
 * <p>Immutable, safe for use by several threads.
 */
public final class VladModel {

  private static final int CLUSTERS = 64;

  /** Descriptors that the codebook is learned from: about 600 a cluster. */
  private static final int CODEBOOK_SAMPLES = 40_000;

  private static final int MAX_DIMENSION = 256;

  private final int localDimension;
  private final Codebook codebook;
  private final Whitening whitening;

  private VladModel(int localDimension, Codebook codebook, Whitening whitening) {
    this.localDimension = localDimension;
    this.codebook = codebook;
    this.whitening = whitening;
  }

  /**
   * Learns from the images of a map.
   *
   * @param images their features; at least one keypoint in all
   */
  public static VladModel train(List<LocalFeatures> images, long seed) {
    int dimension = images.get(0).dimension();
    Codebook codebook = Codebook.learn(samples(images, dimension), dimension, CLUSTERS, seed);
    List<float[]> vlads =
        images.parallelStream().map(image -> aggregate(image, codebook, dimension)).toList();
    return new VladModel(dimension, codebook, Whitening.learn(vlads, MAX_DIMENSION));
  }

  /** Every n-th descriptor of all images. */
  private static float[] samples(List<LocalFeatures> images, int dimension) {
    long total = images.stream().mapToLong(LocalFeatures::count).sum();
    int count = (int) Math.min(total, CODEBOOK_SAMPLES);
    float[] samples = new float[count * dimension];
    long seen = 0;
    int taken = 0;
    for (LocalFeatures image : images) {
      for (int i = 0; i < image.count(); i++, seen++) {
        if (taken < count && seen >= taken * total / count) {
          System.arraycopy(
              image.descriptors(), i * dimension, samples, taken * dimension, dimension);
          taken++;
        }
      }
    }
    return samples;
  }

  /** The global descriptor, of unit length; all zero for an image without features. */
  public float[] describe(LocalFeatures features) {
    return features.count() == 0
        ? new float[whitening.length()]
        : whitening.apply(aggregate(features, codebook, localDimension));
  }

  /**
   * The sums of the differences from each cluster's centre, each of unit length, all together too.
   */
  private static float[] aggregate(LocalFeatures features, Codebook codebook, int dimension) {
    float[] vlad = new float[codebook.size() * dimension];
    for (int i = 0; i < features.count(); i++) {
      int cluster = codebook.nearest(features.descriptors(), i * dimension);
      for (int d = 0; d < dimension; d++) {
        vlad[cluster * dimension + d] +=
            features.descriptors()[i * dimension + d] - codebook.centre(cluster, d);
      }
    }
    for (int c = 0; c < codebook.size(); c++) {
      Whitening.normalize(vlad, c * dimension, dimension);
    }
    Whitening.normalize(vlad, 0, vlad.length);
    return vlad;
  }

  /** This model as bytes, for {@link #fromBytes}. */
  public byte[] toBytes() {
    float[] centres = codebook.centres();
    ByteBuffer bytes =
        ByteBuffer.allocate(
                2 * Integer.BYTES + Float.BYTES * centres.length + whitening.byteLength())
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(localDimension).putInt(codebook.size());
    bytes.asFloatBuffer().put(centres);
    bytes.position(bytes.position() + Float.BYTES * centres.length);
    whitening.write(bytes);
    return bytes.array();
  }

  /**
   * @throws IllegalArgumentException when the bytes are no such model
   */
  public static VladModel fromBytes(byte[] array) {
    ByteBuffer bytes = ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
    try {
      int dimension = bytes.getInt();
      int size = bytes.getInt();
      if (dimension <= 0
          || size <= 0
          || (long) size * dimension > bytes.remaining() / Float.BYTES) {
        throw new IllegalArgumentException(
            "place model of " + size + " clusters of dimension " + dimension);
      }
      float[] centres = new float[size * dimension];
      bytes.asFloatBuffer().get(centres);
      bytes.position(bytes.position() + Float.BYTES * centres.length);
      return new VladModel(
          dimension, new Codebook(centres, dimension), Whitening.read(bytes, centres.length));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("place model ends early", e);
    }
  }
}
