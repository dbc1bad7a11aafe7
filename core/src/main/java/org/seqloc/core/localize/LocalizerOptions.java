package org.seqloc.core.localize;

import org.seqloc.core.match.MatchOptions;
import org.seqloc.core.match.ProjectionOptions;
import org.seqloc.core.pose.RigPoseOptions;
import org.seqloc.core.sequence.FilterOptions;

/**
 * How frames are localized.
 *
 * @param sequence whether the poses before a frame and odometry help with it; false treats every
 *     frame alone
 * @param places how many places of the map are compared with a frame whose place is unknown
 * @param keyframesTracking how many keyframes a camera are compared while the vehicle is tracked
 * @param searchRadiusM while tracking, keyframes within this distance of the prediction (and three
 *     times its standard deviation) are considered, metres
 * @param matching of descriptors where the place is only guessed
 * @param projection of map points where the pose is predicted
 */
public record LocalizerOptions(
    boolean sequence,
    int places,
    int keyframesTracking,
    double searchRadiusM,
    MatchOptions matching,
    ProjectionOptions projection,
    RigPoseOptions pose,
    FilterOptions filter) {

  public static final LocalizerOptions DEFAULT =
      new LocalizerOptions(
          true,
          8,
          4,
          15,
          MatchOptions.DEFAULT,
          ProjectionOptions.DEFAULT,
          RigPoseOptions.DEFAULT,
          FilterOptions.DEFAULT);

  public LocalizerOptions {
    if (places <= 0 || keyframesTracking <= 0 || !(searchRadiusM > 0)) {
      throw new IllegalArgumentException("places, keyframes and search radius must be > 0");
    }
  }

  /** These options for frames that have nothing to do with each other. */
  public LocalizerOptions withoutSequence() {
    return new LocalizerOptions(
        false, places, keyframesTracking, searchRadiusM, matching, projection, pose, filter);
  }
}
