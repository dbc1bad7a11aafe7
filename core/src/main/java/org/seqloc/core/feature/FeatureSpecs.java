package org.seqloc.core.feature;

/** The usual settings of each feature type. */
public final class FeatureSpecs {

  /** Type name of {@link SiftExtractor}'s features. */
  public static final String SIFT = "sift";

  /** SIFT's images are scaled down to this longer side, pixels: what COLMAP and HLoc work at. */
  private static final int SIFT_MAX_IMAGE_SIDE = 1600;

  private FeatureSpecs() {}

  /** RootSIFT of 128 dimensions on images of at most 1600 px a side. */
  public static FeatureSpec sift(int maxKeypoints) {
    return new FeatureSpec(
        SIFT,
        SiftExtractor.DIMENSION,
        maxKeypoints,
        SIFT_MAX_IMAGE_SIDE,
        SIFT_MAX_IMAGE_SIDE,
        new byte[0]);
  }
}
