package org.seqloc.core.feature;

import java.lang.ref.Reference;
import java.util.List;
import org.opencv.core.KeyPoint;
import org.opencv.core.Mat;
import org.opencv.core.MatOfKeyPoint;
import org.opencv.features2d.SIFT;
import org.seqloc.core.image.Image;
import org.seqloc.core.image.ImageScaler;
import org.seqloc.core.image.OpenCv;

/**
 * OpenCV's SIFT described as RootSIFT (Arandjelovic and Zisserman, CVPR 2012): the square root of
 * the L1-normalized descriptor, so that the Euclidean distance becomes the Hellinger one.
 *
 * <p>A place with several dominant orientations gives one feature for each, at the same pixel: that
 * is what lets two images match that do not agree on the strongest. {@code scales} is the diameter
 * of OpenCV's keypoint in full-resolution pixels. Works on grey values; images are spread over the
 * common thread pool, one thread an image.
 */
public final class SiftExtractor implements LocalFeatureExtractor {

  /** Length of a descriptor. */
  static final int DIMENSION = 128;

  /** Half of Lowe's 0.04: dusk and tunnels give too few features otherwise. */
  private static final double CONTRAST_THRESHOLD = 0.02;

  private static final int OCTAVE_LAYERS = 3;
  private static final double EDGE_THRESHOLD = 10;
  private static final double SIGMA = 1.6;

  private final FeatureSpec spec;

  /**
   * @param spec of type "sift"
   */
  public SiftExtractor(FeatureSpec spec) {
    if (!spec.type().equals(FeatureSpecs.SIFT) || spec.dimension() != DIMENSION) {
      throw new IllegalArgumentException("not a specification of SIFT: " + spec);
    }
    this.spec = spec;
    OpenCv.load();
  }

  @Override
  public FeatureSpec spec() {
    return spec;
  }

  @Override
  public List<LocalFeatures> extract(List<Image> images) {
    return images.parallelStream().map(this::extract).toList();
  }

  private LocalFeatures extract(Image image) {
    Image small = ImageScaler.toMaxSide(image.toGrey(), spec.maxImageSide());
    Mat pixels = OpenCv.toMat(small);
    Mat noMask = new Mat();
    MatOfKeyPoint found = new MatOfKeyPoint();
    Mat described = new Mat();
    // Holds settings only, so that one an image costs nothing and threads share nothing. The
    // precise
    // upscale keeps keypoints from moving a quarter of a pixel up and left.
    SIFT sift =
        SIFT.create(
            0,
            OCTAVE_LAYERS,
            CONTRAST_THRESHOLD,
            EDGE_THRESHOLD,
            SIGMA,
            /* enable_precise_upscale= */ true);
    try {
      sift.detect(pixels, found, noMask);
      List<KeyPoint> kept =
          KeypointSelection.select(
              found.toList(), small.width(), small.height(), spec.maxKeypoints());
      if (kept.isEmpty()) {
        return new LocalFeatures(DIMENSION, new float[0], new float[0], new float[0], new float[0]);
      }
      found.fromList(kept);
      sift.compute(pixels, found, described);
      float[] descriptors = new float[kept.size() * DIMENSION];
      described.get(0, 0, descriptors);
      toRootSift(descriptors);
      return toFeatures(kept, descriptors, image, small);
    } finally {
      pixels.release();
      noMask.release();
      found.release();
      described.release();
      // Else its finalizer may free the native object while the last call into it still runs.
      Reference.reachabilityFence(sift);
    }
  }

  private static LocalFeatures toFeatures(
      List<KeyPoint> keypoints, float[] descriptors, Image full, Image small) {
    int count = keypoints.size();
    float[] xy = new float[2 * count];
    float[] scales = new float[count];
    float[] scores = new float[count];
    double stepX = (double) full.width() / small.width();
    double stepY = (double) full.height() / small.height();
    for (int i = 0; i < count; i++) {
      KeyPoint keypoint = keypoints.get(i);
      // The two images' borders coincide, hence the half pixels.
      xy[2 * i] = (float) ((keypoint.pt.x + 0.5) * stepX - 0.5);
      xy[2 * i + 1] = (float) ((keypoint.pt.y + 0.5) * stepY - 0.5);
      scales[i] = (float) (keypoint.size * stepX);
      scores[i] = keypoint.response;
    }
    return new LocalFeatures(DIMENSION, xy, scales, scores, descriptors);
  }

  private static void toRootSift(float[] descriptors) {
    for (int start = 0; start < descriptors.length; start += DIMENSION) {
      float sum = 0;
      for (int k = start; k < start + DIMENSION; k++) {
        sum += descriptors[k];
      }
      // A descriptor of zeros does not arise: SIFT normalizes a gradient histogram of a corner.
      float factor = sum > 0 ? 1 / sum : 0;
      for (int k = start; k < start + DIMENSION; k++) {
        descriptors[k] = (float) Math.sqrt(descriptors[k] * factor);
      }
    }
  }

  @Override
  public void close() {}
}
