package org.seqloc.core.pose;

import java.util.List;
import java.util.Locale;
import org.seqloc.core.geometry.Covariance6;
import org.seqloc.core.geometry.Pose;

/** The outcome for one frame: a pose, or why there is none. */
public sealed interface RigPose {

  /**
   * A pose that enough matches agree on.
   *
   * @param covariance of mapFromBody; from the matches alone, the map taken as exact
   * @param inliers indices of the correspondences that agree, ascending
   * @param inlierRatio pixels that agree over all matched pixels
   * @param medianErrorPx median reprojection error of the inliers, pixels
   * @param cameras how many cameras have inliers
   */
  record Found(
      Pose mapFromBody,
      Covariance6 covariance,
      List<Integer> inliers,
      double inlierRatio,
      double medianErrorPx,
      int cameras)
      implements RigPose {
    public Found {
      inliers = List.copyOf(inliers);
    }

    public int inlierCount() {
      return inliers.size();
    }
  }

  /**
   * No pose.
   *
   * @param correspondences how many matches there were
   * @param inliers how many agreed on the best pose that was tried
   */
  record NotFound(Reason reason, int correspondences, int inliers) implements RigPose {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%s (%d matches, %d agree)", reason.text, correspondences, inliers);
    }
  }

  /** Why there is no pose. */
  enum Reason {
    TOO_FEW_CORRESPONDENCES("too few matches with the map"),
    NO_CONSENSUS("matches do not agree on a pose"),
    TOO_FEW_INLIERS("too few matches agree on a pose"),
    DEGENERATE_GEOMETRY("matches do not determine the pose");

    private final String text;

    Reason(String text) {
      this.text = text;
    }
  }
}
