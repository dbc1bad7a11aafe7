package org.seqloc.core.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.seqloc.core.SeqlocException;

/**
 * An estimated trajectory held against its reference, frame by frame. The frames are the exposures
 * of the reference: one that has no estimate counts as not localized.
 *
 * @param frames in the order of the reference
 * @param unmatchedEstimates estimated poses that belong to no exposure of the reference; they count
 *     nowhere else
 */
public record Evaluation(List<FrameError> frames, int unmatchedEstimates) {

  /** Stamps that went through a text file or a double may differ by less than this: 1 ms. */
  public static final long DEFAULT_TOLERANCE_NANOS = 1_000_000;

  public Evaluation {
    frames = List.copyOf(frames);
  }

  public static Evaluation of(Trajectory reference, Trajectory estimate) {
    return of(reference, estimate, DEFAULT_TOLERANCE_NANOS);
  }

  /**
   * Pairs each exposure of the reference with the estimate nearest in time, where that estimate has
   * no nearer exposure: no estimate is used twice.
   *
   * @param toleranceNanos how far apart the two stamps may be; 0 for equal stamps only
   * @throws SeqlocException when the reference is empty, or no stamp of an estimate that has poses
   *     comes near any of the reference: then the two are of different recordings or clocks
   */
  public static Evaluation of(Trajectory reference, Trajectory estimate, long toleranceNanos) {
    if (toleranceNanos < 0) {
      throw new IllegalArgumentException("tolerance must not be negative: " + toleranceNanos);
    }
    if (reference.isEmpty()) {
      throw new SeqlocException(
          "the reference has no poses, so there is nothing to evaluate against");
    }
    List<FrameError> frames = new ArrayList<>(reference.size());
    int matched = 0;
    for (int i = 0; i < reference.size(); i++) {
      StampedPose truth = reference.get(i);
      Optional<FrameError.Estimate> found = Optional.empty();
      OptionalInt nearest = estimate.nearest(truth.stampNanos(), toleranceNanos);
      if (nearest.isPresent()) {
        StampedPose candidate = estimate.get(nearest.getAsInt());
        if (reference.nearest(candidate.stampNanos(), toleranceNanos).orElseThrow() == i) {
          found = Optional.of(FrameError.Estimate.of(truth.mapFromBody(), candidate.mapFromBody()));
          matched++;
        }
      }
      frames.add(new FrameError(truth.stampNanos(), truth.mapFromBody(), found));
    }
    if (matched == 0 && !estimate.isEmpty()) {
      throw new SeqlocException(
          "no stamp of the estimate ("
              + span(estimate)
              + ") lies within "
              + toleranceNanos / 1e6
              + " ms of one of the reference ("
              + span(reference)
              + "); check that both are of the same recording and clock");
    }
    return new Evaluation(frames, estimate.size() - matched);
  }

  public EvaluationSummary summary() {
    return EvaluationSummary.of(frames);
  }

  private static String span(Trajectory trajectory) {
    return trajectory.size()
        + " poses, "
        + TumFile.seconds(trajectory.get(0).stampNanos())
        + " to "
        + TumFile.seconds(trajectory.get(trajectory.size() - 1).stampNanos())
        + " s";
  }
}
