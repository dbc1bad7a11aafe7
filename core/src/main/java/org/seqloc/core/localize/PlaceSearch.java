package org.seqloc.core.localize;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.seqloc.core.feature.CameraFeatures;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Rig;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.map.Keyframe;
import org.seqloc.core.map.LocalizationMap;
import org.seqloc.core.retrieval.PlaceCandidate;

/**
 * Finds the keyframes that may show what each camera of a rig shows.
 *
 * <p>Without a prediction the cameras vote for places together: a place is one exposure of the
 * mapping rig, and its score is the sum, over the cameras, of the similarity of its best keyframe.
 * A facade that looks like many others in one camera is decided by what the other cameras see.
 */
final class PlaceSearch {

  /** Similar keyframes of each camera that take part in the vote. */
  private static final int VOTES_PER_CAMERA = 50;

  /** While tracking, a keyframe looks the same way as the camera when the angle is below this. */
  private static final double TRACKING_VIEW_COSINE = Math.cos(Math.toRadians(60));

  /** One camera and the keyframes to compare it with, best first. */
  record Candidates(CameraFeatures camera, List<Integer> keyframes) {}

  private final LocalizationMap map;
  private final Rig rig;

  PlaceSearch(LocalizationMap map, Rig rig) {
    this.map = map;
    this.rig = rig;
  }

  /** Anywhere in the map: the keyframes of the best {@code places} places. */
  List<Candidates> anywhere(List<CameraFeatures> features, int places) {
    List<List<PlaceCandidate>> votes =
        features.parallelStream().map(f -> search(f, VOTES_PER_CAMERA, k -> true)).toList();
    Map<Integer, Double> scores = new HashMap<>();
    List<Map<Integer, Integer>> bestOfPlace = new ArrayList<>();
    for (List<PlaceCandidate> ofCamera : votes) {
      Map<Integer, Integer> best = new TreeMap<>();
      for (PlaceCandidate vote : ofCamera) {
        int place = map.keyframes().get(vote.image()).exposure();
        // Votes come best first: only the first of a place counts for this camera.
        if (best.putIfAbsent(place, vote.image()) == null) {
          scores.merge(place, (double) Math.max(0, vote.score()), Double::sum);
        }
      }
      bestOfPlace.add(best);
    }
    List<Integer> ranked =
        scores.keySet().stream()
            .sorted(
                Comparator.<Integer>comparingDouble(place -> -scores.get(place))
                    .thenComparing(place -> place))
            .limit(places)
            .toList();
    return IntStream.range(0, features.size())
        .mapToObj(
            i ->
                new Candidates(
                    features.get(i),
                    ranked.stream()
                        .filter(bestOfPlace.get(i)::containsKey)
                        .map(bestOfPlace.get(i)::get)
                        .toList()))
        .toList();
  }

  /** Around a predicted pose only: the most similar keyframes that look where each camera looks. */
  List<Candidates> near(
      List<CameraFeatures> features, Pose mapFromBody, double radiusM, int keyframes) {
    return features.parallelStream()
        .map(
            f -> {
              Pose mapFromCamera =
                  mapFromBody.times(rig.camera(f.camera()).cameraFromBody().inverse());
              Vector3 direction = mapFromCamera.rotation().rotate(new Vector3(0, 0, 1));
              return new Candidates(
                  f,
                  search(
                          f,
                          keyframes,
                          k -> {
                            Keyframe keyframe = map.keyframes().get(k);
                            return keyframe.position().distanceTo(mapFromCamera.translation())
                                    <= radiusM
                                && keyframe.viewingDirection().dot(direction)
                                    >= TRACKING_VIEW_COSINE;
                          })
                      .stream()
                      .map(PlaceCandidate::image)
                      .toList());
            })
        .toList();
  }

  private List<PlaceCandidate> search(CameraFeatures features, int count, IntPredicate allowed) {
    return map.placeIndex().search(map.placeModel().describe(features.features()), count, allowed);
  }
}
