package org.seqloc.core.retrieval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.seqloc.core.feature.LocalFeatures;

class VladModelTest {

  private static final SyntheticPlaces PLACES = new SyntheticPlaces(200, 1);
  private static final List<LocalFeatures> MAP = PLACES.images(2);
  private static final VladModel MODEL = VladModel.train(MAP, 7);

  private static double norm(float[] vector) {
    double squares = 0;
    for (float v : vector) {
      squares += (double) v * v;
    }
    return Math.sqrt(squares);
  }

  @Test
  void imagesOfTheSamePlaceFindEachOtherAmongTwoHundred() {
    PlaceIndex index = new PlaceIndex(MAP.stream().map(MODEL::describe).toList());
    List<LocalFeatures> queries = PLACES.images(3);
    int first = 0;
    for (int i = 0; i < queries.size(); i++) {
      List<PlaceCandidate> found = index.search(MODEL.describe(queries.get(i)), 1, k -> true);
      first += found.get(0).image() == i ? 1 : 0;
    }
    assertTrue(first >= 195, first + " of 200 find their place first");
  }

  @Test
  void descriptionsHaveUnitLength() {
    for (LocalFeatures image : MAP.subList(0, 20)) {
      assertEquals(1, norm(MODEL.describe(image)), 1e-6);
    }
  }

  @Test
  void imageWithoutFeaturesIsLikeNothing() {
    float[] empty = MODEL.describe(SyntheticPlaces.features(List.of()));
    assertArrayEquals(new float[MODEL.describe(MAP.get(0)).length], empty);
  }

  @Test
  void orderOfTheKeypointsHardlyMatters() {
    LocalFeatures image = MAP.get(5);
    int dimension = image.dimension();
    float[] reversed = new float[image.descriptors().length];
    for (int i = 0; i < image.count(); i++) {
      System.arraycopy(
          image.descriptors(),
          i * dimension,
          reversed,
          (image.count() - 1 - i) * dimension,
          dimension);
    }
    assertArrayEquals(
        MODEL.describe(image),
        MODEL.describe(
            new LocalFeatures(dimension, image.xy(), image.scales(), image.scores(), reversed)),
        1e-5f);
  }

  @Test
  void bytesGiveTheSameModelBack() {
    byte[] bytes = MODEL.toBytes();
    VladModel again = VladModel.fromBytes(bytes);
    for (LocalFeatures image : PLACES.images(4).subList(0, 20)) {
      assertArrayEquals(MODEL.describe(image), again.describe(image));
    }
    assertArrayEquals(bytes, again.toBytes());
  }

  @Test
  void trainingIsTheSameHoweverManyThreadsWork() throws Exception {
    byte[] expected = MODEL.toBytes();
    for (int threads : new int[] {1, 3}) {
      ForkJoinPool pool = new ForkJoinPool(threads);
      try {
        assertArrayEquals(
            expected, pool.submit(() -> VladModel.train(MAP, 7).toBytes()).get(), threads + "");
      } finally {
        pool.shutdown();
      }
    }
  }

  @Test
  void seedMatters() {
    assertFalse(Arrays.equals(MODEL.toBytes(), VladModel.train(MAP, 8).toBytes()));
  }

  @Test
  void everyPrefixIsRefused() {
    byte[] bytes = VladModel.train(MAP.subList(0, 2), 1).toBytes();
    for (int length = 0; length < bytes.length; length += length < 100 ? 1 : 997) {
      byte[] prefix = Arrays.copyOf(bytes, length);
      assertThrows(IllegalArgumentException.class, () -> VladModel.fromBytes(prefix));
    }
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    assertThrows(IllegalArgumentException.class, () -> VladModel.fromBytes(longer));
  }

  @Test
  void impossibleSizesAreRefusedBeforeAnythingIsAllocated() {
    byte[] good = VladModel.train(MAP.subList(0, 2), 1).toBytes();
    int outputsAt = 8 + 4 * 64 * SyntheticPlaces.DIMENSION;
    int[][] changes = {
      {0, 0},
      {0, -1},
      {0, Integer.MAX_VALUE},
      {4, 0},
      {4, -5},
      {4, Integer.MAX_VALUE},
      {0, 1 << 30},
      {outputsAt, -1},
      {outputsAt, Integer.MAX_VALUE},
      {outputsAt, 1 << 20}
    };
    for (int[] change : changes) {
      byte[] bad = good.clone();
      ByteBuffer.wrap(bad).order(ByteOrder.LITTLE_ENDIAN).putInt(change[0], change[1]);
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> VladModel.fromBytes(bad));
      assertTrue(e.getMessage().matches("(place model|whitening) of .*"), e.getMessage());
    }
  }

  @Test
  void fewImagesAreEnough() {
    // One image of three keypoints: fewer samples than clusters, nothing to whiten.
    LocalFeatures few =
        SyntheticPlaces.features(List.of(SyntheticPlaces.unitVectors(3, new Random(1))));
    for (List<LocalFeatures> images :
        List.of(
            List.of(few),
            List.of(few, SyntheticPlaces.features(List.of())),
            List.of(few, MAP.get(0)))) {
      VladModel model = VladModel.train(images, 1);
      PlaceIndex index = new PlaceIndex(images.stream().map(model::describe).toList());
      VladModel again = VladModel.fromBytes(model.toBytes());
      assertArrayEquals(model.describe(MAP.get(3)), again.describe(MAP.get(3)));
      assertEquals(images.size(), index.search(model.describe(few), 5, k -> true).size());
    }
  }

  @Test
  void vehicleThatStoodStillStillGivesAModel() {
    // Equal images: there is nothing that tells them apart, and nothing is made of rounding errors.
    for (int count : new int[] {2, 3, 7, 10}) {
      List<LocalFeatures> images = java.util.Collections.nCopies(count, MAP.get(0));
      VladModel model = VladModel.train(images, 1);
      float[] same = model.describe(MAP.get(0));
      float[] other = model.describe(MAP.get(1));
      assertEquals(1, norm(same), 1e-5, count + " images");
      assertTrue(same.length > 1, count + " images");
      double dot = 0;
      for (int d = 0; d < same.length; d++) {
        dot += same[d] * other[d];
      }
      assertTrue(Math.abs(dot) < 0.5, count + " images: another place has similarity " + dot);
    }
  }
}
