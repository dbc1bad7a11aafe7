package org.seqloc.core.localize;

import java.util.Optional;
import org.seqloc.core.geometry.Covariance6;
import org.seqloc.core.geometry.Pose;

/**
 * What is known of one frame: the vehicle's pose, how sure it is, and how it was come by.
 *
 * @param stampNanos capture time of the frame
 * @param mapFromBody the pose at that time; empty when the vehicle is lost
 * @param covariance of the pose; present when the pose is
 * @param reason why the frame itself was not localized, one clause; empty when it was
 * @param features keypoints found in all cameras
 * @param correspondences matches with map points
 * @param inliers matches that agree with the measured pose, 0 without one
 * @param medianErrorPx median reprojection error of the inliers, pixels; NaN without a measured
 *     pose
 */
public record Localization(
    long stampNanos,
    Status status,
    Optional<Pose> mapFromBody,
    Optional<Covariance6> covariance,
    String reason,
    int features,
    int correspondences,
    int inliers,
    double medianErrorPx,
    StageTimings timings) {

  /** How the pose was come by. */
  public enum Status {
    /** Measured in this frame's images. */
    LOCALIZED,
    /** Not measured, or the measurement was rejected; predicted from the poses before. */
    PREDICTED,
    /** Neither measured nor predicted: there is no pose. */
    LOST
  }
}
