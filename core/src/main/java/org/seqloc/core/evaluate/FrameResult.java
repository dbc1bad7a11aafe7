package org.seqloc.core.evaluate;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.seqloc.core.geometry.Pose;

/**
 * What became of one exposure in a run, for the report.
 *
 * @param stampNanos time of capture
 * @param mapFromBody the pose given out; empty when there was none
 * @param reference the true mapFromBody, where known
 * @param measured whether the pose rests on this exposure's images; false for one predicted from
 *     odometry or motion
 * @param state of the localizer after the frame, as its users see it; may be empty
 * @param reason why there is no measured pose; empty when there is one
 * @param correspondences 2D-3D matches that went into the pose solver, where known
 * @param inliers those that the pose explains, where known
 * @param latencyMs from the arrival of the images to the pose, milliseconds, where known
 */
public record FrameResult(
    long stampNanos,
    Optional<Pose> mapFromBody,
    Optional<Pose> reference,
    boolean measured,
    String state,
    String reason,
    OptionalInt correspondences,
    OptionalInt inliers,
    OptionalDouble latencyMs) {

  public FrameResult {
    Objects.requireNonNull(mapFromBody, "mapFromBody");
    Objects.requireNonNull(reference, "reference");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(correspondences, "correspondences");
    Objects.requireNonNull(inliers, "inliers");
    Objects.requireNonNull(latencyMs, "latencyMs");
    if (measured && mapFromBody.isEmpty()) {
      throw new IllegalArgumentException("a frame without a pose cannot be measured");
    }
  }

  /** A frame of which only the poses are known, as when a trajectory file is evaluated. */
  public static FrameResult of(FrameError frame) {
    return new FrameResult(
        frame.stampNanos(),
        frame.estimate().map(FrameError.Estimate::mapFromBody),
        Optional.of(frame.reference()),
        frame.estimate().isPresent(),
        "",
        frame.estimate().isPresent() ? "" : "no estimate",
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalDouble.empty());
  }

  /** Translation and rotation error, where both poses are known. */
  public Optional<FrameError.Estimate> error() {
    return reference.flatMap(r -> mapFromBody.map(p -> FrameError.Estimate.of(r, p)));
  }
}
