package org.seqloc.core.pose;

/**
 * How a rig's pose is found among right and wrong matches.
 *
 * @param maxErrorPx largest reprojection error of an inlier, pixels of the full-resolution image
 * @param minInliers a pose needs at least this many pixels that agree
 * @param minInlierRatio and at least this share of all matched pixels
 * @param maxIterations of RANSAC
 * @param confidence RANSAC ends when a better pose would have been found with this probability
 * @param maxPositionSigmaM a pose less certain than this is refused as degenerate, metres
 * @param minErrorPx matches are never believed to be better than this in the covariance, pixels:
 *     map points and calibration have errors too, and these are common to many matches
 * @param seed of the random samples
 */
public record RigPoseOptions(
    double maxErrorPx,
    int minInliers,
    double minInlierRatio,
    int maxIterations,
    double confidence,
    double maxPositionSigmaM,
    double minErrorPx,
    long seed) {

  public static final RigPoseOptions DEFAULT =
      new RigPoseOptions(4.0, 12, 0.1, 5_000, 0.9999, 5.0, 1.0, 1);

  public RigPoseOptions {
    if (!(maxErrorPx > 0 && minErrorPx > 0 && maxPositionSigmaM > 0)) {
      throw new IllegalArgumentException("error limits must be > 0");
    }
    if (minInliers < 4) {
      throw new IllegalArgumentException(
          "minInliers must be >= 4, since three always agree; got " + minInliers);
    }
    if (maxIterations <= 0
        || !(confidence > 0 && confidence < 1)
        || !(minInlierRatio >= 0 && minInlierRatio <= 1)) {
      throw new IllegalArgumentException(
          "maxIterations must be > 0, confidence in (0, 1), minInlierRatio in [0, 1]");
    }
  }
}
