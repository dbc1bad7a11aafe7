package org.seqloc.core.kapture.exchange;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.core.NpyFixtures;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.kapture.FeatureArray;
import org.seqloc.core.kapture.FeatureConfig;
import org.seqloc.core.kapture.FeatureKind;
import org.seqloc.core.kapture.FeatureSet;
import org.seqloc.core.kapture.ImagePair;
import org.seqloc.core.kapture.ImageTransfer;
import org.seqloc.core.kapture.KaptureDataset;
import org.seqloc.core.kapture.MatchSet;
import org.seqloc.core.kapture.Observations;

/** A project of three images of 8 by 6 pixels, two of which see a point. */
class OpenSfmFeaturesTest {

  private static final byte[] VERSION =
      NpyFixtures.npy(1, NpyFixtures.header("<i8", false, ""), new byte[] {1, 0, 0, 0, 0, 0, 0, 0});

  /** x, y, size, angle. */
  private static final byte[] POINTS =
      NpyFixtures.floats(4, 0.25f, -0.125f, 0.5f, 30, -0.0625f, 0, 0.25f, -90);

  private static final byte[] DESCRIPTORS =
      NpyFixtures.bytes(3, (byte) 1, (byte) 2, (byte) 255, (byte) 4, (byte) 5, (byte) 6);

  @TempDir Path temp;

  @BeforeEach
  void project() throws IOException {
    Files.writeString(
        temp.resolve("reconstruction.json"),
        """
        [{"cameras": {"c": {"projection_type": "perspective", "width": 8, "height": 6, "focal": 1}},
          "shots": {
            "b/1.png": {"camera": "c", "rotation": [0, 0, 0], "translation": [0, 0, 0]},
            "a.png": {"camera": "c", "rotation": [0, 0, 0], "translation": [0, 0, 0]},
            "z.png": {"camera": "c", "rotation": [0, 0, 0], "translation": [0, 0, 0]}},
          "points": {"7": {"coordinates": [1, 2, 3], "color": [4, 5, 6]}}}]
        """);
    tracks(1, 0);
    features("a.png", POINTS, DESCRIPTORS);
    features("b/1.png", POINTS, DESCRIPTORS);
    features("z.png", POINTS, DESCRIPTORS);
  }

  private void tracks(int rowInA, int rowInB) throws IOException {
    Files.writeString(
        temp.resolve("tracks.csv"),
        String.format(
            """
            OPENSFM_TRACKS_VERSION_v1
            a.png\t7\t%d\t-0.0625\t0\t0.1\t1\t2\t3
            b/1.png\t7\t%d\t0.25\t-0.125\t0.1\t1\t2\t3
            z.png\tunused\t99\t0.25\t-0.125\t0.1\t1\t2\t3
            """,
            rowInA, rowInB));
  }

  private Path features(String image, byte[] points, byte[] descriptors) throws IOException {
    return NpyFixtures.npz(
        temp.resolve("features").resolve(image + ".features.npz"),
        Map.of("points", points, "descriptors", descriptors, "OPENSFM_FEATURES_VERSION", VERSION));
  }

  /** Writes a dictionary of pairs of rows, as Python 3.8 writes those of NumPy. */
  private Path matches(String image, Map<String, byte[]> pairs) throws IOException {
    StringBuilder pickle = new StringBuilder("\u0080\4}(");
    pairs.forEach(
        (other, rows) ->
            pickle
                .append("\u008c")
                .append((char) other.length())
                .append(other)
                .append(
                    "cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\u0085C\1b\u0087R")
                .append("(K\1K")
                .append((char) (rows.length / 2))
                .append("K\2\u0086cnumpy\ndtype\nX\2\0\0\0i1\u0089\u0088\u0087R")
                .append("(K\3X\1\0\0\0|NNNJ\377\377\377\377J\377\377\377\377K\0tb\u0089C")
                .append((char) rows.length)
                .append(new String(rows, ISO_8859_1))
                .append("tb"));
    return pickled(image, pickle.append("u.").toString());
  }

  private Path pickled(String image, String pickle) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(pickle.getBytes(ISO_8859_1));
    }
    Path file = temp.resolve("matches").resolve(image + "_matches.pkl.gz");
    Files.createDirectories(file.getParent());
    return Files.write(file, out.toByteArray());
  }

  private List<String> report = List.of();

  private KaptureDataset imported() {
    ImportedDataset dataset = OpenSfmImporter.read(temp);
    dataset.write(temp.resolve("k"), true, ImageTransfer.NONE, Progress.NONE);
    report = dataset.report().subList(1, dataset.report().size());
    return KaptureDataset.open(temp.resolve("k"), false);
  }

  private void assertFails(String message) {
    assertEquals(message, assertThrows(SeqlocException.class, this::imported).getMessage());
    assertFalse(Files.exists(temp.resolve("k")));
  }

  private static FeatureSet features(KaptureDataset dataset, FeatureKind kind, String type) {
    return dataset.reconstruction().features(kind).get(type);
  }

  @Test
  void featuresAreInPixelsAndMatchesHaveAScore() throws IOException {
    matches("b/1.png", Map.of("a.png", new byte[] {0, 1, 1, 0}));
    matches("a.png", Map.of("z.png", new byte[] {1, 1}));
    KaptureDataset dataset = imported();
    assertEquals(List.of("keypoints 'HessianAffine' and descriptors 'HOG' of 3 images"), report);
    FeatureSet keypoints = features(dataset, FeatureKind.KEYPOINTS, "HessianAffine");
    assertEquals(
        FeatureArray.ofFloats(4, new float[] {5.5f, 1.5f, 4, 30, 3, 2.5f, 2, -90}),
        keypoints.read("a.png").orElseThrow());
    FeatureSet descriptors = features(dataset, FeatureKind.DESCRIPTORS, "HOG");
    assertEquals(
        FeatureArray.ofUnsignedBytes(3, new byte[] {1, 2, -1, 4, 5, 6}),
        descriptors.read("b/1.png").orElseThrow());
    FeatureConfig config = descriptors.config();
    assertEquals("HessianAffine", config.keypointsType());
    assertEquals("L2", config.metricType());
    MatchSet matches = dataset.reconstruction().matches().get("HessianAffine");
    assertEquals(
        FeatureArray.ofDoubles(3, new double[] {1, 0, 1, 0, 1, 1}),
        matches.read(new ImagePair("a.png", "b/1.png")).orElseThrow());
    assertEquals(
        FeatureArray.ofDoubles(3, new double[] {1, 1, 1}),
        matches.read(new ImagePair("a.png", "z.png")).orElseThrow());
    assertEquals(
        List.of(
            new Observations.Track(
                0,
                "HessianAffine",
                List.of(
                    new Observations.Sighting("a.png", 1),
                    new Observations.Sighting("b/1.png", 0)))),
        dataset.reconstruction().observations().orElseThrow().tracks());
  }

  @Test
  void configTellsWhatTheyAre() throws IOException {
    Path config = temp.resolve("config.yaml");
    Files.writeString(config, "processes: 8 # cores\nfeature_type: ORB\n");
    FeatureConfig orb = features(imported(), FeatureKind.DESCRIPTORS, "orb").config();
    assertEquals("orb", orb.keypointsType());
    assertEquals("Hamming", orb.metricType());
    Files.writeString(config, "feature_type: sift");
    assertEquals("L2", features(imported(), FeatureKind.DESCRIPTORS, "sift").config().metricType());
    Files.writeString(config, "processes: 8");
    assertTrue(imported().reconstruction().features(FeatureKind.DESCRIPTORS).containsKey("HOG"));
    Files.writeString(config, "feature_type: ../../x");
    assertEquals(
        config + ", feature_type: expected HAHOG, SIFT, SURF, AKAZE, ORB or another name",
        assertThrows(SeqlocException.class, this::imported).getMessage());
  }

  /** And sizes of files without a version are not known to be parts of the image. */
  @Test
  void doublesStayDoubles() throws IOException {
    for (String image : List.of("a.png", "b/1.png", "z.png")) {
      NpyFixtures.npz(
          temp.resolve("features").resolve(image + ".features.npz"),
          Map.of(
              "points",
              NpyFixtures.npy(
                  2,
                  NpyFixtures.header(">f8", true, "2, 3"),
                  // 0.25 0.5, 0 -0.25, 16 32: columns one after the other
                  hex(
                      "3fd00000000000003fe0000000000000"
                          + "0000000000000000bfd0000000000000"
                          + "40300000000000004040000000000000")),
              "descriptors",
              NpyFixtures.floats(1, 0.5f, -1)));
    }
    KaptureDataset dataset = imported();
    assertEquals(
        FeatureArray.ofDoubles(3, new double[] {5.5, 2.5, 16, 7.5, 0.5, 32}),
        features(dataset, FeatureKind.KEYPOINTS, "HessianAffine").read("z.png").orElseThrow());
    assertEquals(
        FeatureArray.ofFloats(1, new float[] {0.5f, -1}),
        features(dataset, FeatureKind.DESCRIPTORS, "HOG").read("z.png").orElseThrow());
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  @Test
  void whatIsLeftOutIsTold() throws IOException {
    Files.delete(temp.resolve("features/z.png.features.npz"));
    features("other.png", POINTS, DESCRIPTORS);
    matches("b/1.png", Map.of("a.png", new byte[] {0, 1}));
    matches("a.png", Map.of("b/1.png", new byte[] {1, 1}, "z.png", new byte[] {0, 0}));
    matches("other.png", Map.of("a.png", new byte[] {0, 0}));
    KaptureDataset dataset = imported();
    assertEquals(
        List.of(
            "keypoints 'HessianAffine' and descriptors 'HOG' of 2 images",
            "the features of 1 images that are not reconstructed are left out",
            "the matches of 1 images without features are left out",
            "the matches of 1 pairs with an image without features are left out",
            "1 pairs of images are matched from both sides: the first is taken"),
        report);
    assertEquals(
        FeatureArray.ofDoubles(3, new double[] {1, 1, 1}),
        dataset
            .reconstruction()
            .matches()
            .get("HessianAffine")
            .read(new ImagePair("a.png", "b/1.png"))
            .orElseThrow());
    pickled("a.png", "\u0080\2}(X\7\0\0\0b/1.pngNX\5\0\0\0a.png]u.");
    imported();
    assertTrue(
        report.contains("2 pairs of images without matches are left out"), report.toString());
    Files.delete(temp.resolve("features/a.png.features.npz"));
    assertEquals(
        "opensfm",
        imported().reconstruction().observations().orElseThrow().tracks().get(0).keypointsType());
    assertEquals(
        List.of(
            "the features of "
                + temp.resolve("features")
                + " are left out: tracks see image 'a.png', whose a.png.features.npz is missing",
            "the matches of " + temp.resolve("matches") + " are left out: they are of features"),
        report);
  }

  @Test
  void anImageMayHaveNoFeatures() throws IOException {
    features(
        "z.png",
        NpyFixtures.floats(4),
        NpyFixtures.npy(1, NpyFixtures.header("<f8", false, "0,"), new byte[0]));
    KaptureDataset dataset = imported();
    assertEquals(
        0,
        features(dataset, FeatureKind.KEYPOINTS, "HessianAffine")
            .read("z.png")
            .orElseThrow()
            .rows());
    assertEquals(
        0, features(dataset, FeatureKind.DESCRIPTORS, "HOG").read("z.png").orElseThrow().rows());
  }

  @Test
  void rowsThatAreNotThereAreRefused() throws IOException {
    tracks(2, 0);
    assertFails(
        temp.resolve("tracks.csv")
            + ": track 7 sees feature 2 of image 'a.png', which has 2: they do not belong together");
    tracks(0, -1);
    assertFails(
        temp.resolve("tracks.csv")
            + ": track 7 sees feature -1 of image 'b/1.png', which has 2: they do not belong"
            + " together");
    tracks(1, 0);
    for (byte[] rows : List.of(new byte[] {0, 0, 1, 2}, new byte[] {0, 0, -1, 2})) {
      Path file = matches("a.png", Map.of("z.png", rows));
      assertFails(
          file
              + ": feature "
              + rows[2]
              + " is matched with 2 of 'z.png', but there are 2 and 2: they do not belong together");
    }
  }

  @Test
  void filesThatDoNotFitAreRefused() throws IOException {
    Path file = temp.resolve("features/z.png.features.npz");
    features("z.png", NpyFixtures.floats(4, 1, 2, 3, 4), DESCRIPTORS);
    assertFails(file + ": not as many descriptors as points, which are 1");
    features("z.png", NpyFixtures.floats(2, 1, 2, 3, 4), DESCRIPTORS);
    assertFails(
        file + ", array 'points': rows of 2 float32, but of 4 float32 in the images before");
    features("z.png", DESCRIPTORS, DESCRIPTORS);
    assertFails(
        file
            + ", array 'points': shape [2, 3] of uint8, expected rows and columns of float32 or"
            + " float64");
    NpyFixtures.npz(file, Map.of("points", POINTS));
    assertFails(file + " has no array 'descriptors'");
    features("z.png", POINTS, Arrays.copyOf(DESCRIPTORS, DESCRIPTORS.length - 1));
    assertFails(
        file + ", array 'descriptors': cut off: 5 of 6 bytes are there: write the file again");
    // Objects of Python would have to be unpickled, which may run anything.
    features(
        "z.png",
        NpyFixtures.npy(1, NpyFixtures.header("|O", false, "2, 4"), new byte[8]),
        DESCRIPTORS);
    assertTrue(
        assertThrows(SeqlocException.class, this::imported)
            .getMessage()
            .startsWith(file + ", array 'points': not an array of plain numbers: "));
    features("z.png", POINTS, DESCRIPTORS);
    Path matches = pickled("a.png", "\u0080\2}X\5\0\0\0z.png]K\5as.");
    assertFails(
        matches + ": the matches with 'z.png' are not rows of two whole numbers, 4194304 at most");
    matches("a.png", Map.of("a.png", new byte[] {0, 0}));
    assertFails(matches + ": image 'a.png' is matched with itself");
    pickled("a.png", "\u0080\2cposix\nsystem\nX\4\0\0\0true\u0085R.");
    assertFails(
        matches
            + ", byte 16 unpacked: it would run 'posix.system', which no data needs: do not trust"
            + " this file");
  }
}
