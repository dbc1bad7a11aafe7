package org.seqloc.core.localize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.feature.FeatureSpec;
import org.seqloc.core.feature.LocalFeatureExtractor;
import org.seqloc.core.feature.LocalFeatures;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Rig;
import org.seqloc.core.image.Image;
import org.seqloc.core.image.RigImages;
import org.seqloc.core.localize.Localization.Status;
import org.seqloc.core.map.LocalizationMap;
import org.seqloc.core.map.MapBuilder;
import org.seqloc.core.map.MapOptions;
import org.seqloc.core.map.SyntheticTown;

/** The whole way from features to poses, in a town whose truth is known. */
class LocalizerTest {

  private static final long FRAME = 100_000_000L;
  private static final double STEP_M = 0.5;

  private static final SyntheticTown TOWN = new SyntheticTown(60, 1);

  @TempDir static Path folder;

  private static Path file;
  private static LocalizationMap map;

  @BeforeAll
  static void build() throws Exception {
    file = folder.resolve("town.seqmap");
    List<Pose> poses =
        IntStream.rangeClosed(0, 30).mapToObj(i -> SyntheticTown.onStreet(2 * i, 0)).toList();
    new MapBuilder(TOWN.extractor(), MapOptions.DEFAULT, Progress.NONE)
        .build(TOWN.drive(SyntheticTown.rig(4), poses), file);
    map = LocalizationMap.open(file);
  }

  @AfterAll
  static void close() {
    map.close();
  }

  /** One frame of a drive, and where the vehicle truly was. */
  private record Shot(Pose mapFromBody, RigImages images) {}

  /** A drive a metre beside where the map was made. */
  private static List<Shot> drive(SyntheticTown town, Rig rig, double fromX, int frames) {
    List<Shot> shots = new ArrayList<>();
    for (int i = 0; i < frames; i++) {
      Pose mapFromBody = SyntheticTown.onStreet(fromX + STEP_M * i, 1);
      shots.add(new Shot(mapFromBody, town.photograph(rig, mapFromBody, i * FRAME)));
    }
    return shots;
  }

  private static Localizer localizer(Rig rig, LocalizerOptions options) {
    return new Localizer(map, rig, TOWN.extractor(), options, () -> 0);
  }

  private static List<Localization> localize(Localizer localizer, List<Shot> shots) {
    return shots.stream().map(s -> localizer.localize(s.images(), Optional.empty())).toList();
  }

  private static double errorM(Localization result, Shot shot) {
    return result
        .mapFromBody()
        .orElseThrow()
        .translation()
        .distanceTo(shot.mapFromBody().translation());
  }

  private static double errorDeg(Localization result, Shot shot) {
    return Math.toDegrees(
        result.mapFromBody().orElseThrow().rotation().angleTo(shot.mapFromBody().rotation()));
  }

  private static void assertLocalized(Localization result, Shot shot) {
    assertEquals(Status.LOCALIZED, result.status(), result::toString);
    assertEquals("", result.reason());
    assertEquals(shot.images().stampNanos(), result.stampNanos());
    assertEquals(0, errorM(result, shot), 0.1, "metres");
    assertEquals(0, errorDeg(result, shot), 0.3, "degrees");
    assertTrue(result.covariance().orElseThrow().positionSigma() < 0.2);
    assertTrue(result.inliers() >= 12 && result.inliers() <= result.correspondences());
    assertTrue(result.medianErrorPx() < 2);
  }

  @Test
  void wholeDriveIsLocalized() {
    for (int cameras : new int[] {1, 2, 4}) {
      Rig rig = SyntheticTown.rig(cameras);
      List<Shot> shots = drive(TOWN, rig, 5, 40);
      for (LocalizerOptions options :
          List.of(LocalizerOptions.DEFAULT, LocalizerOptions.DEFAULT.withoutSequence())) {
        List<Localization> results = localize(localizer(rig, options), shots);
        double squares = 0;
        for (int i = 0; i < shots.size(); i++) {
          assertLocalized(results.get(i), shots.get(i));
          squares += Math.pow(errorM(results.get(i), shots.get(i)), 2);
        }
        double rms = Math.sqrt(squares / shots.size());
        assertTrue(rms < 0.02, cameras + " cameras: RMS " + rms + " m");
      }
    }
  }

  @Test
  void trackingStartsWithASearchOfTheWholeMapAndThenLooksNearby() {
    Rig rig = SyntheticTown.rig(2);
    List<Shot> shots = drive(TOWN, rig, 5, 3);
    // Each reading of the clock is a millisecond after the one before, so a stage lasts as many
    // as it was begun.
    AtomicLong clock = new AtomicLong();
    Localizer localizer =
        new Localizer(
            map, rig, TOWN.extractor(), LocalizerOptions.DEFAULT, () -> clock.addAndGet(1_000_000));
    for (Shot shot : shots) {
      Localization result = localizer.localize(shot.images(), Optional.empty());
      assertLocalized(result, shot);
      assertEquals(1, result.timings().searchMs());
      assertEquals(1, result.timings().extractMs());
      assertEquals(6, result.timings().totalMs());
    }
    // Near the prediction, then everywhere.
    Localization dark = localizer.localize(TOWN.darkness(rig, 3 * FRAME), Optional.empty());
    assertEquals(2, dark.timings().searchMs());
  }

  @Test
  void placeThatIsNotInTheMapIsLostAndSaysWhy() {
    Rig rig = SyntheticTown.rig(4);
    SyntheticTown elsewhere = TOWN.other(60, 99);
    for (LocalizerOptions options :
        List.of(LocalizerOptions.DEFAULT, LocalizerOptions.DEFAULT.withoutSequence())) {
      for (Localization result : localize(localizer(rig, options), drive(elsewhere, rig, 20, 3))) {
        assertEquals(Status.LOST, result.status());
        assertTrue(
            result
                .reason()
                .matches("(too few matches .*|matches do not .*) \\(\\d+ matches, .*\\)"),
            result.reason());
        assertTrue(result.mapFromBody().isEmpty() && result.covariance().isEmpty());
        assertEquals(0, result.inliers());
        assertTrue(Double.isNaN(result.medianErrorPx()));
        assertTrue(result.features() > 100);
      }
    }
  }

  @Test
  void frameWithoutImagesIsLostToo() {
    Localizer localizer = localizer(SyntheticTown.rig(2), LocalizerOptions.DEFAULT);
    Localization result = localizer.localize(new RigImages(0, List.of()), Optional.empty());
    assertEquals(Status.LOST, result.status());
    assertEquals("too few matches with the map (0 matches, 0 agree)", result.reason());
  }

  @Test
  void shortBlackoutIsPredictedThrough() {
    Rig rig = SyntheticTown.rig(2);
    Localizer localizer = localizer(rig, LocalizerOptions.DEFAULT);
    List<Shot> shots = drive(TOWN, rig, 5, 40);
    for (int i = 0; i < 40; i++) {
      boolean dark = i >= 20 && i < 26;
      RigImages images =
          dark ? TOWN.darkness(rig, shots.get(i).images().stampNanos()) : shots.get(i).images();
      Localization result = localizer.localize(images, Optional.empty());
      if (dark) {
        assertEquals(Status.PREDICTED, result.status());
        assertEquals("too few matches with the map (0 matches, 0 agree)", result.reason());
        assertEquals(0, result.features());
        assertEquals(0, errorM(result, shots.get(i)), 0.5);
        double sigma = result.covariance().orElseThrow().positionSigma();
        assertTrue(errorM(result, shots.get(i)) < 3 * sigma, i + ": sigma " + sigma);
      } else {
        assertLocalized(result, shots.get(i));
      }
    }
  }

  @Test
  void longBlackoutOnOdometryIsPredictedThroughThenGivenUp() {
    Rig rig = SyntheticTown.rig(2);
    Localizer localizer = localizer(rig, LocalizerOptions.DEFAULT);
    List<Shot> shots = drive(TOWN, rig, 5, 80);
    // Odometry in a frame of its own.
    Pose odomFromMap = SyntheticTown.onStreet(33, 7).inverse();
    for (int i = 0; i < 20; i++) {
      Optional<Pose> odometry = Optional.of(odomFromMap.times(shots.get(i).mapFromBody()));
      assertLocalized(localizer.localize(shots.get(i).images(), odometry), shots.get(i));
    }
    for (int i = 20; i < 80; i++) {
      Optional<Pose> odometry = Optional.of(odomFromMap.times(shots.get(i).mapFromBody()));
      Localization result = localizer.localize(TOWN.darkness(rig, i * FRAME), odometry);
      assertEquals(Status.PREDICTED, result.status(), "frame " + i);
      assertEquals(0, errorM(result, shots.get(i)), 0.5);
    }
    Optional<Pose> still = Optional.of(odomFromMap.times(shots.get(79).mapFromBody()));
    int frame = 80;
    while (localizer.localize(TOWN.darkness(rig, frame * FRAME), still).status()
        == Status.PREDICTED) {
      frame++;
    }
    // Fifteen seconds after frame 19, the last that was measured.
    assertEquals(19 + 150 + 1, frame);
  }

  @Test
  void kidnappedVehicleIsFoundAgain() {
    Rig rig = SyntheticTown.rig(4);
    Localizer localizer = localizer(rig, LocalizerOptions.DEFAULT);
    List<Shot> shots = new ArrayList<>(drive(TOWN, rig, 5, 15));
    for (int i = 15; i < 30; i++) {
      Pose mapFromBody = SyntheticTown.onStreet(30 + STEP_M * i, 1);
      shots.add(new Shot(mapFromBody, TOWN.photograph(rig, mapFromBody, i * FRAME)));
    }
    List<Localization> results = localize(localizer, shots);
    for (int i = 0; i < 30; i++) {
      if (i < 15 || i >= 20) {
        assertLocalized(results.get(i), shots.get(i));
      } else {
        // Five measurements far off the prediction: then it is the prediction that is wrong.
        assertEquals(Status.PREDICTED, results.get(i).status());
        assertTrue(
            results.get(i).reason().matches("measured 2\\d\\.\\d\\d m and .* off the prediction.*"),
            results.get(i).reason());
      }
    }
  }

  @Test
  void resetAllowsAJumpAtOnce() {
    Rig rig = SyntheticTown.rig(2);
    Localizer localizer = localizer(rig, LocalizerOptions.DEFAULT);
    localize(localizer, drive(TOWN, rig, 5, 5));
    localizer.reset();
    Pose there = SyntheticTown.onStreet(40, 1);
    Shot jumped = new Shot(there, TOWN.photograph(rig, there, 6 * FRAME));
    assertLocalized(localizer.localize(jumped.images(), Optional.empty()), jumped);
  }

  @Test
  void frameThatComesLateIsRefusedWithoutHarm() {
    Rig rig = SyntheticTown.rig(2);
    List<Shot> shots = drive(TOWN, rig, 5, 12);
    Localizer with = localizer(rig, LocalizerOptions.DEFAULT);
    Localizer without = localizer(rig, LocalizerOptions.DEFAULT);
    localize(with, shots.subList(0, 10));
    localize(without, shots.subList(0, 10));
    Localization late = with.localize(shots.get(7).images(), Optional.empty());
    assertEquals(Status.LOST, late.status());
    assertEquals("the frame is 0.200 s older than the one before", late.reason());
    assertEquals(localize(without, shots.subList(10, 12)), localize(with, shots.subList(10, 12)));
  }

  @Test
  void camerasMayBeMissing() {
    Rig rig = SyntheticTown.rig(4);
    Localizer localizer = localizer(rig, LocalizerOptions.DEFAULT);
    List<Shot> shots = drive(TOWN, rig, 5, 12);
    for (int i = 0; i < shots.size(); i++) {
      int missing = i % 4;
      RigImages images =
          new RigImages(
              i * FRAME,
              shots.get(i).images().images().stream().filter(c -> c.camera() != missing).toList());
      assertLocalized(localizer.localize(images, Optional.empty()), shots.get(i));
    }
  }

  @Test
  void streetThatLooksLikeAnotherIsToldApartByTheWayThere() throws Exception {
    // From 5 to 20 m the street looks as it does 30 m further. Cameras to the sides see nothing
    // else.
    Rig sideways = SyntheticTown.rigOf(2, 3);
    SyntheticTown town = TOWN.other(60, 5);
    town.repeat(5, 20, 30);
    Path twins = folder.resolve("twins.seqmap");
    List<Pose> poses =
        IntStream.rangeClosed(0, 50).mapToObj(i -> SyntheticTown.onStreet(1.2 * i, 0)).toList();
    new MapBuilder(town.extractor(), MapOptions.DEFAULT, Progress.NONE)
        .build(town.drive(sideways, poses), twins);
    try (LocalizationMap twinMap = LocalizationMap.open(twins)) {
      int confused = 0;
      for (double from : new double[] {21, 51}) {
        // Back into the twin street, from the one end and from the other.
        Localizer tracking =
            new Localizer(twinMap, sideways, town.extractor(), LocalizerOptions.DEFAULT, () -> 0);
        Localizer alone =
            new Localizer(
                twinMap,
                sideways,
                town.extractor(),
                LocalizerOptions.DEFAULT.withoutSequence(),
                () -> 0);
        for (int i = 0; i < 30; i++) {
          Pose mapFromBody = SyntheticTown.onStreet(from - 0.3 * i, 0.5);
          Shot shot = new Shot(mapFromBody, town.photograph(sideways, mapFromBody, i * FRAME));
          assertLocalized(tracking.localize(shot.images(), Optional.empty()), shot);
          Localization byItself = alone.localize(shot.images(), Optional.empty());
          if (byItself.mapFromBody().isPresent() && errorM(byItself, shot) > 20) {
            confused++;
          }
        }
      }
      assertTrue(confused > 5, "a frame by itself cannot tell: " + confused + " of 60");
    }
  }

  @Test
  void sameInputGivesTheSameBitsHoweverManyThreadsWork() throws Exception {
    Rig rig = SyntheticTown.rig(4);
    List<Shot> shots = drive(TOWN, rig, 10, 10);
    List<Localization> first = localize(localizer(rig, LocalizerOptions.DEFAULT), shots);
    assertEquals(first, localize(localizer(rig, LocalizerOptions.DEFAULT), shots));
    for (int threads : new int[] {1, 3}) {
      ForkJoinPool pool = new ForkJoinPool(threads);
      try {
        assertEquals(
            first,
            pool.submit(() -> localize(localizer(rig, LocalizerOptions.DEFAULT), shots)).get());
      } finally {
        pool.shutdown();
      }
    }
  }

  @Test
  void mapOpenedAgainGivesTheSameResults() throws Exception {
    Rig rig = SyntheticTown.rig(2);
    List<Shot> shots = drive(TOWN, rig, 10, 5);
    List<Localization> first = localize(localizer(rig, LocalizerOptions.DEFAULT), shots);
    Path copy = folder.resolve("copy.seqmap");
    Files.copy(file, copy);
    try (LocalizationMap again = LocalizationMap.open(copy)) {
      Localizer localizer =
          new Localizer(again, rig, TOWN.extractor(), LocalizerOptions.DEFAULT, () -> 0);
      assertEquals(first, localize(localizer, shots));
    }
  }

  @Test
  void extractorOfOtherFeaturesIsRefused() {
    LocalFeatureExtractor other =
        new LocalFeatureExtractor() {
          @Override
          public FeatureSpec spec() {
            return new FeatureSpec("sift", 128, 500, 640, 640, new byte[0]);
          }

          @Override
          public List<LocalFeatures> extract(List<Image> images) {
            throw new AssertionError();
          }

          @Override
          public void close() {}
        };
    SeqlocException e =
        assertThrows(
            SeqlocException.class,
            () ->
                new Localizer(map, SyntheticTown.rig(1), other, LocalizerOptions.DEFAULT, () -> 0));
    assertTrue(e.getMessage().startsWith(file + ": made with features synthetic"), e.getMessage());
  }
}
