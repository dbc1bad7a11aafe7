package org.seqloc.core.kapture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.SharedData;

/** One fault at a time in a dataset that has none, and what is said of it. */
class KaptureValidatorTest {

  @TempDir Path dir;

  @BeforeEach
  void writeDataset() throws IOException {
    KaptureFixtures.rich(dir);
  }

  private List<String> findings() {
    List<String> findings = new ArrayList<>();
    KaptureValidator.validate(
        dir, false, f -> findings.add(f.toString().replace(dir.toString() + "/", "")));
    return findings;
  }

  private void append(String file, String row) throws IOException {
    Files.writeString(dir.resolve(file), Files.readString(dir.resolve(file)) + row + "\n");
  }

  @Test
  void findsNothingInAGoodDataset() throws IOException {
    assertEquals(List.of(), findings());
    KaptureFixtures.version10(dir.resolve("old"));
    List<Finding> old = new ArrayList<>();
    KaptureValidator.validate(dir.resolve("old"), false, old::add);
    assertEquals(List.of(), old);
  }

  @Test
  void findsTablesOfOtherKindsThatAreNoText() throws IOException {
    Path table = dir.resolve("sensors/records_pressure.txt");
    Files.write(table, new byte[] {'1', (byte) 0xff, '\n'});
    assertThrows(SeqlocException.class, () -> KaptureReader.read(dir));
    assertEquals(1, findings().size());
    assertTrue(findings().get(0).startsWith("sensors/records_pressure.txt"), findings().get(0));
  }

  @Test
  void findsAllFaultsOfTheTablesOfVersion10() throws IOException {
    Path old = KaptureFixtures.version10(dir.resolve("old"));
    for (FeatureKind kind : FeatureKind.values()) {
      Path table = old.resolve("reconstruction/" + kind.label() + "/" + kind.label() + ".txt");
      Files.writeString(table, Files.readString(table).replaceAll("(?m)^([a-z_]+), .*$", "$1, x"));
    }
    List<String> found = new ArrayList<>();
    KaptureValidator.validate(old, false, f -> found.add(f.toString()));
    for (String of :
        List.of("keypoints.txt", "descriptors.txt", "global_features.txt", "matches")) {
      assertTrue(found.stream().anyMatch(f -> f.contains(of)), of + " of " + found);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sensors/sensors.txt | cam, , lidar | line 13: sensor 'cam' is there twice",
        "sensors/sensors.txt | c2, , camera, PINHOLE, 4 | line 13: camera c2: PINHOLE takes 6"
            + " parameters with width and height, found 1",
        "sensors/rigs.txt | car, nobody, 1, 0, 0, 0, 0, 0, 0 | line 7: 'nobody' is no sensor and no"
            + " rig",
        "sensors/rigs.txt | lid, gps, 1, 0, 0, 0, 0, 0, 0 | line 7: rig 'lid' has the id of a"
            + " sensor",
        "sensors/rigs.txt | top, lid, 1, 0, 0, 0, 0, 0, 0 | line 7: 'lid' is already mounted in"
            + " line 6",
        "sensors/rigs.txt | car, gps, 2, 0, 0, 0, 0, 0, 0 | line 7: the quaternion has length 2.0,"
            + " not 1",
        "sensors/rigs.txt | car, gps, , , 1, , 0, 0, 0 | line 7: the rotation is partly blank: fill"
            + " it or blank all",
        "sensors/trajectories.txt | 9, nobody, 1, 0, 0, 0, 0, 0, 0 | line 6: pose of 'nobody', no"
            + " sensor and no rig",
        "sensors/trajectories.txt | 20, car, 1, 0, 0, 0, 0, 0, 0 | line 6: a second pose of 'car' at"
            + " timestamp 20; the first is in line 3",
        "sensors/trajectories.txt | 9, car, 1, 0, 0, 0, 0, 0 | line 6: the row has 8 columns,"
            + " expected timestamp, device_id, qw, qx, qy, qz, tx, ty, tz",
        "sensors/records_camera.txt | 30, cam, a/3.jpg | line 5: image DIR/a/3.jpg of"
            + " records_camera.txt is missing or not readable",
        "sensors/records_camera.txt | 30, cam, ../x.jpg | line 5: the image path '../x.jpg' is not a"
            + " plain path below records_data",
        "sensors/records_camera.txt | 30, cam, a/1.jpg | : two records have the image 'a/1.jpg'",
        "sensors/records_gnss.txt | 30, acc, 1, 2, 3, 4, 5 | line 4: 'acc' is a accelerometer, not a"
            + " gnss",
        "sensors/records_gnss.txt | 30, gps, 1, x, 3, 4, 5 | line 4: the y is not a number: 'x'",
        "sensors/records_wifi.txt | 15, wlan, 68:9c:e2:e1:b0:60, 1, 1, , 0, 0 | line 4: a second"
            + " wifi record of 'wlan from 68:9c:e2:e1:b0:60' at timestamp 15; the first is in line"
            + " 3",
        "reconstruction/points3d.txt | 1,2,3 | line 5: the row has 3 columns",
        "reconstruction/points3d.txt | 1,2,nan,0,0,0 | line 5: the point is not finite",
        "reconstruction/observations.txt | 2, sift, a/1.jpg, 0 | line 5: point 2 of 2",
        "reconstruction/observations.txt | 0, orb, a/1.jpg, 0 | line 5: there are no keypoints"
            + " 'orb'",
        "reconstruction/observations.txt | 0, sift, a/9.jpg, 0 | line 5: image 'a/9.jpg' is not in"
            + " records_camera.txt",
        "reconstruction/observations.txt | 0, sift, a/1.jpg, 2 | line 5: keypoint 2 of 2 of image"
            + " 'a/1.jpg'",
        "reconstruction/observations.txt | 0, sift, a/1.jpg | line 5: the row has 3 columns,"
            + " expected point3d_id, keypoints_type, [image_path, feature_id]*",
        "reconstruction/observations.txt | -1, sift | line 5: the point3d_id -1 is no row's number",
      })
  void namesFileAndLine(String file, String row, String message) throws IOException {
    append(file, row);
    String expected =
        (file + (message.startsWith(":") ? "" : ", ") + message)
            .replace("DIR", "sensors/records_data");
    assertEquals(List.of(expected), findings());
  }

  @Test
  void findsRigsInACircle() throws IOException {
    append("sensors/rigs.txt", "head, car, 1, 0, 0, 0, 0, 0, 0");
    List<String> findings = findings();
    assertTrue(
        findings.contains(
            "sensors/rigs.txt, line 7: 'car' is mounted in a circle of rigs or more than 10 rigs"
                + " deep"),
        findings.toString());
  }

  @Test
  void checksFeatureFiles() throws IOException {
    KaptureFixtures.bytes(dir, "reconstruction/keypoints/sift/a/1.jpg.kpt", 1, 2, 3);
    KaptureFixtures.bytes(dir, "reconstruction/descriptors/sift/a/2.jpg.desc", 1, 2, 3, 4);
    KaptureFixtures.floats(
        dir, "reconstruction/global_features/gem/a/1.jpg.gfeat", 1, 2, 3, 4, 5, 6);
    KaptureFixtures.floats(dir, "reconstruction/global_features/gem/x.jpg.gfeat", 1, 2, 3);
    Files.createDirectories(dir.resolve("reconstruction/descriptors/empty"));
    KaptureFixtures.text(
        dir, "reconstruction/descriptors/d/descriptors.txt", "d, float32, 2, orb, L2");
    List<String> findings = findings();
    assertTrue(
        findings.containsAll(
            List.of(
                    "reconstruction: "
                        + dir
                        + "/reconstruction/descriptors/empty: left out, since it"
                        + " has no descriptors.txt",
                    "reconstruction/descriptors/d/descriptors.txt: there are no keypoints 'orb' for"
                        + " these descriptors",
                    "reconstruction/descriptors/sift/a/2.jpg.desc: 1 descriptors of 3 keypoints",
                    "reconstruction/global_features/gem/x.jpg.gfeat: image 'x.jpg' is not in"
                        + " records_camera.txt")
                .stream()
                .map(s -> s.replace(dir + "/", ""))
                .toList()),
        findings.toString());
    assertEquals(
        1,
        findings.stream()
            .filter(f -> f.startsWith("reconstruction/keypoints/sift/a/1.jpg.kpt: "))
            .filter(f -> f.contains(": has 3 bytes, no whole number of rows of 2 float32"))
            .count(),
        findings.toString());
    assertEquals(
        1,
        findings.stream()
            .filter(f -> f.contains("gfeat: has 24 bytes, a global feature takes 12"))
            .count(),
        findings.toString());
  }

  @Test
  void checksMatches() throws IOException {
    String folder = "reconstruction/matches/sift/a/";
    KaptureFixtures.doubles(
        dir, folder + "1.jpg.overlapping/a/2.jpg.matches", 0, 2, 1, 2, 0, 1, 0, 0.5, 1);
    KaptureFixtures.doubles(dir, folder + "2.jpg.overlapping/a/1.jpg.matches", 0, 0, 1);
    KaptureFixtures.doubles(dir, folder + "2.jpg.overlapping/a/3.jpg.matches", 0, 0, 1);
    assertEquals(
        List.of(
            folder
                + "1.jpg.overlapping/a/2.jpg.matches: 2 matches are out of range, the first in row"
                + " 1: keypoints 2.0 and 0.0 of 2 and 3",
            folder
                + "2.jpg.overlapping/a/1.jpg.matches: the images are in the wrong order: the"
                + " format has the lesser one first",
            folder + "2.jpg.overlapping/a/1.jpg.matches: the pair is there the other way round too",
            folder
                + "2.jpg.overlapping/a/3.jpg.matches: image 'a/3.jpg' is not in"
                + " records_camera.txt"),
        findings());
  }

  @Test
  void checksTheSizeOfDepthMaps() throws IOException {
    KaptureFixtures.floats(dir, "sensors/records_data/a/1.depth", 1, 2, 3);
    assertEquals(
        List.of(
            "sensors/records_depth.txt, line 3: depth map sensors/records_data/a/1.depth has 12"
                + " bytes, float32 of 4 x 2 take 32"),
        findings().stream().map(f -> f.replace(dir + "/", "")).toList());
  }

  @Test
  void goesOnBehindFilesThatAreNoText() throws IOException {
    KaptureFixtures.bytes(dir, "sensors/records_gnss.txt", '#', '\n', 0xff, 0xfe, '\n');
    append("sensors/records_wifi.txt", "1, wlan");
    List<String> findings = findings();
    assertEquals(2, findings.size(), findings.toString());
    assertTrue(findings.get(1).contains("is not UTF-8 text"), findings.toString());
  }

  @Test
  void refusesWhatIsNoDataset() {
    assertThrows(
        SeqlocException.class,
        () -> KaptureValidator.validate(dir.resolve("nowhere"), false, f -> {}));
  }

  @Test
  void findsTheWrongOrderInBerlin() {
    List<Finding> findings = new ArrayList<>();
    Path berlin = SharedData.require("data/kapture_samples/berlin/kapture");
    KaptureValidator.validate(berlin, false, findings::add);
    assertEquals(1, findings.size());
    assertTrue(findings.get(0).file().endsWith("03.jpg.overlapping/02.jpg.matches"));
    findings.clear();
    KaptureValidator.validate(
        SharedData.require("data/kapture_samples/maupertuis/kapture"), false, findings::add);
    assertEquals(List.of(), findings);
  }
}
