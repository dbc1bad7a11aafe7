package org.seqloc.core.sequence;

import org.seqloc.core.geometry.Covariance6;
import org.seqloc.core.geometry.Pose;

/** What became of a measured pose. */
public sealed interface FilterOutcome {

  /**
   * It was used.
   *
   * @param mapFromBody the fused pose
   * @param mahalanobis how far the measurement was from the prediction, in standard deviations; 0
   *     where there was none
   */
  record Accepted(Pose mapFromBody, Covariance6 covariance, double mahalanobis)
      implements FilterOutcome {}

  /**
   * It was not used.
   *
   * @param reason one clause
   */
  record Rejected(String reason) implements FilterOutcome {}
}
