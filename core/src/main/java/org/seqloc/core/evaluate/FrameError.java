package org.seqloc.core.evaluate;

import java.util.Optional;
import org.seqloc.core.geometry.Pose;

/**
 * One exposure of the reference and how far off its estimate is.
 *
 * @param stampNanos of the reference
 * @param reference the true mapFromBody
 * @param estimate empty when the frame was not localized
 */
public record FrameError(long stampNanos, Pose reference, Optional<Estimate> estimate) {

  /**
   * An estimated pose beside its truth.
   *
   * @param translationErrorM distance of the body origins, metres
   * @param rotationErrorDeg angle of the rotation between both, degrees in [0, 180]
   */
  public record Estimate(Pose mapFromBody, double translationErrorM, double rotationErrorDeg) {

    static Estimate of(Pose reference, Pose mapFromBody) {
      return new Estimate(
          mapFromBody,
          mapFromBody.translation().distanceTo(reference.translation()),
          Math.toDegrees(reference.rotation().angleTo(mapFromBody.rotation())));
    }
  }

  /** Whether there is an estimate with both errors at most these. */
  public boolean within(RecallThreshold threshold) {
    return estimate
        .filter(
            e ->
                e.translationErrorM() <= threshold.translationM()
                    && e.rotationErrorDeg() <= threshold.rotationDeg())
        .isPresent();
  }
}
