package org.seqloc.core.localize;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.feature.CameraFeatures;
import org.seqloc.core.feature.LocalFeatureExtractor;
import org.seqloc.core.feature.LocalFeatures;
import org.seqloc.core.geometry.Covariance6;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Rig;
import org.seqloc.core.image.CameraImage;
import org.seqloc.core.image.RigImages;
import org.seqloc.core.localize.Localization.Status;
import org.seqloc.core.localize.PlaceSearch.Candidates;
import org.seqloc.core.map.LocalizationMap;
import org.seqloc.core.match.Correspondence;
import org.seqloc.core.match.ProjectionMatcher;
import org.seqloc.core.pose.RigPose;
import org.seqloc.core.pose.RigPoseSolver;
import org.seqloc.core.sequence.FilterOutcome;
import org.seqloc.core.sequence.PoseFilter;
import org.seqloc.core.sequence.PredictedPose;

/**
 * Localizes the frames of one vehicle, in stamp order.
 *
 * <p>While it tracks, the prediction tells where the map's points appear, and only keypoints around
 * there are compared. Where that fails, or there is no prediction, places that look alike are
 * searched, first around the prediction, then in the whole map, and all their points are compared;
 * the pose this gives then guides a second, closer look. The same frames, odometry and options give
 * the same poses, bit for bit.
 *
 * <p>Not safe for use by several threads at once. The map and the extractor belong to the caller.
 */
public final class Localizer {

  /** Where a pose from the frame itself guides the second look: how far off it may be. */
  private static final double GUIDE_POSITION_SIGMA_M = 0.05;

  private static final double GUIDE_ROTATION_SIGMA_RAD = Math.toRadians(0.1);

  private final Rig rig;
  private final LocalFeatureExtractor extractor;
  private final LocalizerOptions options;
  private final LongSupplier nanoClock;
  private final PlaceSearch places;
  private final MapMatcher matcher;
  private final ProjectionMatcher projection;
  private final RigPoseSolver solver;
  private final PoseFilter filter;

  /**
   * @param nanoClock for the timings in the results only, such as {@code System::nanoTime}
   * @throws SeqlocException when the extractor's features are not the map's
   */
  public Localizer(
      LocalizationMap map,
      Rig rig,
      LocalFeatureExtractor extractor,
      LocalizerOptions options,
      LongSupplier nanoClock) {
    if (!extractor.spec().equals(map.featureSpec())) {
      throw new SeqlocException(
          map.file()
              + ": made with features "
              + map.featureSpec()
              + ", asked to localize with "
              + extractor.spec()
              + ": use the map's own");
    }
    this.rig = rig;
    this.extractor = extractor;
    this.options = options;
    this.nanoClock = nanoClock;
    places = new PlaceSearch(map, rig);
    matcher = new MapMatcher(map, options.matching());
    projection = new ProjectionMatcher(rig, options.projection());
    solver = new RigPoseSolver(options.pose());
    filter = new PoseFilter(options.filter());
  }

  /** The rig whose frames are localized. */
  public Rig rig() {
    return rig;
  }

  /**
   * Localizes one frame.
   *
   * @param odomFromBody the odometry's pose at the frame's stamp, empty where there is none: then
   *     constant velocity is assumed
   */
  public Localization localize(RigImages images, Optional<Pose> odomFromBody) {
    Frame frame = new Frame(images);
    Optional<PredictedPose> prediction =
        options.sequence() ? filter.predict(images.stampNanos(), odomFromBody) : Optional.empty();
    RigPose measured = measure(frame, prediction);
    return options.sequence() ? fuse(frame, prediction, measured) : alone(frame, measured);
  }

  /** Forgets the poses before: the next frame may be anywhere. */
  public void reset() {
    filter.reset();
  }

  private RigPose measure(Frame frame, Optional<PredictedPose> prediction) {
    if (prediction.isPresent()) {
      RigPose tracked = track(frame, prediction.get());
      if (tracked instanceof RigPose.Found) {
        return tracked;
      }
      RigPose near = relocalize(frame, frame.nearby, Optional.of(prediction.get().mapFromBody()));
      if (near instanceof RigPose.Found) {
        return near;
      }
    }
    List<Candidates> candidates =
        frame.timed(Stage.SEARCH, () -> places.anywhere(frame.features, options.places()));
    return relocalize(frame, candidates, Optional.empty());
  }

  /**
   * Looks for the points of keyframes around the prediction where the prediction says they appear.
   */
  private RigPose track(Frame frame, PredictedPose prediction) {
    Pose mapFromBody = prediction.mapFromBody();
    Covariance6 covariance = prediction.covariance();
    frame.nearby =
        frame.timed(
            Stage.SEARCH,
            () ->
                places.near(
                    frame.features,
                    mapFromBody,
                    options.searchRadiusM() + 3 * covariance.positionSigma(),
                    options.keyframesTracking()));
    RigPose first =
        look(
            frame,
            frame.nearby,
            mapFromBody,
            covariance.positionSigma(),
            covariance.rotationSigma());
    return lookAgain(frame, frame.nearby, first);
  }

  /** Compares all features with all points of the candidates. */
  private RigPose relocalize(Frame frame, List<Candidates> candidates, Optional<Pose> prior) {
    List<Correspondence> matches = frame.timed(Stage.MATCH, () -> matcher.match(candidates));
    RigPose first = frame.solve(matches, prior);
    return lookAgain(frame, candidates, first);
  }

  /** The found pose finds more matches, and fewer wrong ones, than what it was found from. */
  private RigPose lookAgain(Frame frame, List<Candidates> candidates, RigPose first) {
    if (!(first instanceof RigPose.Found found)) {
      return first;
    }
    int before = frame.correspondences;
    RigPose second =
        look(
            frame,
            candidates,
            found.mapFromBody(),
            GUIDE_POSITION_SIGMA_M,
            GUIDE_ROTATION_SIGMA_RAD);
    if (second instanceof RigPose.Found better && better.inlierCount() >= found.inlierCount()) {
      return second;
    }
    frame.correspondences = before;
    return first;
  }

  private RigPose look(
      Frame frame,
      List<Candidates> candidates,
      Pose mapFromBody,
      double positionSigmaM,
      double rotationSigmaRad) {
    List<Correspondence> matches =
        frame.timed(
            Stage.MATCH,
            () ->
                candidates.parallelStream()
                    .map(
                        c ->
                            projection.match(
                                c.camera(),
                                matcher.points(c),
                                mapFromBody,
                                positionSigmaM,
                                rotationSigmaRad))
                    .toList()
                    .stream()
                    .flatMap(List::stream)
                    .toList());
    return frame.solve(matches, Optional.of(mapFromBody));
  }

  private Localization alone(Frame frame, RigPose measured) {
    return measured instanceof RigPose.Found found
        ? frame.result(
            Status.LOCALIZED,
            Optional.of(found.mapFromBody()),
            Optional.of(found.covariance()),
            "",
            measured)
        : frame.result(Status.LOST, Optional.empty(), Optional.empty(), reason(measured), measured);
  }

  private Localization fuse(Frame frame, Optional<PredictedPose> prediction, RigPose measured) {
    String reason = reason(measured);
    if (measured instanceof RigPose.Found found) {
      FilterOutcome outcome = filter.update(found);
      if (outcome instanceof FilterOutcome.Accepted accepted) {
        return frame.result(
            Status.LOCALIZED,
            Optional.of(accepted.mapFromBody()),
            Optional.of(accepted.covariance()),
            "",
            measured);
      }
      reason = ((FilterOutcome.Rejected) outcome).reason();
    }
    return prediction.isPresent()
        ? frame.result(
            Status.PREDICTED,
            prediction.map(PredictedPose::mapFromBody),
            prediction.map(PredictedPose::covariance),
            reason,
            measured)
        : frame.result(Status.LOST, Optional.empty(), Optional.empty(), reason, measured);
  }

  private static String reason(RigPose measured) {
    return measured instanceof RigPose.NotFound notFound ? notFound.toString() : "";
  }

  private enum Stage {
    EXTRACT,
    SEARCH,
    MATCH,
    SOLVE
  }

  /** The frame under way: its features and what has been spent on it. */
  private final class Frame {

    private final long stampNanos;
    private final Map<Stage, Long> nanos = new EnumMap<>(Stage.class);
    private final List<CameraFeatures> features = new ArrayList<>();
    private List<Candidates> nearby = List.of();
    private int correspondences;

    private Frame(RigImages images) {
      stampNanos = images.stampNanos();
      List<LocalFeatures> extracted =
          timed(
              Stage.EXTRACT,
              () -> extractor.extract(images.images().stream().map(CameraImage::image).toList()));
      for (int i = 0; i < extracted.size(); i++) {
        features.add(new CameraFeatures(images.images().get(i).camera(), extracted.get(i)));
      }
    }

    private <T> T timed(Stage stage, Supplier<T> work) {
      long start = nanoClock.getAsLong();
      T result = work.get();
      nanos.merge(stage, nanoClock.getAsLong() - start, Long::sum);
      return result;
    }

    private double milliseconds(Stage stage) {
      return nanos.getOrDefault(stage, 0L) / 1e6;
    }

    private RigPose solve(List<Correspondence> matches, Optional<Pose> prior) {
      correspondences = matches.size();
      return timed(Stage.SOLVE, () -> solver.solve(rig, matches, prior));
    }

    private Localization result(
        Status status,
        Optional<Pose> mapFromBody,
        Optional<Covariance6> covariance,
        String reason,
        RigPose measured) {
      boolean found = measured instanceof RigPose.Found;
      return new Localization(
          stampNanos,
          status,
          mapFromBody,
          covariance,
          reason,
          features.stream().mapToInt(f -> f.features().count()).sum(),
          correspondences,
          found ? ((RigPose.Found) measured).inlierCount() : 0,
          found ? ((RigPose.Found) measured).medianErrorPx() : Double.NaN,
          new StageTimings(
              milliseconds(Stage.EXTRACT),
              milliseconds(Stage.SEARCH),
              milliseconds(Stage.MATCH),
              milliseconds(Stage.SOLVE)));
    }
  }
}
