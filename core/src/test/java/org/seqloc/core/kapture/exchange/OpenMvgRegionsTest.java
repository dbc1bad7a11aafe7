package org.seqloc.core.kapture.exchange;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.kapture.DType;
import org.seqloc.core.kapture.FeatureArray;
import org.seqloc.core.kapture.FeatureConfig;
import org.seqloc.core.kapture.FeatureKind;
import org.seqloc.core.kapture.ImagePair;
import org.seqloc.core.kapture.ImageTransfer;
import org.seqloc.core.kapture.KaptureDataset;
import org.seqloc.core.kapture.Observations;
import org.seqloc.core.kapture.Reconstruction;

/**
 * OpenMVG's features and matches, of files written here byte by byte: b.png is view 3 with three
 * features, a.png is view 7 with two, sub/c.png is view 9 with none. Point 31 is seen by feature 2
 * of b.png and feature 0 of a.png, those before and behind it by features 0 and 1 of b.png.
 */
class OpenMvgRegionsTest {

  private static final ImagePair PAIR = new ImagePair("images/a.png", "images/b.png");

  /** Of views 3 and 7: features 2 and 0, 0 and 1. */
  private static final String MATCHES = "3 7\n2\n2 0\n0 1\n";

  @TempDir Path temp;
  private Path file;
  private Path matches;

  @BeforeEach
  void project() throws IOException {
    file = Files.createDirectories(temp.resolve("reconstruction")).resolve("sfm_data.json");
    matches = Files.createDirectories(temp.resolve("matches"));
    structure("2", "0");
    describer("SIFT_Regions", "SIFT_Image_describer");
    Files.writeString(matches.resolve("b.feat"), "1 2 3 4\n100.5 20.25 2 -1\n639 479 1.5 6.28\n");
    Files.writeString(matches.resolve("a.feat"), "5 6 7 8\n9 10 11 12\n");
    descriptors("b", 3, new byte[3 * 128]);
    byte[] rows = new byte[2 * 128];
    rows[0] = (byte) 200;
    rows[255] = 17;
    descriptors("a", 2, rows);
    text("matches.f.txt", MATCHES);
  }

  private void structure(String featureOfB, String featureOfA) throws IOException {
    Files.writeString(
        file,
        "{\"sfm_data_version\": \"0.3\", \"root_path\": \"../images\", \"views\": ["
            + String.join(", ", view(3, "", "b.png"), view(7, "", "a.png"), view(9, "sub", "c.png"))
            + "], \"intrinsics\": [{\"key\": 0, \"value\": {\"polymorphic_id\": 2147483649,"
            + " \"polymorphic_name\": \"pinhole\", \"ptr_wrapper\": {\"id\": 1, \"data\":"
            + " {\"width\": 640, \"height\": 480, \"focal_length\": 500, \"principal_point\":"
            + " [320, 240]}}}}], \"extrinsics\": [], \"structure\": ["
            + point(32, observation(3, "1", "100.5, 20.25"))
            + ", "
            + point(
                31,
                observation(3, featureOfB, "639, 479") + ", " + observation(7, featureOfA, "5, 6"))
            + ", "
            + point(30, observation(3, "0", "1, 2"))
            + "]}");
  }

  private static String point(int key, String observations) {
    return String.format(
        "{\"key\": %d, \"value\": {\"X\": [%d, 2, 3], \"observations\": [%s]}}",
        key, key, observations);
  }

  private static String view(int id, String folder, String name) {
    return String.format(
        "{\"key\": %d, \"value\": {\"ptr_wrapper\": {\"data\": {\"local_path\": \"%s\","
            + " \"filename\": \"%s\", \"id_view\": %d, \"id_intrinsic\": 0, \"id_pose\": %d}}}}",
        id, folder, name, id, id);
  }

  private static String observation(int view, String feature, String xy) {
    return String.format(
        "{\"key\": %d, \"value\": {\"id_feat\": %s, \"x\": [%s]}}", view, feature, xy);
  }

  private void describer(String regions, String describer) throws IOException {
    text(
        "image_describer.json",
        String.format(
            "{\"image_describer\": {\"polymorphic_id\": 2147483649, \"polymorphic_name\": \"%s\"},"
                + " \"regions_type\": {\"polymorphic_id\": 2147483650, \"polymorphic_name\":"
                + " \"%s\"}}",
            describer, regions));
  }

  private void text(String name, String content) throws IOException {
    Files.writeString(matches.resolve(name), content);
  }

  private void descriptors(String stem, long count, byte[] rows) throws IOException {
    Files.write(
        matches.resolve(stem + ".desc"),
        ByteBuffer.allocate(8 + rows.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(count)
            .put(rows)
            .array());
  }

  /** An archive of cereal's of one pair with the given count of matches. */
  private static byte[] archive(long pairs, int first, int second, long count, int... features) {
    ByteBuffer bytes =
        ByteBuffer.allocate(25 + 4 * features.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) 1)
            .putLong(pairs)
            .putInt(first)
            .putInt(second)
            .putLong(count);
    Arrays.stream(features).forEach(bytes::putInt);
    return bytes.array();
  }

  private ImportedDataset read() {
    return OpenMvgImporter.read(file, Optional.empty());
  }

  private KaptureDataset written() {
    Path target = temp.resolve("k");
    read().write(target, true, ImageTransfer.NONE, Progress.NONE);
    return KaptureDataset.open(target, false);
  }

  private Reconstruction reconstruction() {
    return written().reconstruction();
  }

  /** What is wrong, told in one line; nothing is left of the kapture. */
  private String fault() {
    String message = assertThrows(SeqlocException.class, this::written).getMessage();
    assertFalse(message.contains("\n"), message);
    assertTrue(Files.notExists(temp.resolve("k")));
    return message.replace(temp.toString(), "");
  }

  private static FeatureArray features(Reconstruction r, FeatureKind kind, String type, String of) {
    return r.features(kind).get(type).read(of).orElseThrow();
  }

  private static Observations.Sighting inB(int keypoint) {
    return new Observations.Sighting("images/b.png", keypoint);
  }

  @Test
  void featuresComeAsByKapturesOwnConverter() {
    Reconstruction r = reconstruction();
    assertEquals(
        new FeatureConfig(FeatureKind.KEYPOINTS, "SIFT_Regions", "SIFT", DType.FLOAT, 4, "", ""),
        r.features(FeatureKind.KEYPOINTS).get("SIFT_Regions").config());
    assertEquals(
        new FeatureConfig(
            FeatureKind.DESCRIPTORS,
            "SIFT_Image_describer",
            "SIFT",
            DType.UINT8,
            128,
            "SIFT_Regions",
            "L2"),
        r.features(FeatureKind.DESCRIPTORS).get("SIFT_Image_describer").config());
    assertEquals(List.of("SIFT_Regions"), List.copyOf(r.features(FeatureKind.KEYPOINTS).keySet()));
    assertEquals(
        FeatureArray.ofDoubles(
            4, new double[] {1, 2, 3, 4, 100.5, 20.25, 2, -1, 639, 479, 1.5, 6.28}),
        features(r, FeatureKind.KEYPOINTS, "SIFT_Regions", "images/b.png"));
    FeatureArray a = features(r, FeatureKind.DESCRIPTORS, "SIFT_Image_describer", "images/a.png");
    assertEquals(2, a.rows());
    assertEquals(200, a.get(0, 0));
    assertEquals(17, a.get(1, 127));
    Observations.Sighting inA = new Observations.Sighting("images/a.png", 0);
    assertEquals(
        List.of(
            new Observations.Track(0, "SIFT_Regions", List.of(inB(0))),
            new Observations.Track(1, "SIFT_Regions", List.of(inB(2), inA)),
            new Observations.Track(2, "SIFT_Regions", List.of(inB(1)))),
        List.copyOf(r.observations().orElseThrow().tracks()));
    assertEquals(31, r.points3d().orElseThrow().row(1)[0]);
    assertEquals(
        List.of(
            "1 images have no features: no .feat file in " + matches,
            "matches of 1 pairs of images are from " + matches.resolve("matches.f.txt")),
        read().notes());
  }

  @Test
  void matchesAreTurnedWithTheirImages() throws IOException {
    FeatureArray turned = FeatureArray.ofDoubles(3, new double[] {0, 2, 1, 1, 0, 1});
    assertEquals(turned, reconstruction().matches().get("SIFT_Regions").read(PAIR).orElseThrow());
    text("matches.f.txt", "7 3\n2\n0 2\n1 0\n");
    assertEquals(turned, reconstruction().matches().get("SIFT_Regions").read(PAIR).orElseThrow());
  }

  @Test
  void binaryMatchesAreThoseOfTheText() throws IOException {
    FeatureArray text = reconstruction().matches().get("SIFT_Regions").read(PAIR).orElseThrow();
    Files.delete(matches.resolve("matches.f.txt"));
    Files.write(matches.resolve("matches.f.bin"), archive(1, 3, 7, 2, 2, 0, 0, 1));
    assertEquals(text, reconstruction().matches().get("SIFT_Regions").read(PAIR).orElseThrow());
  }

  @Test
  void matchesThatAgreeWithTheGeometryAreTakenFirst() throws IOException {
    String[] names = {
      "matches.putative.txt", "matches.putative.bin", "matches.h.txt", "matches.e.bin"
    };
    Files.delete(matches.resolve("matches.f.txt"));
    assertTrue(reconstruction().matches().isEmpty());
    for (String name : names) {
      Files.write(
          matches.resolve(name),
          name.endsWith("txt") ? MATCHES.getBytes(US_ASCII) : archive(1, 3, 7, 1, 1, 1));
      assertTrue(
          read().notes().contains("matches of 1 pairs of images are from " + matches.resolve(name)),
          read().notes()::toString);
    }
  }

  @Test
  void matchesOfViewsWithoutFeaturesAreLeftOut() throws IOException {
    text("matches.f.txt", MATCHES + "3 9\n1\n0 0\n3 4294967295\n1\n0 0\n");
    assertEquals(List.of(PAIR), reconstruction().matches().get("SIFT_Regions").pairs());
    assertEquals(
        "those of 2 pairs are left out: of views that are not there or have no features",
        read().notes().get(2));
  }

  @ParameterizedTest
  @CsvSource({
    "SIFT_Regions, 128, UINT8, 128, L2",
    "SIFT_Float_Regions, 512, FLOAT32, 128, L2",
    "AKAZE_Float_Regions, 256, FLOAT32, 64, L2",
    "AKAZE_Liop_Regions, 144, UINT8, 144, L2",
    "AKAZE_Binary_Regions, 64, UINT8, 64, Hamming",
    "ORB_Binary_Regions, 32, UINT8, 32, Hamming",
  })
  void descriptorsAreOfTheirKind(String kind, int bytes, DType dtype, int dsize, String metric)
      throws IOException {
    describer(kind, "D");
    descriptors("b", 3, new byte[3 * bytes]);
    byte[] rows = new byte[2 * bytes];
    rows[bytes + 2] = (byte) 0x80;
    rows[bytes + 3] = 0x3f; // 1.0f, little endian
    descriptors("a", 2, rows);
    Reconstruction r = reconstruction();
    FeatureConfig config = r.features(FeatureKind.DESCRIPTORS).get("D").config();
    assertEquals(dtype, config.dtype());
    assertEquals(dsize, config.dsize());
    assertEquals(metric, config.metricType());
    assertEquals(kind, config.keypointsType());
    FeatureArray a = features(r, FeatureKind.DESCRIPTORS, "D", "images/a.png");
    assertEquals(2, a.rows());
    assertEquals(dtype == DType.UINT8 ? 0 : 1, a.get(1, 0));
    assertEquals(dtype == DType.UINT8 ? 128 : 0, a.get(1, 2));
  }

  @Test
  void descriptorsOfAnUnknownKindAreLeftOut() throws IOException {
    describer("NEW_Regions", "D");
    Reconstruction r = reconstruction();
    assertTrue(r.features(FeatureKind.DESCRIPTORS).isEmpty());
    assertEquals(3, features(r, FeatureKind.KEYPOINTS, "NEW_Regions", "images/b.png").rows());
    assertTrue(
        read()
            .notes()
            .contains(
                "the descriptors in "
                    + matches
                    + " are left out: unknown is what a row of NEW_Regions holds"));
  }

  @Test
  void imagesMayBeWithoutDescriptors() throws IOException {
    Files.delete(matches.resolve("a.desc"));
    Reconstruction r = reconstruction();
    assertEquals(
        List.of("images/b.png"),
        r.features(FeatureKind.DESCRIPTORS).get("SIFT_Image_describer").images());
    assertTrue(
        read().notes().contains("1 images have no descriptors: no .desc file in " + matches));
  }

  @Test
  void imagesMayHaveNoFeatureAtAll() throws IOException {
    text("c.feat", "");
    descriptors("c", 0, new byte[0]);
    Reconstruction r = reconstruction();
    assertEquals(0, features(r, FeatureKind.KEYPOINTS, "SIFT_Regions", "images/sub/c.png").rows());
  }

  @Test
  void featuresThatPointsCannotReferToAreLeftOut() throws IOException {
    structure("2", "4294967295");
    leftOut("points do not tell by which features they are seen");
    structure("2", "0");
    Files.move(matches.resolve("a.feat"), matches.resolve("A.feat.old"));
    leftOut("points are seen by images/a.png, which has no .feat file");
    Files.delete(matches.resolve("b.feat"));
    leftOut("no image has a .feat file");
  }

  @Test
  void featuresOfTwoImagesWithOneNameAreLeftOut() throws IOException {
    Files.writeString(file, Files.readString(file).replace("c.png", "a.jpg"));
    leftOut("a.feat stands for both images/a.png and images/sub/a.jpg");
  }

  /** As before features were taken: keypoints where points are seen. */
  private void leftOut(String why) {
    Reconstruction r = reconstruction();
    assertEquals(List.of("openmvg"), List.copyOf(r.features(FeatureKind.KEYPOINTS).keySet()));
    assertTrue(r.features(FeatureKind.DESCRIPTORS).isEmpty());
    assertTrue(r.matches().isEmpty());
    assertEquals(
        FeatureArray.ofFloats(2, new float[] {1, 2, 639, 479, 100.5f, 20.25f}),
        features(r, FeatureKind.KEYPOINTS, "openmvg", "images/b.png"));
    assertEquals(
        List.of("the features and matches in " + matches + " are left out: " + why),
        read().notes());
  }

  @Test
  void regionsAreFoundBesideTheFileFirst() throws IOException {
    Path beside = file.getParent();
    for (String name : List.of("image_describer.json", "a.feat", "b.feat")) {
      Files.copy(matches.resolve(name), beside.resolve(name));
    }
    assertTrue(reconstruction().features(FeatureKind.DESCRIPTORS).isEmpty());
    assertEquals(
        "the features and matches in " + matches + " are left out: others are there",
        read().notes().get(0));
  }

  @Test
  void damagedFeaturesAreToldInOneLine() throws IOException {
    Map<String, String> faults =
        Map.of(
            "1 2 3 4\n1 2 3\n", "line 2: orientation is missing",
            "1 2 3 4 5\n", "line 1: more than x, y, scale and orientation",
            "1 nan 3 4\n", "line 1: y is not finite",
            "1 2 x 4\n", "line 1: scale is not a number: 'x'");
    for (Map.Entry<String, String> fault : faults.entrySet()) {
      text("a.feat", fault.getKey());
      assertEquals("/matches/a.feat, " + fault.getValue(), fault());
    }
    // Where a detector has no orientation.
    text("a.feat", "1 2 3 -nan\n4 5 6 7\n");
    FeatureArray a =
        features(reconstruction(), FeatureKind.KEYPOINTS, "SIFT_Regions", "images/a.png");
    assertTrue(Double.isNaN(a.get(0, 3)));
  }

  @Test
  void damagedDescriptorsAreToldInOneLine() throws IOException {
    descriptors("a", 1, new byte[128]);
    assertEquals(
        "/matches/a.desc, byte 8: 1 descriptors, but /matches/a.feat has 2 features", fault());
    descriptors("a", 2, new byte[255]);
    assertEquals(
        "/matches/a.desc, byte 8: 2 descriptors of 128 bytes, but only 255 bytes are left",
        fault());
    descriptors("a", 2, new byte[257]);
    assertEquals("/matches/a.desc, byte 264: 1 bytes are left behind the last record", fault());
    descriptors("a", -1, new byte[256]);
    assertEquals(
        "/matches/a.desc, byte 8: 18446744073709551615 descriptors of 128 bytes, but only 256"
            + " bytes are left",
        fault());
    Files.write(matches.resolve("a.desc"), new byte[7]);
    assertEquals("/matches/a.desc, byte 7: the file ends too early", fault());
  }

  @Test
  void damagedMatchesAreToldInOneLine() throws IOException {
    Map<String, String> faults =
        Map.of(
            "3 7\n2\n2 0\n",
            ", line 4: the file ends, match 2 of 2 is missing",
            "3 7\n",
            ", line 2: the file ends, the number of matches is missing",
            "3 7\n-1\n",
            ", line 2: the number of matches is -1, not between 0 and 16777216",
            "3 7\n1\n-2 0\n",
            ", line 3: a feature is -2, not between 0 and 2147483647",
            "3 7\n1\n2 0 1\n",
            ", line 3: more than two features",
            "3 7\n1\n3 0\n",
            ", views 3 and 7: a match of feature 3 of images/b.png, which has 3, from 0",
            "3 7\n1\n0 2\n",
            ", views 3 and 7: a match of feature 2 of images/a.png, which has 2, from 0",
            "3 3\n0\n",
            ", views 3 and 3: an image is matched with itself",
            MATCHES + "7 3\n0\n",
            ", views 7 and 3: matched a second time");
    for (Map.Entry<String, String> fault : faults.entrySet()) {
      text("matches.f.txt", fault.getKey());
      assertEquals("/matches/matches.f.txt" + fault.getValue(), fault());
    }
  }

  @Test
  void damagedBinaryMatchesAreToldInOneLine() throws IOException {
    Map<byte[], String> faults =
        Map.of(
            archive(1, 3, 7, 2, 2, 0),
            "byte 25: 2 matches of views 3 and 7, but only 8 bytes are left",
            archive(1, 3, 7, 1L << 60, 2, 0),
            "byte 25: 1152921504606846976 matches of views 3 and 7, but only 8 bytes are left",
            archive(-1, 3, 7, 1, 2, 0),
            "byte 9: 18446744073709551615 pairs, but only 24 bytes are left",
            archive(1, 3, 7, 1, -1, 0),
            "byte 29: a feature is 4294967295, more than 2147483647",
            archive(1, 3, 7, 0, 1),
            "byte 25: 4 bytes are left behind the last record",
            new byte[9],
            "byte 1: not a little-endian archive of matches: save them as text");
    for (Map.Entry<byte[], String> fault : faults.entrySet()) {
      Files.write(matches.resolve("matches.f.bin"), fault.getKey());
      assertEquals("/matches/matches.f.bin, " + fault.getValue(), fault());
    }
  }

  @Test
  void hugeCountsTakeNoMemory() throws IOException {
    text("matches.f.txt", "3 7\n16777216\n0 0\n");
    assertTrue(allocated() < 32 << 20);
    descriptors("a", Long.MAX_VALUE / 128, new byte[256]);
    text("matches.f.txt", MATCHES);
    assertTrue(allocated() < 32 << 20);
  }

  /** Bytes that a refused import has allocated. */
  private long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    fault();
    return threads.getThreadAllocatedBytes(thread) - before;
  }

  @Test
  void pointsThatSeeNoFeatureAreToldInOneLine() throws IOException {
    structure("3", "0");
    assertEquals(
        "/reconstruction/sfm_data.json, point 31: it is seen by feature 3 of images/b.png, but"
            + " /matches/b.feat has 3, from 0",
        fault());
    structure("2", "9999999999");
    assertEquals(
        "/reconstruction/sfm_data.json, point 31: no number of a feature: 9999999999", fault());
  }

  @Test
  void namesThatAreNoFoldersAreRefused() throws IOException {
    describer("../../x", "D");
    assertEquals(
        "/matches/image_describer.json: the feature type '../../x' cannot name a folder", fault());
    text("image_describer.json", "{}");
    assertEquals("/matches/image_describer.json: regions_type has no polymorphic_name", fault());
  }

  @Test
  void everyCutAndEveryFlippedByteIsReadOrRefused() throws IOException {
    Files.write(matches.resolve("matches.f.bin"), archive(1, 3, 7, 2, 2, 0, 0, 1));
    for (String name : List.of("matches.f.bin", "b.feat", "a.desc", "image_describer.json")) {
      Path target = matches.resolve(name);
      byte[] whole = Files.readAllBytes(target);
      for (int i = 0; i < whole.length; i += name.equals("a.desc") && i >= 16 ? 31 : 1) {
        byte[] flipped = whole.clone();
        flipped[i] ^= (byte) 0xff;
        for (byte[] damaged : List.of(Arrays.copyOf(whole, i), flipped)) {
          Files.write(target, damaged);
          try {
            written();
          } catch (SeqlocException e) {
            assertFalse(e.getMessage().contains("\n"), e.getMessage());
          }
        }
      }
      Files.write(target, whole);
    }
    assertEquals(1, reconstruction().matches().size());
  }
}
