package org.seqloc.core.pose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.seqloc.core.geometry.Covariance6;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Rig;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.match.Correspondence;
import org.seqloc.core.pose.RigPose.Reason;

/**
 * Finds the one pose of a whole rig that most of its matches agree on.
 *
 * <p>RANSAC with local optimization (Chum, Matas and Kittler 2003, "Locally optimized RANSAC") and
 * truncated squared errors as score (Torr and Zisserman 2000, "MLESAC"): samples of three rays give
 * poses by {@link GeneralizedP3p}; each best one so far is refined over its inliers before it is
 * compared further. Half of the samples come from one camera, where three right matches are
 * likelier to meet, half from the whole rig, where they determine the pose best. A pixel matched
 * with several map points counts once. The same input gives the same pose, bit for bit.
 */
public final class RigPoseSolver {

  private static final int LOCAL_STEPS = 4;
  private static final int FINAL_ROUNDS = 3;
  private static final int FINAL_STEPS = 10;

  private final RigPoseOptions options;

  public RigPoseSolver(RigPoseOptions options) {
    this.options = options;
  }

  /**
   * @param correspondences of the rig's cameras with the map, right and wrong, in any order
   * @param priorMapFromBody a pose to try first, such as a prediction
   */
  public RigPose solve(
      Rig rig, List<Correspondence> correspondences, Optional<Pose> priorMapFromBody) {
    Observations observations = new Observations(rig, correspondences);
    if (observations.pixelCount < options.minInliers()) {
      return new RigPose.NotFound(Reason.TOO_FEW_CORRESPONDENCES, correspondences.size(), 0);
    }
    return new Search(observations).run(priorMapFromBody);
  }

  /** One search, with its memory. */
  private final class Search {

    private final Observations observations;
    private final RigPoseRefiner refiner;
    private final SplittableRandom random = new SplittableRandom(options.seed());
    private final GeneralizedP3p minimal = new GeneralizedP3p();
    private final double limit = options.maxErrorPx() * options.maxErrorPx();
    private final double[] errors;
    private final double[] bestOfPixel;
    private final int[][] ofCamera;

    private Pose best;
    private double bestCost = Double.POSITIVE_INFINITY;
    private int bestInliers;

    Search(Observations observations) {
      this.observations = observations;
      refiner = new RigPoseRefiner(observations);
      errors = new double[observations.count];
      bestOfPixel = new double[observations.pixelCount];
      // Cameras with three matches or more: samples of one camera are drawn from these.
      ofCamera =
          IntStream.range(0, observations.cameraCount())
              .mapToObj(
                  c ->
                      IntStream.range(0, observations.count)
                          .filter(i -> observations.camera[i] == c)
                          .toArray())
              .filter(indices -> indices.length >= 3)
              .toArray(int[][]::new);
    }

    RigPose run(Optional<Pose> prior) {
      prior.ifPresent(this::consider);
      int[] all = IntStream.range(0, observations.count).toArray();
      int[] sample = new int[3];
      Vector3[] origins = new Vector3[3];
      Vector3[] directions = new Vector3[3];
      Vector3[] points = new Vector3[3];
      Pose[] poses = new Pose[GeneralizedP3p.MAX_SOLUTIONS];
      int needed = iterationsNeeded();
      for (int iteration = 0; iteration < needed; iteration++) {
        boolean oneCamera = ofCamera.length > 0 && iteration % 2 == 0;
        int[] from = oneCamera ? cameraToSample() : all;
        if (!draw(from, sample)) {
          continue;
        }
        for (int k = 0; k < 3; k++) {
          origins[k] = observations.origin[sample[k]];
          directions[k] = observations.direction[sample[k]];
          points[k] = observations.point[sample[k]];
        }
        int count = minimal.solve(origins, directions, points, poses);
        boolean better = false;
        for (int k = 0; k < count; k++) {
          better |= consider(poses[k]);
        }
        if (better) {
          needed = iterationsNeeded();
        }
      }
      return conclude();
    }

    /** A camera drawn in proportion to its matches. */
    private int[] cameraToSample() {
      int total = 0;
      for (int[] indices : ofCamera) {
        total += indices.length;
      }
      int at = random.nextInt(total);
      for (int[] indices : ofCamera) {
        if (at < indices.length) {
          return indices;
        }
        at -= indices.length;
      }
      throw new AssertionError();
    }

    /** Three matches of different pixels and points; false when the draw was in vain. */
    private boolean draw(int[] from, int[] sample) {
      for (int k = 0; k < 3; k++) {
        sample[k] = from[random.nextInt(from.length)];
        for (int j = 0; j < k; j++) {
          if (observations.pixelId[sample[k]] == observations.pixelId[sample[j]]
              || observations.point[sample[k]].equals(observations.point[sample[j]])) {
            return false;
          }
        }
      }
      return true;
    }

    /** Takes a pose as the best when it is, after local optimization. */
    private boolean consider(Pose pose) {
      if (!(cost(pose, bestCost) < bestCost)) {
        return false;
      }
      take(pose);
      if (bestInliers >= options.minInliers()) {
        Pose refined = refiner.refine(best, inliers(best), LOCAL_STEPS);
        if (cost(refined, bestCost) < bestCost) {
          take(refined);
        }
      }
      return true;
    }

    private void take(Pose pose) {
      best = pose;
      bestCost = cost(pose, Double.POSITIVE_INFINITY);
      bestInliers = 0;
      for (double error : bestOfPixel) {
        if (error <= limit) {
          bestInliers++;
        }
      }
    }

    /**
     * The truncated squared error over all pixels, each with its best match; may stop early above
     * {@code enough}.
     */
    private double cost(Pose pose, double enough) {
      observations.squaredErrors(pose, errors);
      Arrays.fill(bestOfPixel, Double.POSITIVE_INFINITY);
      for (int i = 0; i < errors.length; i++) {
        int pixel = observations.pixelId[i];
        bestOfPixel[pixel] = Math.min(bestOfPixel[pixel], errors[i]);
      }
      double cost = 0;
      for (int i = 0; i < bestOfPixel.length && cost < enough; i++) {
        cost += Math.min(bestOfPixel[i], limit);
      }
      return cost;
    }

    /** The matches that agree with a pose, one a pixel. */
    private int[] inliers(Pose pose) {
      cost(pose, Double.POSITIVE_INFINITY);
      boolean[] taken = new boolean[observations.pixelCount];
      int[] inliers = new int[observations.count];
      int count = 0;
      for (int i = 0; i < observations.count; i++) {
        int pixel = observations.pixelId[i];
        if (errors[i] <= limit && errors[i] == bestOfPixel[pixel] && !taken[pixel]) {
          taken[pixel] = true;
          inliers[count++] = i;
        }
      }
      return Arrays.copyOf(inliers, count);
    }

    /**
     * Samples to draw until one of only right matches has come with the wanted probability. Only
     * every second sample is of a kind that surely fits any rig, so twice as many.
     */
    private int iterationsNeeded() {
      double ratio = (double) bestInliers / observations.pixelCount;
      double allRight = ratio * ratio * ratio;
      if (allRight <= 0) {
        return options.maxIterations();
      }
      if (allRight >= 1) {
        return 1;
      }
      double needed = 2 * Math.log(1 - options.confidence()) / Math.log1p(-allRight);
      return (int) Math.min(options.maxIterations(), Math.ceil(needed));
    }

    private RigPose conclude() {
      int matches = observations.count;
      if (best == null || bestInliers < 4) {
        return new RigPose.NotFound(Reason.NO_CONSENSUS, matches, bestInliers);
      }
      for (int round = 0; round < FINAL_ROUNDS; round++) {
        Pose refined = refiner.refine(best, inliers(best), FINAL_STEPS);
        if (!(cost(refined, bestCost) < bestCost)) {
          break;
        }
        take(refined);
      }
      int[] inliers = inliers(best);
      double ratio = (double) inliers.length / observations.pixelCount;
      if (inliers.length < options.minInliers() || ratio < options.minInlierRatio()) {
        return new RigPose.NotFound(Reason.TOO_FEW_INLIERS, matches, inliers.length);
      }
      Covariance6 covariance = refiner.covariance(best, inliers, options.minErrorPx());
      if (covariance == null || covariance.positionSigma() > options.maxPositionSigmaM()) {
        return new RigPose.NotFound(Reason.DEGENERATE_GEOMETRY, matches, inliers.length);
      }
      cost(best, Double.POSITIVE_INFINITY);
      double[] sorted = Arrays.stream(inliers).mapToDouble(i -> errors[i]).sorted().toArray();
      List<Integer> indices = new ArrayList<>();
      boolean[] seen = new boolean[observations.cameraCount()];
      for (int i : inliers) {
        indices.add(i);
        seen[observations.camera[i]] = true;
      }
      int cameras = (int) IntStream.range(0, seen.length).filter(c -> seen[c]).count();
      return new RigPose.Found(
          best, covariance, indices, ratio, Math.sqrt(sorted[sorted.length / 2]), cameras);
    }
  }
}
