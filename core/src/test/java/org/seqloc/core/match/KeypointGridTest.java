package org.seqloc.core.match;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.seqloc.core.feature.LocalFeatures;

class KeypointGridTest {

  private static LocalFeatures features(float... xy) {
    int count = xy.length / 2;
    return new LocalFeatures(1, xy, new float[count], new float[count], new float[count]);
  }

  @Property(tries = 200)
  void agreesWithLookingAtAll(
      @ForAll @IntRange(min = 1, max = 700) int width,
      @ForAll @IntRange(min = 1, max = 500) int height,
      @ForAll @IntRange(min = 0, max = 300) int count,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] xy = new float[2 * count];
    for (int i = 0; i < count; i++) {
      // Some lie outside the image, as keypoints at its edge may after subpixel refinement.
      xy[2 * i] = (float) (width * (1.2 * random.nextDouble() - 0.1));
      xy[2 * i + 1] = (float) (height * (1.2 * random.nextDouble() - 0.1));
    }
    LocalFeatures features = features(xy);
    KeypointGrid grid = new KeypointGrid(features, width, height);
    int[] found = new int[count];
    for (int q = 0; q < 20; q++) {
      double x = width * (1.6 * random.nextDouble() - 0.3);
      double y = height * (1.6 * random.nextDouble() - 0.3);
      double radius = 100 * random.nextDouble() * random.nextDouble();
      int near = grid.near(x, y, radius, found);
      TreeSet<Integer> expected =
          IntStream.range(0, count)
              .filter(
                  i ->
                      Math.pow(features.x(i) - x, 2) + Math.pow(features.y(i) - y, 2)
                          <= radius * radius)
              .boxed()
              .collect(Collectors.toCollection(TreeSet::new));
      TreeSet<Integer> actual =
          Arrays.stream(found, 0, near).boxed().collect(Collectors.toCollection(TreeSet::new));
      assertEquals(expected, actual);
      assertEquals(near, actual.size(), "each once");
    }
  }

  @Test
  void oddNumbersFindNothing() {
    KeypointGrid grid = new KeypointGrid(features(10, 10, 600, 400), 640, 480);
    int[] found = new int[2];
    assertEquals(0, grid.near(Double.NaN, 10, 5, found));
    assertEquals(0, grid.near(10, 10, Double.NaN, found));
    assertEquals(0, grid.near(1e300, 10, 5, found));
    assertEquals(2, grid.near(0, 0, Double.POSITIVE_INFINITY, found));
    assertEquals(0, new KeypointGrid(features(), 640, 480).near(0, 0, 100, found));
  }
}
