package org.seqloc.core.kapture.exchange;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.kapture.FeatureArray;
import org.seqloc.core.kapture.FeatureKind;
import org.seqloc.core.kapture.ImagePair;
import org.seqloc.core.kapture.ImageTransfer;
import org.seqloc.core.kapture.KaptureDataset;
import org.seqloc.core.kapture.Observations;
import org.seqloc.core.kapture.Reconstruction;

/**
 * A small project of OpenMVG with features and matches, written here byte by byte: b.png is view 3
 * with three features, a.png is view 7 with two, sub/c.png is view 9 with none. Point 31 is seen by
 * feature 2 of b.png and feature 0 of a.png, those before and behind it by features 0 and 1 of
 * b.png.
 */
abstract class OpenMvgProject {

  static final ImagePair PAIR = new ImagePair("images/a.png", "images/b.png");

  /** Of views 3 and 7: features 2 and 0, 0 and 1. */
  static final String MATCHES = "3 7\n2\n2 0\n0 1\n";

  @TempDir Path temp;
  Path file;
  Path matches;

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

  void structure(String featureOfB, String featureOfA) throws IOException {
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

  static String point(int key, String observations) {
    return String.format(
        "{\"key\": %d, \"value\": {\"X\": [%d, 2, 3], \"observations\": [%s]}}",
        key, key, observations);
  }

  static String view(int id, String folder, String name) {
    return String.format(
        "{\"key\": %d, \"value\": {\"ptr_wrapper\": {\"data\": {\"local_path\": \"%s\","
            + " \"filename\": \"%s\", \"id_view\": %d, \"id_intrinsic\": 0, \"id_pose\": %d}}}}",
        id, folder, name, id, id);
  }

  static String observation(int view, String feature, String xy) {
    return String.format(
        "{\"key\": %d, \"value\": {\"id_feat\": %s, \"x\": [%s]}}", view, feature, xy);
  }

  void describer(String regions, String describer) throws IOException {
    text(
        "image_describer.json",
        String.format(
            "{\"image_describer\": {\"polymorphic_id\": 2147483649, \"polymorphic_name\": \"%s\"},"
                + " \"regions_type\": {\"polymorphic_id\": 2147483650, \"polymorphic_name\":"
                + " \"%s\"}}",
            describer, regions));
  }

  void text(String name, String content) throws IOException {
    Files.writeString(matches.resolve(name), content);
  }

  void descriptors(String stem, long count, byte[] rows) throws IOException {
    Files.write(
        matches.resolve(stem + ".desc"),
        ByteBuffer.allocate(8 + rows.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(count)
            .put(rows)
            .array());
  }

  /** An archive of cereal's of one pair with the given count of matches. */
  static byte[] archive(long pairs, int first, int second, long count, int... features) {
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

  ImportedDataset read() {
    return OpenMvgImporter.read(file, Optional.empty());
  }

  KaptureDataset written() {
    Path target = temp.resolve("k");
    read().write(target, true, ImageTransfer.NONE, Progress.NONE);
    return KaptureDataset.open(target, false);
  }

  Reconstruction reconstruction() {
    return written().reconstruction();
  }

  /** What is wrong, told in one line; nothing is left of the kapture. */
  String fault() {
    String message = assertThrows(SeqlocException.class, this::written).getMessage();
    assertFalse(message.contains("\n"), message);
    assertTrue(Files.notExists(temp.resolve("k")));
    return message.replace(temp.toString(), "");
  }

  static FeatureArray features(Reconstruction r, FeatureKind kind, String type, String of) {
    return r.features(kind).get(type).read(of).orElseThrow();
  }

  static Observations.Sighting inB(int keypoint) {
    return new Observations.Sighting("images/b.png", keypoint);
  }
}
