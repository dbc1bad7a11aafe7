package org.seqloc.core.sequence;

/**
 * What the filter assumes of the vehicle and of the poses measured in its images.
 *
 * @param accelerationNoise white-noise acceleration of a vehicle without odometry, m/s^2 for 1 s
 * @param angularAccelerationNoise likewise, rad/s^2 for 1 s
 * @param initialSpeedSigmaMps how fast the vehicle may be when nothing is known of it
 * @param initialTurnRateSigmaRps and how fast it may turn
 * @param odometryTranslationNoise standard deviation of an odometry increment, per metre travelled
 * @param odometryRotationNoise standard deviation of an odometry turn, radians per metre travelled
 *     and per radian turned
 * @param odometryFloorM standard deviation of any odometry increment, metres, even when standing
 * @param odometryFloorRad likewise, radians
 * @param mapSigmaM error of the map itself, common to all matches of a frame, metres
 * @param mapSigmaRad likewise, radians
 * @param gateMahalanobis a measurement further off than this many standard deviations is refused;
 *     for six parameters a right one is with probability 1e-4 beyond 5.3
 * @param strongInliers a measurement with this many inliers starts tracking at once; weaker ones
 *     need a second that agrees
 * @param maxRejections so many refused in a row mean that the filter is wrong, not the measurements
 * @param maxPositionSigmaM a prediction less certain than this is given up, metres
 * @param maxCoastNanos so is one without an accepted measurement for this long
 */
public record FilterOptions(
    double accelerationNoise,
    double angularAccelerationNoise,
    double initialSpeedSigmaMps,
    double initialTurnRateSigmaRps,
    double odometryTranslationNoise,
    double odometryRotationNoise,
    double odometryFloorM,
    double odometryFloorRad,
    double mapSigmaM,
    double mapSigmaRad,
    double gateMahalanobis,
    int strongInliers,
    int maxRejections,
    double maxPositionSigmaM,
    long maxCoastNanos) {

  public static final FilterOptions DEFAULT =
      new FilterOptions(
          4.0,
          1.0,
          10.0,
          0.5,
          0.05,
          0.02,
          0.01,
          0.001,
          0.02,
          Math.toRadians(0.05),
          5.3,
          30,
          5,
          10.0,
          15_000_000_000L);

  public FilterOptions {
    if (!(accelerationNoise > 0
        && angularAccelerationNoise > 0
        && initialSpeedSigmaMps > 0
        && initialTurnRateSigmaRps > 0
        && odometryTranslationNoise >= 0
        && odometryRotationNoise >= 0
        && odometryFloorM > 0
        && odometryFloorRad > 0
        && mapSigmaM >= 0
        && mapSigmaRad >= 0
        && gateMahalanobis > 0
        && maxPositionSigmaM > 0)) {
      throw new IllegalArgumentException(
          "filter noises and limits must be positive: " + "see FilterOptions");
    }
    if (strongInliers <= 0 || maxRejections <= 0 || maxCoastNanos <= 0) {
      throw new IllegalArgumentException("filter counts must be > 0");
    }
  }
}
