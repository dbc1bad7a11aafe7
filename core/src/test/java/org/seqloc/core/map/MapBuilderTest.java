package org.seqloc.core.map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.feature.LocalFeatures;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Rig;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.image.CameraImage;

class MapBuilderTest {

  private static final SyntheticTown TOWN = new SyntheticTown(30, 3);
  private static final Rig RIG = SyntheticTown.rig(4);

  @TempDir static Path folder;

  private static List<MapImage> images;
  private static Path file;
  private static MapSummary summary;

  private static MapSummary build(List<MapImage> images, Path file) throws IOException {
    return new MapBuilder(TOWN.extractor(), MapOptions.DEFAULT, Progress.NONE).build(images, file);
  }

  @BeforeAll
  static void build() throws IOException {
    images =
        TOWN.drive(
            RIG,
            IntStream.rangeClosed(0, 15).mapToObj(i -> SyntheticTown.onStreet(2 * i, 0)).toList());
    file = folder.resolve("town.seqmap");
    summary = build(images, file);
  }

  @Test
  void pointsLieWhereTheTownHasThem() throws IOException {
    try (LocalizationMap map = LocalizationMap.open(file)) {
      Set<Vector3> found = new HashSet<>();
      double[] errors = new double[map.pointCount()];
      for (int i = 0; i < errors.length; i++) {
        Vector3 truth = TOWN.nearestPoint(map.point(i));
        errors[i] = map.point(i).distanceTo(truth);
        found.add(truth);
      }
      Arrays.sort(errors);
      assertTrue(errors[errors.length / 2] < 0.03, "median " + errors[errors.length / 2]);
      assertTrue(
          errors[errors.length * 95 / 100] < 0.2, "95 % " + errors[errors.length * 95 / 100]);
      assertTrue(found.size() > 0.95 * TOWN.pointCount(), found.size() + " points");
    }
  }

  @Test
  void summaryTellsWhatTheMapHolds() throws IOException {
    try (LocalizationMap map = LocalizationMap.open(file)) {
      assertEquals(64, summary.keyframes());
      assertEquals(64, map.keyframes().size());
      assertEquals(map.pointCount(), summary.points());
      assertEquals(
          summary.observations(), IntStream.range(0, 64).mapToLong(map::landmarkCount).sum());
      assertEquals((double) summary.observations() / summary.points(), summary.meanTrackLength());
      // Half a pixel of noise in each coordinate: 0.63 on average, less what the points follow it.
      assertEquals(0.55, summary.meanReprojectionErrorPx(), 0.08);
    }
  }

  @Test
  void everyLandmarkIsSeenWhereItsPointAppears() throws IOException {
    // The keyframe's own features have a keypoint of this descriptor at the point's pixel.
    try (LocalizationMap map = LocalizationMap.open(file)) {
      for (int k = 0; k < 64; k++) {
        Keyframe keyframe = map.keyframes().get(k);
        LocalFeatures features =
            TOWN.extractor().extract(List.of(images.get(k).pixels().get())).get(0);
        Landmarks landmarks = map.landmarks(k);
        Set<Integer> ids = new HashSet<>();
        for (int i = 0; i < landmarks.count(); i++) {
          assertTrue(ids.add(landmarks.pointId(i)), "a point once a keyframe");
          int dimension = map.featureSpec().dimension();
          int best = -1;
          double bestSimilarity = -1;
          for (int f = 0; f < features.count(); f++) {
            double similarity = 0;
            for (int d = 0; d < dimension; d++) {
              similarity +=
                  landmarks.descriptors()[i * dimension + d]
                      * features.descriptors()[f * dimension + d];
            }
            if (similarity > bestSimilarity) {
              bestSimilarity = similarity;
              best = f;
            }
          }
          assertEquals(1, bestSimilarity, 1e-3);
          Vector3 p = keyframe.mapFromCamera().inverse().transform(map.point(landmarks.pointId(i)));
          double[] pixel = new double[2];
          assertTrue(keyframe.camera().project(p.x(), p.y(), p.z(), pixel));
          assertEquals(
              0,
              Math.hypot(pixel[0] - features.x(best), pixel[1] - features.y(best)),
              MapOptions.DEFAULT.maxReprojectionErrorPx());
        }
      }
    }
  }

  @Test
  void keyframesComeBackAsTheyWere() throws IOException {
    try (LocalizationMap map = LocalizationMap.open(file)) {
      for (int k = 0; k < 64; k++) {
        MapImage image = images.get(k);
        assertEquals(
            new Keyframe(
                image.name(),
                image.stampNanos(),
                image.exposure(),
                image.camera(),
                image.mapFromCamera()),
            map.keyframes().get(k));
      }
      assertEquals(TOWN.extractor().spec(), map.featureSpec());
      for (int k = 0; k < 64; k++) {
        LocalFeatures features =
            TOWN.extractor().extract(List.of(images.get(k).pixels().get())).get(0);
        assertArrayEquals(map.placeModel().describe(features), map.placeIndex().descriptor(k));
      }
    }
  }

  @Test
  void sameImagesGiveTheSameBytesHoweverManyThreadsWork() throws Exception {
    byte[] expected = Files.readAllBytes(file);
    for (int threads : new int[] {1, 3}) {
      ForkJoinPool pool = new ForkJoinPool(threads);
      try {
        Path again = folder.resolve("again" + threads + ".seqmap");
        assertEquals(summary, pool.submit(() -> build(images, again)).get());
        assertArrayEquals(expected, Files.readAllBytes(again));
      } finally {
        pool.shutdown();
      }
    }
  }

  @Test
  void stagesReportTheirProgressToTheEnd() throws IOException {
    List<String> heard = new ArrayList<>();
    long[] open = new long[1];
    Progress progress =
        new Progress() {
          @Override
          public void begin(String label, long total) {
            heard.add(label);
            open[0] = total;
          }

          @Override
          public void advance(long steps) {
            open[0] -= steps;
          }

          @Override
          public void end() {
            assertEquals(0, open[0], heard.toString());
          }
        };
    new MapBuilder(TOWN.extractor(), MapOptions.DEFAULT, progress)
        .build(images.subList(0, 12), folder.resolve("few.seqmap"));
    assertEquals(
        List.of(
            "extracting features", "learning places", "matching images", "triangulating points"),
        heard);
  }

  private static String refused(List<MapImage> images) {
    Path none = folder.resolve("none.seqmap");
    String message = assertThrows(SeqlocException.class, () -> build(images, none)).getMessage();
    assertFalse(Files.exists(none));
    return message;
  }

  @Test
  void imagesThatGiveNoMapAreRefusedWithTheReason() {
    assertEquals("a map needs at least two images with poses, there is none", refused(List.of()));
    assertEquals(
        "a map needs at least two images with poses, there is one", refused(images.subList(0, 1)));
    CameraImage dark = TOWN.darkness(RIG, 0).images().get(0);
    List<MapImage> darkness =
        images.subList(0, 2).stream()
            .map(
                i ->
                    new MapImage(
                        i.name(),
                        i.stampNanos(),
                        i.exposure(),
                        i.camera(),
                        i.mapFromCamera(),
                        dark::image))
            .toList();
    assertEquals("no features found in any of the 2 images", refused(darkness));
    // One exposure: cameras that look apart.
    assertTrue(
        refused(images.subList(0, 4)).startsWith("no point could be triangulated from 4 images"));
  }

  @Test
  void wrongPosesGiveHardlyAnyPoint() throws IOException {
    List<MapImage> scattered = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      MapImage image = images.get(4 * i);
      Pose wrong =
          new Pose(
              Quaternion.exp(new Vector3(0.1 * (i % 5), 0.2 * (i % 3), 0.15 * (i % 7))),
              new Vector3(3 * Math.sin(5 * i), 3 * Math.cos(3 * i), 10 * Math.sin(i)));
      scattered.add(
          new MapImage(image.name(), image.stampNanos(), i, image.camera(), wrong, image.pixels()));
    }
    // A match in a hundred lies on its epipolar line by chance.
    MapSummary wrong = build(scattered, folder.resolve("wrong.seqmap"));
    assertTrue(wrong.observations() < 0.1 * summary.observations() / 4, wrong.toString());
  }

  @Test
  void keyframeWithoutFeaturesDoesNoHarm() throws IOException {
    CameraImage dark = TOWN.darkness(RIG, 0).images().get(0);
    List<MapImage> withDark = new ArrayList<>(images.subList(0, 20));
    MapImage last = images.get(20);
    withDark.add(
        new MapImage(
            "dark",
            last.stampNanos(),
            last.exposure(),
            last.camera(),
            last.mapFromCamera(),
            dark::image));
    Path path = folder.resolve("dark.seqmap");
    build(withDark, path);
    try (LocalizationMap map = LocalizationMap.open(path)) {
      assertEquals(0, map.landmarkCount(20));
      assertEquals(0, map.landmarks(20).count());
    }
  }

  @Test
  void damagedMapIsRefusedByName() throws IOException {
    byte[] good = Files.readAllBytes(file);
    Path bad = folder.resolve("bad.seqmap");
    for (int at = 0; at < good.length; at += good.length / 50) {
      byte[] bytes = good.clone();
      bytes[at] ^= 0x40;
      Files.write(bad, bytes);
      String message =
          assertThrows(SeqlocException.class, () -> LocalizationMap.open(bad).close()).getMessage();
      assertTrue(message.startsWith(bad + ": "), message);
    }
    Path missing = folder.resolve("missing.seqmap");
    assertTrue(
        assertThrows(SeqlocException.class, () -> LocalizationMap.open(missing))
            .getMessage()
            .startsWith(missing + ": no such map file"));
  }
}
