package org.seqloc.core.feature;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.image.Image;

/**
 * R2D2 (Revaud et al., NeurIPS 2019) on a pyramid of scales.
 *
 * <p>The scales are the authors': 1, 2^(-1/4), 2^(-1/2), ... each made from the one before; those
 * are used whose longer side lies within the specification's bounds. An image smaller than the
 * lower bound is used as it is. At each scale the keypoints are the 3 x 3 maxima of repeatability
 * where repeatability and reliability are at least 0.7; the score is their product and {@code
 * scales} is 32 pixels of the scaled image. The best of all scales together are kept.
 *
 * <p>The scaling aligns the borders of the images, so that a pixel x at scale s is the place {@code
 * (x + 0.5) / s - 0.5} of the full-resolution image. The authors write {@code x / s}, which lies up
 * and left by {@code 0.5 / s - 0.5} pixels; ours is the exact place.
 */
public final class R2d2Extractor implements LocalFeatureExtractor {

  static final String DESCRIPTORS = "descriptors";
  static final String RELIABILITY = "reliability";
  static final String REPEATABILITY = "repeatability";

  private static final float MIN_RELIABILITY = 0.7f;
  private static final float MIN_REPEATABILITY = 0.7f;
  private static final double SCALE_STEP = Math.pow(2, 0.25);

  /** By this much a scale may miss the bounds: the authors' guard against rounding. */
  private static final double SCALE_SLACK = 0.001;

  private static final float PATCH_SIZE = 32;

  private final FeatureSpec spec;
  private final OnnxNetwork network;

  /**
   * @param spec of type "r2d2" with its model
   * @throws SeqlocException when the model or the device cannot be used
   */
  public R2d2Extractor(FeatureSpec spec, Device device) {
    this.spec = spec;
    network = OnnxNetwork.open(spec.model(), "the R2D2 model", device);
    try {
      check(spec, network);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  private static void check(FeatureSpec spec, OnnxNetwork network) {
    if (!spec.type().equals(FeatureSpecs.R2D2) || !fits(network.outputNames())) {
      throw new SeqlocException(
          "the model of features '" + spec.type() + "' is not R2D2: " + network.outputNames());
    }
    if (network.channels(DESCRIPTORS) != spec.dimension()) {
      throw new SeqlocException(
          "the R2D2 model gives descriptors of "
              + network.channels(DESCRIPTORS)
              + " dimensions, its specification says "
              + spec.dimension());
    }
  }

  /** Whether a network with these outputs is of this kind. */
  static boolean fits(Set<String> outputs) {
    return outputs.equals(Set.of(DESCRIPTORS, RELIABILITY, REPEATABILITY));
  }

  @Override
  public FeatureSpec spec() {
    return spec;
  }

  /**
   * {@inheritDoc}
   *
   * <p>One image a call of the network: a single one keeps all cores or a GPU busy already, and the
   * dense descriptors of a whole rig at once would not fit into a vehicle's memory.
   */
  @Override
  public List<LocalFeatures> extract(List<Image> images) {
    return images.stream().map(this::extract).toList();
  }

  private LocalFeatures extract(Image image) {
    KeypointCollector collector = new KeypointCollector(spec.dimension(), spec.maxKeypoints());
    int longer = Math.max(image.width(), image.height());
    double largest = Math.min(1, (double) spec.maxImageSide() / longer) + SCALE_SLACK;
    double smallest = Math.min(1, (double) spec.minImageSide() / longer) - SCALE_SLACK;
    NetworkImage scaled = NetworkImage.normalized(image);
    boolean used = false;
    double scale = 1;
    while (scale >= smallest || !used) {
      if (scale <= largest) {
        used = true;
        extract(scaled, image, scale, collector);
      }
      scale /= SCALE_STEP;
      scaled =
          scaled.resized(
              (int) Math.max(1, Math.rint(image.width() * scale)),
              (int) Math.max(1, Math.rint(image.height() * scale)));
    }
    return collector.best();
  }

  private void extract(
      NetworkImage scaled, Image image, double scale, KeypointCollector collector) {
    int width = scaled.width();
    int height = scaled.height();
    scaled.copyTo(network.input(width, height));
    Map<String, FloatBuffer> maps = network.run(width, height);
    float[] score = new float[width * height];
    float[] reliability = new float[width * height];
    maps.get(REPEATABILITY).get(0, score);
    maps.get(RELIABILITY).get(0, reliability);
    int[] maxima = maxima(score, reliability, width, height);
    for (int at : maxima) {
      score[at] *= reliability[at];
    }
    collector.add(
        maxima, score, maps.get(DESCRIPTORS), width, height, image, (float) (PATCH_SIZE / scale));
  }

  /** Pixels whose repeatability no neighbour exceeds, both maps above their thresholds. */
  static int[] maxima(float[] repeatability, float[] reliability, int width, int height) {
    int[] found = new int[256];
    int count = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = y * width + x;
        float value = repeatability[at];
        if (value >= MIN_REPEATABILITY
            && reliability[at] >= MIN_RELIABILITY
            && isMaximum(repeatability, width, height, x, y, value)) {
          if (count == found.length) {
            found = Arrays.copyOf(found, 2 * count);
          }
          found[count++] = at;
        }
      }
    }
    return Arrays.copyOf(found, count);
  }

  private static boolean isMaximum(float[] map, int width, int height, int x, int y, float value) {
    for (int row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
      for (int column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
        if (map[row * width + column] > value) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public void close() {
    network.close();
  }
}
