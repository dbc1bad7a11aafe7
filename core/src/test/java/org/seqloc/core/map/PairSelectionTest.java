package org.seqloc.core.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.retrieval.PlaceIndex;

class PairSelectionTest {

  private static final Camera CAMERA =
      new Camera(CameraModel.SIMPLE_PINHOLE, 640, 480, 500, 320, 240);

  private static Keyframe keyframe(Vector3 position, double yaw) {
    return new Keyframe(
        "image",
        0,
        0,
        CAMERA,
        new Pose(Quaternion.ofAxisAngle(new Vector3(0, 1, 0), yaw), position));
  }

  private static List<String> select(
      List<Keyframe> keyframes, List<float[]> places, int nearest, int similar) {
    return PairSelection.select(keyframes, places, new PlaceIndex(places), nearest, similar)
        .stream()
        .map(Arrays::toString)
        .toList();
  }

  @Test
  void nearestOnesThatLookTheSameWay() {
    List<Keyframe> keyframes = new ArrayList<>();
    List<float[]> places = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      // Every other one looks back.
      keyframes.add(keyframe(new Vector3(0, 0, i), i % 2 == 0 ? 0 : Math.PI));
      places.add(new float[] {1});
    }
    assertEquals(List.of("[0, 2]", "[1, 3]", "[2, 4]", "[3, 5]"), select(keyframes, places, 1, 0));
    assertEquals(
        List.of("[0, 2]", "[0, 4]", "[1, 3]", "[1, 5]", "[2, 4]", "[3, 5]"),
        select(keyframes, places, 5, 0));
  }

  @Test
  void mostSimilarOnesHoweverFar() {
    List<Keyframe> keyframes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      keyframes.add(keyframe(new Vector3(1000 * i, 0, 0), 0.1 * i));
    }
    List<float[]> places =
        List.of(
            new float[] {1, 0},
            new float[] {0, 1},
            new float[] {0.8f, 0.6f},
            new float[] {0.6f, 0.8f});
    // 0 is like 2, 1 like 3, and 2 and 3 like each other.
    assertEquals(List.of("[0, 2]", "[1, 3]", "[2, 3]"), select(keyframes, places, 0, 1));
  }

  @Test
  void imagesTakenFromTheSameSpotAreNoPair() {
    List<Keyframe> keyframes =
        List.of(
            keyframe(Vector3.ZERO, 0),
            keyframe(new Vector3(0, 0, 0.009), 0),
            keyframe(new Vector3(0, 0, 0.011), 0));
    List<float[]> places = List.of(new float[] {1}, new float[] {1}, new float[] {1});
    assertEquals(List.of("[0, 2]"), select(keyframes, places, 5, 5));
  }

  @Property(tries = 100)
  void pairsAreOrderedDistinctAndWorthIt(
      @ForAll @IntRange(min = 1, max = 40) int count,
      @ForAll @IntRange(min = 0, max = 5) int nearest,
      @ForAll @IntRange(min = 0, max = 5) int similar,
      @ForAll long seed) {
    Random random = new Random(seed);
    List<Keyframe> keyframes = new ArrayList<>();
    List<float[]> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      keyframes.add(
          keyframe(
              new Vector3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian()),
              7 * random.nextDouble()));
      places.add(new float[] {(float) random.nextGaussian(), (float) random.nextGaussian()});
    }
    List<int[]> pairs =
        PairSelection.select(keyframes, places, new PlaceIndex(places), nearest, similar);
    Set<List<Integer>> seen = new HashSet<>();
    int[] previous = {-1, -1};
    int[] degree = new int[count];
    for (int[] pair : pairs) {
      assertTrue(pair[0] < pair[1]);
      assertTrue(Arrays.compare(previous, pair) < 0, "ascending");
      assertTrue(seen.add(List.of(pair[0], pair[1])));
      Keyframe a = keyframes.get(pair[0]);
      Keyframe b = keyframes.get(pair[1]);
      assertTrue(a.position().distanceTo(b.position()) >= 0.01);
      assertTrue(a.viewingDirection().dot(b.viewingDirection()) >= 0.5 - 1e-12);
      degree[pair[0]]++;
      degree[pair[1]]++;
      previous = pair;
    }
    assertTrue(pairs.size() <= count * (nearest + similar));
    for (int i = 0; i < count; i++) {
      Keyframe self = keyframes.get(i);
      long partners =
          keyframes.stream()
              .filter(
                  k ->
                      k.position().distanceTo(self.position()) >= 0.01
                          && k.viewingDirection().dot(self.viewingDirection()) >= 0.5)
              .count();
      assertTrue(degree[i] >= Math.min(partners, Math.max(nearest, similar)));
    }
  }
}
