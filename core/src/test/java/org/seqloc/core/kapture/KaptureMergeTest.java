package org.seqloc.core.kapture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.image.Image;
import org.seqloc.core.image.ImageEncoder;

/** Merging, choosing and comparing small datasets. */
class KaptureMergeTest {

  @TempDir Path temp;
  private Path rich;
  private KaptureDataset dataset;

  @BeforeEach
  void writeDataset() throws IOException {
    rich = KaptureFixtures.rich(temp.resolve("rich"));
    dataset = KaptureDataset.open(rich, false);
  }

  private List<String> merge(KaptureMerge.Ids ids, boolean folders, KaptureDataset... datasets) {
    return KaptureMerge.write(
        List.of(datasets),
        new KaptureMerge.Options(ids, folders),
        temp.resolve("merged"),
        true,
        ImageTransfer.COPY,
        Progress.NONE);
  }

  private KaptureDataset merged() {
    return KaptureDataset.open(temp.resolve("merged"), false);
  }

  @Test
  void mergedWithItselfByIdIsItself() {
    List<String> remarks = merge(KaptureMerge.Ids.KEEP, false, dataset, dataset);
    // Of the sensors part; points and observations are there twice.
    assertEquals(dataset.kapture().trajectories(), merged().kapture().trajectories());
    for (RecordKind kind : RecordKind.values()) {
      assertEquals(dataset.kapture().records(kind).size(), merged().kapture().records(kind).size());
    }
    assertEquals(dataset.kapture().rigs(), merged().kapture().rigs());
    assertEquals(4, merged().reconstruction().points3d().orElseThrow().size());
    assertEquals(
        List.of(0, 1, 2, 3),
        merged().reconstruction().observations().orElseThrow().tracks().stream()
            .map(Observations.Track::point)
            .toList());
    assertTrue(remarks.get(0).startsWith("left out 3 poses of " + rich), remarks.toString());
  }

  @Test
  void renamesIdsThatAreTaken() {
    List<String> remarks = merge(KaptureMerge.Ids.RENAME, true, dataset, dataset);
    Kapture kapture = merged().kapture();
    assertEquals(12, remarks.size());
    assertTrue(remarks.contains("'cam' of " + rich + " becomes 'cam_2'"), remarks.toString());
    assertEquals(20, kapture.sensors().size());
    assertEquals(Set.of("car", "head", "car_2", "head_2"), kapture.rigs().keySet());
    assertEquals(kapture.rigOf("car").size(), kapture.rigOf("car_2").size());
    assertEquals(
        List.of("1/a/1.jpg", "2/a/1.jpg", "1/a/2.jpg", "2/a/2.jpg"),
        kapture.cameraRecords().stream().map(CameraRecord::imagePath).toList());
    assertEquals(
        dataset.kapture().mapFromBody(dataset.kapture().exposures().get(0)),
        kapture.mapFromBody(kapture.exposures().get(1)));
    assertEquals(4, kapture.otherRecords().get("records_pressure.txt").rows());
    Reconstruction reconstruction = merged().reconstruction();
    assertEquals(
        List.of(new ImagePair("1/a/1.jpg", "1/a/2.jpg"), new ImagePair("2/a/1.jpg", "2/a/2.jpg")),
        reconstruction.matches().get("sift").pairs());
    assertEquals(
        dataset.reconstruction().features(FeatureKind.KEYPOINTS).get("sift").read("a/2.jpg"),
        reconstruction.features(FeatureKind.KEYPOINTS).get("sift").read("2/a/2.jpg"));
    KaptureValidator.validate(
        temp.resolve("merged"), false, finding -> assertEquals("nothing", finding.toString()));
  }

  @Test
  void renumbersAsKaptureDoes() {
    merge(KaptureMerge.Ids.RENUMBER, false, dataset, dataset);
    assertTrue(merged().kapture().sensors().containsKey("sensor19"));
    assertEquals(Set.of("rig0", "rig1", "rig2", "rig3"), merged().kapture().rigs().keySet());
  }

  @Test
  void refusesDifferentThingsOfTheSameName() throws IOException {
    Path other = KaptureFixtures.rich(temp.resolve("other"));
    KaptureFixtures.bytes(other, "sensors/records_data/a/2.jpg", 9, 9);
    assertEquals(
        "a/2.jpg is one file in " + rich + " and another in " + other + ": merge with --folders",
        assertThrows(
                SeqlocException.class,
                () ->
                    merge(
                        KaptureMerge.Ids.RENAME, false, dataset, KaptureDataset.open(other, false)))
            .getMessage());
    KaptureFixtures.text(other, "sensors/sensors.txt", "# kapture format: 1.1", "cam, , lidar");
    KaptureFixtures.text(other, "sensors/records_camera.txt", "");
    assertEquals(
        "sensor 'cam' of "
            + other
            + " is something else in a dataset before it: merge with other ids",
        assertThrows(
                SeqlocException.class,
                () ->
                    merge(KaptureMerge.Ids.KEEP, false, dataset, KaptureDataset.open(other, false)))
            .getMessage());
    KaptureFixtures.text(other, "reconstruction/keypoints/sift/keypoints.txt", "sift, float64, 2");
    assertEquals(
        "the keypoints 'sift' differ: 'sift, float32, 2' and 'sift, float64, 2'; rename one type",
        assertThrows(
                SeqlocException.class,
                () ->
                    merge(
                        KaptureMerge.Ids.RENAME, true, dataset, KaptureDataset.open(other, false)))
            .getMessage());
  }

  @Test
  void refusesOtherKeypointsOfTheSameImage() throws IOException {
    Path other = KaptureFixtures.rich(temp.resolve("other"));
    String file = "reconstruction/keypoints/sift/a/2.jpg.kpt";
    KaptureFixtures.floats(other, file, 2, 2, 1, 1, 3, 1);
    KaptureDataset second = KaptureDataset.open(other, false);
    assertEquals(
        other.resolve(file)
            + " are other keypoints than "
            + rich.resolve(file)
            + ", whose numbers matches and observations would take: merge with --folders",
        assertThrows(
                SeqlocException.class, () -> merge(KaptureMerge.Ids.RENAME, false, dataset, second))
            .getMessage());
    merge(KaptureMerge.Ids.RENAME, true, dataset, second);
    assertEquals(
        second.reconstruction().features(FeatureKind.KEYPOINTS).get("sift").read("a/2.jpg"),
        merged().reconstruction().features(FeatureKind.KEYPOINTS).get("sift").read("2/a/2.jpg"));
  }

  /** Ids that stay must mean the same in all datasets. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x, , lidar | '' | l, , lidar | x, l, 1, 0, 0, 0, 0, 0, 0"
            + " | rig 'x' of SECOND is something else in a dataset before it: merge with other ids",
        "l, , lidar | x, l, 1, 0, 0, 0, 0, 0, 0 | x, , lidar | ''"
            + " | sensor 'x' of SECOND is something else in a dataset before it: merge with other"
            + " ids",
        "l, , lidar | x, l, 1, 0, 0, 0, 0, 0, 0/x, y, 1, 0, 0, 0, 0, 0, 0/y, m, , , , , , , "
            + " | l, , lidar | y, x, 1, 0, 0, 0, 0, 0, 0/x, l, 1, 0, 0, 0, 0, 0, 0"
            + " | the datasets do not go together: x is mounted in a circle of rigs or more than 10"
            + " rigs deep; merge with other ids"
      })
  void refusesIdsThatDoNotGoTogether(
      String sensors, String rigs, String otherSensors, String otherRigs, String message)
      throws IOException {
    Path first = small("first", sensors, rigs);
    Path second = small("second", otherSensors, otherRigs);
    assertEquals(
        message.replace("SECOND", second.toString()),
        assertThrows(
                SeqlocException.class,
                () ->
                    merge(
                        KaptureMerge.Ids.KEEP,
                        false,
                        KaptureDataset.open(first, false),
                        KaptureDataset.open(second, false)))
            .getMessage());
  }

  private Path small(String name, String sensors, String rigs) throws IOException {
    Path dir = temp.resolve(name);
    KaptureFixtures.text(
        dir, "sensors/sensors.txt", "# kapture format: 1.1", "m, , magnetic", sensors);
    KaptureFixtures.text(dir, "sensors/rigs.txt", rigs.replace('/', '\n'));
    return dir;
  }

  @Test
  void choosesByTimeWithWhatGoesWithTheExposures() {
    KaptureSelection early = new KaptureSelection(KaptureSubset.ALL, 0, 15, Set.of(), Set.of());
    Kapture chosen =
        early.write(dataset, temp.resolve("early"), false, ImageTransfer.COPY, Progress.NONE);
    assertEquals(1, chosen.exposures().size());
    assertEquals(1, chosen.records(RecordKind.DEPTH).size());
    assertEquals(1, chosen.records(RecordKind.LIDAR).size());
    assertEquals(1, chosen.records(RecordKind.ACCELEROMETER).size());
    assertEquals(0, chosen.records(RecordKind.MAGNETIC).size());
    assertEquals(2, chosen.poses().size());
    assertEquals(
        List.of(
            "# kapture format: 1.1",
            "# timestamp, device_id, hPa",
            "# a word in between",
            "10,baro,1013.5"),
        chosen.otherRecords().get("records_pressure.txt").lines());

    Reconstruction reconstruction = Reconstruction.open(temp.resolve("early"));
    assertEquals(
        List.of("a/1.jpg"), reconstruction.features(FeatureKind.KEYPOINTS).get("sift").images());
    assertEquals(List.of(), reconstruction.matches().get("sift").pairs());
    assertEquals(2, reconstruction.points3d().orElseThrow().size());
    assertEquals(
        List.of(
            new Observations.Track(0, "sift", List.of(new Observations.Sighting("a/1.jpg", 0)))),
        reconstruction.observations().orElseThrow().tracks());
    KaptureValidator.validate(
        temp.resolve("early"), false, finding -> assertEquals("nothing", finding.toString()));
  }

  @Test
  void choosesBySensorAndByImage() {
    Kapture lidar =
        new KaptureSelection(
                KaptureSubset.ALL, Long.MIN_VALUE, Long.MAX_VALUE, Set.of("lid"), Set.of())
            .of(dataset.kapture());
    assertEquals(Set.of("lid"), lidar.sensors().keySet());
    assertEquals(Set.of("car"), lidar.rigs().keySet());
    assertEquals(0, lidar.cameraRecords().size());
    assertEquals(1, lidar.records(RecordKind.LIDAR).size());

    Kapture head =
        new KaptureSelection(
                KaptureSubset.ALL, Long.MIN_VALUE, Long.MAX_VALUE, Set.of("head"), Set.of())
            .of(dataset.kapture());
    assertEquals(Set.of("cam", "depth0"), head.sensors().keySet());
    assertEquals(Set.of("car", "head"), head.rigs().keySet());

    Kapture second =
        new KaptureSelection(
                KaptureSubset.ALL, Long.MIN_VALUE, Long.MAX_VALUE, Set.of(), Set.of("a/2.jpg"))
            .of(dataset.kapture());
    assertEquals(1, second.cameraRecords().size());
    assertEquals(0, second.records(RecordKind.DEPTH).size());
    assertEquals(List.of(20L), List.copyOf(second.trajectories().keySet()));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new KaptureSelection(KaptureSubset.ALL, 0, 1, Set.of("nobody"), Set.of())
                .of(dataset.kapture()));
  }

  @Test
  void tellsOfEachDifference() throws IOException {
    Path other = KaptureFixtures.rich(temp.resolve("other"));
    KaptureFixtures.text(
        other,
        "sensors/trajectories.txt",
        "20, car, , , , , 2.0000001, 0, 0",
        "10, car, 0.998245, -0.000889039, -0.0384732, -0.045019, 3.24777, -2.58119, -0.0457181");
    KaptureFixtures.text(
        other,
        "sensors/records_gnss.txt",
        "15, gps, 5.7931550, 45.21678300001, NaN, 514850400, 10");
    KaptureFixtures.floats(other, "reconstruction/global_features/gem/a/1.jpg.gfeat", 0, 1e-9f, 1);
    KaptureFixtures.bytes(other, "sensors/records_data/a/1.jpg", 1, 2, 4);
    KaptureFixtures.text(
        other, "reconstruction/observations.txt", "1, sift, a/2.jpg, 0", "0, sift, a/1.jpg, 1");
    KaptureDataset b = KaptureDataset.open(other, false);

    KaptureComparison.Result exact =
        KaptureComparison.compare(dataset, b, KaptureComparison.Options.EXACT);
    assertEquals(
        List.of(
            "pose of 'gps' at 15 is only in the first",
            "pose of 'car' at 20: , , , , 2.0, 0.0, 0.0 and , , , , 2.0000001, 0.0, 0.0",
            "file a/1.jpg differs",
            "gnss record of 'gps' at 15: 5.793155, 45.216783, nan, 514850400, 10.0 and 5.7931550,"
                + " 45.21678300001, NaN, 514850400, 10",
            "global_features gem: image 'a/1.jpg': row 0, column 1: 0.0 and 9.999999717180685E-10",
            "the observations of point 0 by sift differ"),
        exact.first());
    assertEquals(6, exact.count());

    KaptureComparison.Result near =
        KaptureComparison.compare(dataset, b, new KaptureComparison.Options(1e-6, 1e-6, false, 1));
    assertEquals(List.of("pose of 'gps' at 15 is only in the first"), near.first());
    assertEquals(2, near.count());
  }

  @Test
  void theOrderOfRowsIsNoDifference() throws IOException {
    Path other = KaptureFixtures.rich(temp.resolve("other"));
    KaptureFixtures.text(
        other, "sensors/records_pressure.txt", "10,baro,1013.5", "20,baro,  1013.25");
    KaptureDatasetTest.assertSame(dataset, KaptureDataset.open(other, false));
  }

  @Test
  void namesOfFilesMatterWhereFeaturesReferToThem() throws IOException {
    byte[] png = ImageEncoder.png(new Image(8, 6, 1, new byte[48]));
    byte[] header = "P5 8 6 255\n".getBytes(StandardCharsets.US_ASCII);
    byte[] pgm = Arrays.copyOf(header, header.length + 48);
    KaptureDataset a = withImage("a", "x.png", png);
    KaptureDataset b = withImage("b", "y/z.pgm", pgm);
    KaptureComparison.Result same =
        KaptureComparison.compare(a, b, KaptureComparison.Options.EXACT);
    assertEquals(List.of(), same.first());
    assertEquals(
        List.of(
            "1 files have other names; the first: x.png and y/z.pgm",
            "1 images have other bytes but the same pixels; the first: x.png"),
        same.notes());

    KaptureFixtures.text(
        temp.resolve("b"), "reconstruction/observations.txt", "0, sift, y/z.pgm, 0");
    KaptureComparison.Result named =
        KaptureComparison.compare(
            a, KaptureDataset.open(b.folder(), false), KaptureComparison.Options.EXACT);
    assertEquals("camera record of 'cam' at 5: x.png and y/z.pgm", named.first().get(0));

    pgm[pgm.length - 1] = 3;
    KaptureComparison.Result other =
        KaptureComparison.compare(a, withImage("c", "x.png", pgm), KaptureComparison.Options.EXACT);
    assertEquals(List.of("file x.png differs"), other.first());

    // A file that is not there is a difference among the others.
    Path missing = temp.resolve("c/sensors/records_data/x.png");
    Files.delete(missing);
    assertEquals(
        List.of("image " + missing + " of records_camera.txt is missing or not readable"),
        KaptureComparison.compare(
                a, KaptureDataset.open(temp.resolve("c"), false), KaptureComparison.Options.EXACT)
            .first());
  }

  @Test
  void featuresThatOnlyOneHasAreTold() throws IOException {
    Path a = KaptureFixtures.rich(temp.resolve("a"));
    Path b = KaptureFixtures.rich(temp.resolve("b"));
    KaptureFixtures.floats(a, "reconstruction/keypoints/sift/a/1.jpg.b.kpt", 1, 2);
    KaptureFixtures.floats(b, "reconstruction/keypoints/sift/a/10.jpg.kpt", 1, 2);
    Path matches = b.resolve("reconstruction/matches/sift");
    Files.move(matches.resolve("a/1.jpg.overlapping"), matches.resolve("a/0.jpg.overlapping"));
    assertEquals(
        List.of(
            "keypoints sift: image 'a/1.jpg.b' is only in the first",
            "keypoints sift: image 'a/10.jpg' is only in the second",
            "matches sift: pair 'a/0.jpg.overlapping/a/2.jpg' is only in the second",
            "matches sift: pair 'a/1.jpg.overlapping/a/2.jpg' is only in the first"),
        KaptureComparison.compare(
                KaptureDataset.open(a, false),
                KaptureDataset.open(b, false),
                KaptureComparison.Options.EXACT)
            .first());
  }

  @Test
  void filesThatTheFormatDoesNotKnowAreTold() throws IOException {
    KaptureDataset a = withImage("a", "x.png", new byte[] {1});
    KaptureDataset b = withImage("b", "y.png", new byte[] {2});
    for (String name : List.of("README", "sensors/notes.txt", "sensors/records_x.txt")) {
      KaptureFixtures.text(b.folder(), name, "1, cam, 2");
    }
    assertEquals(
        List.of(
            "'cam' of " + b.folder() + " becomes 'cam_2'",
            "left out of "
                + b.folder()
                + " what the format does not know: README, sensors/notes.txt"),
        KaptureMerge.write(
            List.of(a, KaptureDataset.open(b.folder(), false)),
            new KaptureMerge.Options(KaptureMerge.Ids.RENAME, false),
            temp.resolve("out"),
            false,
            ImageTransfer.COPY,
            Progress.NONE));
  }

  private KaptureDataset withImage(String name, String path, byte[] file) {
    Path folder = temp.resolve(name);
    try (KaptureWriter writer = KaptureWriter.create(folder, false)) {
      writer.image(path, file);
      writer.finish(
          Kapture.builder()
              .sensor(new Sensor("cam", "", "camera", List.of("UNKNOWN_CAMERA", "8", "6")))
              .record(new CameraRecord(5, "cam", path))
              .build());
    }
    return KaptureDataset.open(folder, false);
  }
}
