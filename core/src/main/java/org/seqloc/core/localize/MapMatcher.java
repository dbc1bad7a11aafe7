package org.seqloc.core.localize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.seqloc.core.feature.LocalFeatures;
import org.seqloc.core.geometry.Vector2;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.localize.PlaceSearch.Candidates;
import org.seqloc.core.map.Landmarks;
import org.seqloc.core.map.LocalizationMap;
import org.seqloc.core.match.Correspondence;
import org.seqloc.core.match.DescriptorMatcher;
import org.seqloc.core.match.MapPoints;
import org.seqloc.core.match.MatchOptions;
import org.seqloc.core.match.Matches;

/** Turns candidate keyframes into matches with map points, or into the points to look for. */
final class MapMatcher {

  private final LocalizationMap map;
  private final MatchOptions options;

  MapMatcher(LocalizationMap map, MatchOptions options) {
    this.map = map;
    this.options = options;
  }

  /** Compares every camera's features with all landmarks of its candidates. */
  List<Correspondence> match(List<Candidates> candidates) {
    record Job(Candidates candidates, int keyframe) {}
    List<Job> jobs = new ArrayList<>();
    for (Candidates ofCamera : candidates) {
      ofCamera.keyframes().forEach(keyframe -> jobs.add(new Job(ofCamera, keyframe)));
    }
    List<List<Correspondence>> found =
        jobs.parallelStream().map(job -> match(job.candidates(), job.keyframe())).toList();
    // Neighbouring keyframes share points: the same match is worth one vote.
    record Key(int camera, Vector2 pixel, long pointId) {}
    Set<Key> seen = new HashSet<>();
    List<Correspondence> distinct = new ArrayList<>();
    for (List<Correspondence> ofJob : found) {
      for (Correspondence c : ofJob) {
        if (seen.add(new Key(c.camera(), c.pixel(), c.pointId()))) {
          distinct.add(c);
        }
      }
    }
    return distinct;
  }

  private List<Correspondence> match(Candidates candidates, int keyframe) {
    Landmarks landmarks = map.landmarks(keyframe);
    LocalFeatures features = candidates.camera().features();
    Matches matches =
        DescriptorMatcher.match(
            features.descriptors(),
            features.count(),
            landmarks.descriptors(),
            landmarks.count(),
            features.dimension(),
            options);
    List<Correspondence> result = new ArrayList<>();
    for (int i = 0; i < matches.count(); i++) {
      int keypoint = matches.queryIndex(i);
      int point = landmarks.pointId(matches.mapIndex(i));
      result.add(
          new Correspondence(
              candidates.camera().camera(),
              new Vector2(features.x(keypoint), features.y(keypoint)),
              point,
              map.point(point),
              matches.similarity(i)));
    }
    return result;
  }

  /**
   * The points that one camera's candidates observed, each once, with the descriptor it had in the
   * first candidate that has it: the candidates come best first.
   */
  MapPoints points(Candidates candidates) {
    int dimension = map.featureSpec().dimension();
    List<Landmarks> all = candidates.keyframes().stream().map(map::landmarks).toList();
    int most = all.stream().mapToInt(Landmarks::count).sum();
    int[] ids = new int[most];
    double[] xyz = new double[3 * most];
    float[] descriptors = new float[most * dimension];
    Set<Integer> seen = new HashSet<>();
    int count = 0;
    for (Landmarks landmarks : all) {
      for (int i = 0; i < landmarks.count(); i++) {
        int id = landmarks.pointId(i);
        if (seen.add(id)) {
          Vector3 p = map.point(id);
          xyz[3 * count] = p.x();
          xyz[3 * count + 1] = p.y();
          xyz[3 * count + 2] = p.z();
          System.arraycopy(
              landmarks.descriptors(), i * dimension, descriptors, count * dimension, dimension);
          ids[count++] = id;
        }
      }
    }
    return new MapPoints(
        Arrays.copyOf(ids, count),
        Arrays.copyOf(xyz, 3 * count),
        Arrays.copyOf(descriptors, count * dimension),
        dimension);
  }
}
