package org.seqloc.bags.convert;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Vector3;

/**
 * Which images of a rig are taken when not all are: frames are chosen by the camera with the most
 * images, of the others the image nearest in time to each, at most half a frame away.
 */
final class FrameSelection {

  private final Map<String, Set<Long>> chosen = new HashMap<>();

  /**
   * @param stampsOf the stamps of each camera's images
   * @param every each so-many-th frame
   * @param minDistanceMeters frames nearer to the last one that was taken are left out; 0 for none.
   *     Frames without a pose are then left out too
   * @param worldFromBody at a stamp
   */
  FrameSelection(
      Map<String, List<Long>> stampsOf,
      int every,
      double minDistanceMeters,
      LongFunction<Optional<Pose>> worldFromBody) {
    if (stampsOf.isEmpty()) {
      return;
    }
    Map<String, List<Long>> sorted = new HashMap<>();
    stampsOf.forEach(
        (camera, stamps) -> {
          List<Long> ascending = new ArrayList<>(new HashSet<>(stamps));
          Collections.sort(ascending);
          sorted.put(camera, ascending);
        });
    String reference =
        sorted.keySet().stream()
            .max(
                Comparator.comparingInt((String camera) -> sorted.get(camera).size())
                    .thenComparing(Comparator.reverseOrder()))
            .orElseThrow();
    List<Long> frames = frames(sorted.get(reference), every, minDistanceMeters, worldFromBody);
    long halfPeriod = medianGap(sorted.get(reference)) / 2;
    sorted.forEach(
        (camera, stamps) -> {
          Set<Long> taken = new HashSet<>();
          for (long frame : frames) {
            nearest(stamps, frame, halfPeriod).ifPresent(taken::add);
          }
          chosen.put(camera, taken);
        });
  }

  private static List<Long> frames(
      List<Long> stamps,
      int every,
      double minDistance,
      LongFunction<Optional<Pose>> worldFromBody) {
    List<Long> frames = new ArrayList<>();
    Optional<Vector3> last = Optional.empty();
    for (int i = 0; i < stamps.size(); i += every) {
      if (minDistance > 0) {
        Optional<Vector3> here = worldFromBody.apply(stamps.get(i)).map(Pose::translation);
        if (here.isEmpty()
            || (last.isPresent() && here.get().minus(last.get()).norm() < minDistance)) {
          continue;
        }
        last = here;
      }
      frames.add(stamps.get(i));
    }
    return frames;
  }

  private static long medianGap(List<Long> ascending) {
    List<Long> gaps = new ArrayList<>();
    for (int i = 1; i < ascending.size(); i++) {
      gaps.add(ascending.get(i) - ascending.get(i - 1));
    }
    Collections.sort(gaps);
    return gaps.isEmpty() ? Long.MAX_VALUE : gaps.get(gaps.size() / 2);
  }

  private static Optional<Long> nearest(List<Long> ascending, long stamp, long maxGap) {
    int at = Collections.binarySearch(ascending, stamp);
    if (at >= 0) {
      return Optional.of(stamp);
    }
    int after = -at - 1;
    Optional<Long> best = Optional.empty();
    for (int i = Math.max(0, after - 1); i < Math.min(ascending.size(), after + 1); i++) {
      long gap = Math.abs(ascending.get(i) - stamp);
      if (gap <= maxGap && (best.isEmpty() || gap < Math.abs(best.get() - stamp))) {
        best = Optional.of(ascending.get(i));
      }
    }
    return best;
  }

  boolean takes(String camera, long stampNanos) {
    return chosen.getOrDefault(camera, Set.of()).contains(stampNanos);
  }
}
