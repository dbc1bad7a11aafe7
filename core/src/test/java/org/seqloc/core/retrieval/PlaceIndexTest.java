package org.seqloc.core.retrieval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PlaceIndexTest {

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      sum += (double) a[d] * b[d];
    }
    return sum;
  }

  @Property(tries = 100)
  void findsTheMostSimilarOfThoseAllowed(
      @ForAll @IntRange(min = 0, max = 60) int size,
      @ForAll @IntRange(min = 0, max = 70) int count,
      @ForAll @IntRange(min = 1, max = 5) int every,
      @ForAll long seed) {
    Random random = new Random(seed);
    List<float[]> descriptors = Arrays.asList(SyntheticPlaces.unitVectors(size, 16, random));
    float[] query = SyntheticPlaces.unitVectors(1, 16, random)[0];
    List<PlaceCandidate> found =
        new PlaceIndex(descriptors).search(query, count, k -> k % every == 0);
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < size; i += every) {
      expected.add(i);
    }
    expected.sort(Comparator.comparingDouble(i -> -dot(query, descriptors.get(i))));
    assertEquals(
        expected.subList(0, Math.min(count, expected.size())),
        found.stream().map(PlaceCandidate::image).toList());
    for (PlaceCandidate candidate : found) {
      assertEquals(dot(query, descriptors.get(candidate.image())), candidate.score(), 1e-6);
    }
  }

  @Test
  void amongEqualsTheLowerNumberComesFirst() {
    float[] one = {1, 0};
    float[] two = {0, 1};
    PlaceIndex index = new PlaceIndex(List.of(two, one, two, one));
    assertEquals(
        List.of(1, 3, 0, 2),
        index.search(one, 9, k -> true).stream().map(PlaceCandidate::image).toList());
  }

  @Test
  void descriptorsAreCopied() {
    float[] given = {1, 0};
    PlaceIndex index = new PlaceIndex(List.of(given));
    given[0] = 5;
    index.descriptor(0)[0] = 5;
    assertArrayEquals(new float[] {1, 0}, index.descriptor(0));
    assertEquals(1, index.size());
    assertTrue(index.toString().contains("1 images, 2 dimensions"), index.toString());
  }
}
