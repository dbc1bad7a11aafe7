package org.seqloc.core.kapture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.SharedData;

/** Whole datasets: NAVER's samples, and small ones written here as the format has them. */
class KaptureDatasetTest {

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kapture_samples/berlin/kapture",
        "kapture_samples/berlin/kapture_tar",
        "kapture_samples/maupertuis/kapture",
        "kapture_samples/m1x",
        "t265/ros_kapture",
        "t265/rigs_only_kapture",
        "virtual_gallery/mapping",
        "virtual_gallery/query"
      })
  void everySampleReadsWritesAndComparesEqual(String name) throws IOException {
    KaptureDataset source = KaptureDataset.open(SharedData.require("data/" + name), false);
    Path out = temp.resolve("out");
    source.write(out, false, ImageTransfer.HARD_LINK, Progress.NONE);
    assertSame(source, KaptureDataset.open(out, false));

    // The numbers are the same ones, not only near: quaternions are not normalized on the way.
    Trajectories before = source.kapture().poses();
    Trajectories after = KaptureReader.read(out).poses();
    for (int i = 0; i < before.size(); i++) {
      assertArrayEquals(before.columns(i), after.columns(i));
    }
    // What is written again is the same bytes.
    Path again = temp.resolve("again");
    KaptureDataset.open(out, false).write(again, false, ImageTransfer.COPY, Progress.NONE);
    assertEquals(List.of(), differingFiles(out, again));
  }

  private static List<Path> differingFiles(Path a, Path b) throws IOException {
    List<Path> differing = new ArrayList<>();
    try (var files = Files.walk(a)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path other = b.resolve(a.relativize(file));
        if (!Files.exists(other) || Files.mismatch(file, other) >= 0) {
          differing.add(file);
        }
      }
    }
    return differing;
  }

  @Test
  void featuresInAnArchiveAreThoseInFolders() {
    Path berlin = SharedData.require("data/kapture_samples/berlin");
    KaptureDataset plain = KaptureDataset.open(berlin.resolve("kapture"), false);
    KaptureDataset tar = KaptureDataset.open(berlin.resolve("kapture_tar"), false);
    // The sample's images were scaled down for one of the two; all else is the same.
    assertEquals(
        List.of(),
        KaptureComparison.compare(plain, tar, new KaptureComparison.Options(0, 0, false, 10))
            .first());

    FeatureSet inFolder =
        plain.reconstruction().features(FeatureKind.KEYPOINTS).get("HessianAffine");
    FeatureSet inTar = tar.reconstruction().features(FeatureKind.KEYPOINTS).get("HessianAffine");
    assertTrue(inTar.isTar() && !inFolder.isTar());
    assertEquals(List.of("01.jpg", "02.jpg", "03.jpg"), inTar.images());
    assertEquals(inFolder.read("02.jpg"), inTar.read("02.jpg"));
    assertEquals(FeatureConfig.keypoints("HessianAffine", DType.FLOAT32, 4), inTar.config());
    MatchSet matches = tar.reconstruction().matches().get("HessianAffine");
    assertEquals(29784 / 24, matches.rows(new ImagePair("01.jpg", "02.jpg")).orElseThrow());
  }

  @Test
  void readsTheReconstructionOfMaupertuis() {
    Reconstruction maupertuis =
        Reconstruction.open(SharedData.require("data/kapture_samples/maupertuis/kapture"));
    // The counts are those of wc and ls; the values were read off the files with od.
    Points3d points = maupertuis.points3d().orElseThrow();
    assertEquals(1039, points.size());
    assertArrayEquals(new double[] {-2.39675, 4.62278, 13.2759, 57, 57, 49}, points.row(0));
    Observations observations = maupertuis.observations().orElseThrow();
    assertEquals(1039, observations.tracks().size());
    assertEquals(
        new Observations.Track(
            1,
            "SIFT",
            List.of(
                new Observations.Sighting("01.jpg", 4557),
                new Observations.Sighting("02.jpg", 4128),
                new Observations.Sighting("00.jpg", 4970))),
        observations.tracks().get(1));
    FeatureSet descriptors = maupertuis.features(FeatureKind.DESCRIPTORS).get("SIFT");
    assertEquals(6424, descriptors.rows("00.jpg").orElseThrow());
    assertEquals(6, maupertuis.matches().get("SIFT").pairs().size());
  }

  @Test
  void theVirtualGallerysFeaturesLieBehindLinks() throws IOException {
    // The layout that kapture-localization recommends: one folder of features for all datasets.
    Path gallery = SharedData.require("data/virtual_gallery");
    Path dataset = Files.createDirectories(temp.resolve("linked"));
    Files.createSymbolicLink(dataset.resolve("sensors"), gallery.resolve("mapping/sensors"));
    for (String kind : List.of("keypoints", "descriptors")) {
      Path types = Files.createDirectories(dataset.resolve("reconstruction").resolve(kind));
      Files.createSymbolicLink(
          types.resolve("r2d2_500"), gallery.resolve("local_features/r2d2_500").resolve(kind));
    }
    Reconstruction reconstruction = Reconstruction.open(dataset);
    FeatureSet keypoints = reconstruction.features(FeatureKind.KEYPOINTS).get("r2d2_500");
    assertEquals(16, keypoints.images().size());
    assertEquals(500, keypoints.rows(keypoints.images().get(0)).orElseThrow());
    assertEquals("r2d2", keypoints.config().name());
  }

  @Test
  void upgradesVersion10() throws IOException {
    Path old = KaptureFixtures.version10(temp.resolve("old"));
    KaptureDataset dataset = KaptureDataset.open(old, false);
    Reconstruction reconstruction = dataset.reconstruction();
    assertEquals(
        FeatureConfig.keypoints("sift", DType.FLOAT32, 2),
        reconstruction.features(FeatureKind.KEYPOINTS).get("sift").config());
    assertEquals(
        FeatureConfig.descriptors("sift_desc", DType.UINT8, 4, "sift", "L2"),
        reconstruction.features(FeatureKind.DESCRIPTORS).get("sift_desc").config());
    assertEquals(
        new FeatureConfig(FeatureKind.GLOBAL_FEATURES, "gem", "gem", DType.FLOAT32, 3, "", "L2"),
        reconstruction.features(FeatureKind.GLOBAL_FEATURES).get("gem").config());
    assertEquals(
        List.of(new ImagePair("a/1.jpg", "a/2.jpg")), reconstruction.matches().get("sift").pairs());
    assertEquals(
        List.of(
            new Observations.Track(
                0,
                "sift",
                List.of(
                    new Observations.Sighting("a/1.jpg", 0),
                    new Observations.Sighting("a/2.jpg", 1)))),
        reconstruction.observations().orElseThrow().tracks());

    Path out = temp.resolve("new");
    dataset.write(out, false, ImageTransfer.COPY, Progress.NONE);
    assertEquals(
        "# kapture format: 1.1", Files.readAllLines(out.resolve("sensors/sensors.txt")).get(0));
    assertTrue(Files.exists(out.resolve("reconstruction/descriptors/sift_desc/a/1.jpg.desc")));
    assertSame(dataset, KaptureDataset.open(out, false));
  }

  @Test
  void keepsAllKindsOfRecords() throws IOException {
    Path rich = KaptureFixtures.rich(temp.resolve("rich"));
    KaptureDataset dataset = KaptureDataset.open(rich, false);
    Kapture kapture = dataset.kapture();
    for (RecordKind kind : RecordKind.values()) {
      assertTrue(kapture.records(kind).size() > 0, kind.label());
    }
    RecordTable gnss = kapture.records(RecordKind.GNSS);
    assertEquals(5.793155, gnss.number(0, 0));
    assertTrue(Double.isNaN(gnss.number(0, 2)));
    RecordTable wifi = kapture.records(RecordKind.WIFI);
    assertEquals(2, wifi.size());
    assertEquals("@HYUNDAI-WiFi", wifi.value(1, 3));
    assertEquals(-49.0, wifi.number(1, 2));
    assertEquals(List.of("records_pressure.txt"), List.copyOf(kapture.otherRecords().keySet()));

    Path out = temp.resolve("out");
    dataset.write(out, false, ImageTransfer.COPY, Progress.NONE);
    assertSame(dataset, KaptureDataset.open(out, false));
    assertEquals(
        Files.readString(rich.resolve("sensors/records_pressure.txt")),
        Files.readString(out.resolve("sensors/records_pressure.txt")));
    assertEquals(
        "5, acc, 0.1, -9.81, 1e-3",
        Files.readAllLines(out.resolve("sensors/records_accelerometer.txt")).get(2));
  }

  @Test
  void writesADatasetWhoseImagesAreElsewhere() throws IOException {
    Path rich = KaptureFixtures.rich(temp.resolve("rich"));
    Files.delete(rich.resolve("sensors/records_data/a/1.jpg"));
    KaptureDataset dataset = KaptureDataset.open(rich, false);
    Path out = temp.resolve("out");
    assertThrows(
        SeqlocException.class, () -> dataset.write(out, false, ImageTransfer.COPY, Progress.NONE));
    dataset.write(out, false, ImageTransfer.NONE, Progress.NONE);
    assertEquals(
        List.of(),
        KaptureComparison.compare(
                dataset,
                KaptureDataset.open(out, false),
                new KaptureComparison.Options(0, 0, false, 10))
            .first());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "__import__('os').system('x') | 3 | line 2: the dtype '__import__('os').system('x')' is none"
            + " that is read: float32, float64, uint8, ...",
        "float32 | 0 | line 2: the dsize 0 is not between 1 and 1048576",
        "float32 | -3 | line 2: the dsize -1 is not between 1 and 1048576",
        "float32 | 99999999999999 | line 2: the dsize 2147483647 is not between 1 and 1048576",
        "float32 | 2.0 | line 2: the dsize is not a whole number of 64 bits: '2.0'"
      })
  void takesNoFeatureTableAtItsWord(String dtype, String dsize, String message) throws IOException {
    Path rich = KaptureFixtures.rich(temp.resolve("rich"));
    Path table = rich.resolve("reconstruction/keypoints/sift/keypoints.txt");
    Files.writeString(table, "# kapture format: 1.1\nsift, " + dtype + ", " + dsize + "\n");
    assertEquals(
        table + ", " + message,
        assertThrows(SeqlocException.class, () -> KaptureDataset.open(rich, false)).getMessage());
  }

  @Test
  void checksTheSizeOfFeatureFiles() throws IOException {
    Path rich = KaptureFixtures.rich(temp.resolve("rich"));
    Path file = rich.resolve("reconstruction/keypoints/sift/a/1.jpg.kpt");
    Files.write(file, new byte[13]);
    FeatureSet set = Reconstruction.open(rich).features(FeatureKind.KEYPOINTS).get("sift");
    assertEquals(
        file + " has 13 bytes, no whole number of rows of 2 float32: extract it again",
        assertThrows(SeqlocException.class, () -> set.read("a/1.jpg")).getMessage());
    assertTrue(set.read("a/9.jpg").isEmpty());
    assertTrue(set.read("../../../../sensors/sensors.txt").isEmpty());
  }

  @Test
  void featureFilesDoNotLinkOut() throws IOException {
    Path rich = KaptureFixtures.rich(temp.resolve("rich"));
    Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
    Path secret = Files.write(elsewhere.resolve("secret.jpg.kpt"), new byte[8]);
    Path folder = rich.resolve("reconstruction/keypoints/sift");
    Files.createSymbolicLink(folder.resolve("b.jpg.kpt"), secret);
    Files.createSymbolicLink(folder.resolve("out"), elsewhere);
    FeatureSet set = Reconstruction.open(rich).features(FeatureKind.KEYPOINTS).get("sift");
    assertEquals(List.of("a/1.jpg", "a/2.jpg"), set.images());
    assertTrue(set.read("b.jpg").isEmpty());
    assertTrue(set.read("out/secret.jpg").isEmpty());
    assertEquals(
        List.of(
            folder
                + ": 2 links that lead out or to folders are left out: copy what they lead to, or"
                + " --follow-links"),
        Reconstruction.open(rich).remarks());
    Reconstruction trusted = KaptureDataset.open(rich, true).reconstruction();
    FeatureSet all = trusted.features(FeatureKind.KEYPOINTS).get("sift");
    assertTrue(all.images().containsAll(List.of("a/1.jpg", "b.jpg", "out/secret.jpg")));
    assertEquals(1, all.rows("out/secret.jpg").getAsInt());
    Files.delete(folder.resolve("out"));
    assertEquals(List.of(), KaptureDataset.open(rich, true).reconstruction().remarks());
  }

  @Test
  void archivesDoNotLinkOutAndTellOfFilesBesideThem() throws IOException {
    Path rich = KaptureFixtures.rich(temp.resolve("rich"));
    Path elsewhere = temp.resolve("elsewhere.tar");
    try (TarSink sink = new TarSink(elsewhere)) {
      sink.add("secret.jpg.kpt", new byte[8]);
    }
    Path folder = rich.resolve("reconstruction/keypoints/sift");
    Path archive = Files.createSymbolicLink(folder.resolve("keypoints.tar"), elsewhere);
    Reconstruction apart = Reconstruction.open(rich);
    assertEquals(
        List.of("a/1.jpg", "a/2.jpg"), apart.features(FeatureKind.KEYPOINTS).get("sift").images());
    assertEquals(
        List.of(
            folder
                + ": 1 links that lead out or to folders are left out: copy what they lead to, or"
                + " --follow-links"),
        apart.remarks());
    Reconstruction trusted = KaptureDataset.open(rich, true).reconstruction();
    assertEquals(
        List.of("secret.jpg"), trusted.features(FeatureKind.KEYPOINTS).get("sift").images());
    assertEquals(
        List.of(archive + ": there are files beside the archive, which are not read"),
        trusted.remarks());
  }

  @Test
  void whatMayNotBeReadIsNotMissing() throws IOException {
    Path rich = KaptureFixtures.rich(temp.resolve("rich"));
    FeatureSet set = Reconstruction.open(rich).features(FeatureKind.KEYPOINTS).get("sift");
    assertTrue(set.bytes("a/1.jpg.kpt/b").isEmpty(), "below a file");
    assertTrue(set.bytes("x".repeat(300)).isEmpty(), "longer than any");
    Assumptions.assumeFalse(
        System.getProperty("user.name").equals("root"), "root reads what nobody may");
    Path folder = rich.resolve("reconstruction/keypoints/sift/a");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("---------"));
    try {
      assertThrows(SeqlocException.class, () -> set.bytes("a/1.jpg"));
    } finally {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void doesNotReadTheObservationsToKnowThatThereAreSome() throws IOException {
    Path plain = temp.resolve("plain");
    KaptureFixtures.text(plain, "sensors/sensors.txt", "# kapture format: 1.1");
    assertFalse(Reconstruction.open(plain).namesImages());
    KaptureFixtures.text(plain, "reconstruction/observations.txt", "this is no observation");
    assertTrue(Reconstruction.open(plain).namesImages());
  }

  @Test
  void leavesThePreviousDatasetWhenItCannotWrite() throws IOException {
    Path rich = KaptureFixtures.rich(temp.resolve("rich"));
    Path parent = Files.createDirectories(temp.resolve("outputs"));
    Path out = parent.resolve("out");
    KaptureDataset dataset = KaptureDataset.open(rich, false);
    dataset.write(out, false, ImageTransfer.COPY, Progress.NONE);
    // A feature file that does not fit is met late, when most is written.
    Files.write(rich.resolve("reconstruction/global_features/gem/a/2.jpg.gfeat"), new byte[5]);
    assertThrows(
        SeqlocException.class, () -> dataset.write(out, true, ImageTransfer.COPY, Progress.NONE));
    try (var left = Files.list(parent)) {
      assertEquals(List.of(out), left.toList());
    }
    assertEquals(1, KaptureDataset.open(out, false).reconstruction().matches().size());

    Assumptions.assumeFalse(
        System.getProperty("user.name").equals("root"), "root writes where nobody may");
    Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      assertThrows(
          SeqlocException.class,
          () ->
              KaptureDataset.open(out, false).write(out, true, ImageTransfer.COPY, Progress.NONE));
      assertEquals(1, KaptureDataset.open(out, false).reconstruction().matches().size());
    } finally {
      Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  static void assertSame(KaptureDataset expected, KaptureDataset actual) {
    KaptureComparison.Result result =
        KaptureComparison.compare(expected, actual, KaptureComparison.Options.EXACT);
    assertEquals(List.of(), result.first());
    assertTrue(result.isEqual());
  }
}
