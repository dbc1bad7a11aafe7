package org.seqloc.core.kapture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;

class KaptureReaderTest {

  @TempDir Path dir;
  private Path sensors;

  @BeforeEach
  void writeSmallDataset() throws IOException {
    sensors = Files.createDirectories(dir.resolve("sensors"));
    table("sensors.txt", "a, , camera, PINHOLE, 64, 48, 50, 50, 32, 24", "l, , lidar");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sensors.txt | a, , camera, PINHOLE, 64, 48, 50, 50, 32 | 3: camera a: PINHOLE takes 6"
            + " parameters with width and height, found 5",
        "sensors.txt | a, , camera, FISH, 64, 48 | 3: camera a has the unknown model 'FISH'",
        "sensors.txt | a, , camera, PINHOLE, 64, 48, NaN, 50, 32, 24 | 3: parameter of camera a is"
            + " not finite: NaN",
        "sensors.txt | a, , camera, PINHOLE, 6.5, 48, 50, 50, 32, 24 | 3: width of camera a is not"
            + " a whole number: 6.5",
        "sensors.txt | a, , camera, PINHOLE, 64, 48, 0, 50, 32, 24 | 3: camera a: focal length must"
            + " be > 0, got 0.0, 50.0",
        "sensors.txt | a, b | 3: the row has 2 columns, expected sensor_id, name, sensor_type,"
            + " [sensor_params]+",
        "sensors.txt | a, , camera, UNKNOWN_CAMERA | 3: camera a: UNKNOWN_CAMERA takes 2 parameters"
            + " with width and height, found 0",
        "rigs.txt | a, l, 1, 0, 0, 0, 0, 0, 0 | 3: rig 'a' has the id of a sensor: rename one",
        "rigs.txt | r, a, 1, , , , 0, 0, 0 | 3: the rotation is partly blank: fill it or blank all",
        "rigs.txt | r, a, 0, 0, 0, 0, 0, 0, 0 | 3: not a rotation: quaternion (w 0.0, x 0.0, y 0.0,"
            + " z 0.0)",
        "trajectories.txt | 1, a, 1, 0, 0, 0, 0, 0, inf | 3: the translation is not a number: 'inf'",
        "trajectories.txt | 1, a, 1, 0, , 0, 0, 0, 0 | 3: the rotation is partly blank: fill it or"
            + " blank all",
        "trajectories.txt | 1.5, a, 1, 0, 0, 0, 0, 0, 0 | 3: the timestamp is not a whole number of"
            + " 64 bits: '1.5'",
        "trajectories.txt | 1, a, 1, 0, 0, 0, 0, 0 | 3: the row has 8 columns, expected timestamp,"
            + " device_id, qw, qx, qy, qz, tx, ty, tz",
        "records_camera.txt | 1, b, b.jpg | 3: 'b' is not in sensors.txt: add its row there",
        "records_camera.txt | 1, l, b.jpg | 3: 'l' is a lidar, not a camera",
        "records_camera.txt | 1, a, /etc/passwd | 3: the image path '/etc/passwd' is not a plain"
            + " path below records_data",
        "records_camera.txt | 1, a, a/../../x | 3: the image path 'a/../../x' is not a plain path"
            + " below records_data",
        "records_camera.txt | 1, a, ./x | 3: the image path './x' is not a plain path below"
            + " records_data",
        "records_camera.txt | 1, a, a//x | 3: the image path 'a//x' is not a plain path below"
            + " records_data",
        "records_camera.txt | 1, a, a/./x | 3: the image path 'a/./x' is not a plain path below"
            + " records_data",
        "records_camera.txt | 1, a, a/x/ | 3: the image path 'a/x/' is not a plain path below"
            + " records_data",
        "records_camera.txt | 1, a, ..\\x | 3: the image path '..\\x' is not a plain path below"
            + " records_data",
        "records_camera.txt | 99999999999999999999, a, x | 3: the timestamp is not a whole number"
            + " of 64 bits: '99999999999999999999'",
      })
  void namesFileAndLineOfAWrongRow(String file, String row, String message) throws IOException {
    table(file, row);
    assertRefused(sensors.resolve(file) + ", line " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sensors.txt | l, , lidar | sensor 'l' is there twice",
        "rigs.txt | r, a, 1, 0, 0, 0, 0, 0, 0 | 'a' is already mounted on rig 'r'",
        "trajectories.txt | 7, a, 1, 0, 0, 0, 0, 0, 0 | a second pose of 'a' at timestamp 7",
        "records_camera.txt | 7, a, x.jpg | a second image of 'a' at timestamp 7"
      })
  void refusesASecondRowOfTheSameKey(String file, String row, String message) throws IOException {
    table(file, row, row);
    assertRefused(sensors.resolve(file) + ", line 4: " + message);
  }

  @Test
  void saysWhatAKaptureDirectoryHolds() throws IOException {
    Files.delete(sensors.resolve("sensors.txt"));
    assertRefused(
        dir
            + " is not a kapture directory: it must hold sensors/sensors.txt, and for images"
            + " sensors/records_camera.txt and sensors/records_data");
  }

  @Test
  void readsVersion10AndRefusesNewer() throws IOException {
    Path file = sensors.resolve("sensors.txt");
    Files.writeString(file, "# kapture format: 1.0\nl, , lidar\n");
    assertEquals("lidar", KaptureReader.read(dir).sensors().get("l").type());
    Files.writeString(file, "# kapture format: 1.2\nl, , lidar\n");
    assertRefused(
        file
            + " is of kapture format 1.2: only 1.0 and 1.1 are read; convert it with kapture's own"
            + " tools");
    Files.writeString(file, "l, , lidar\n");
    assertRefused(file + ", line 1: expected '# kapture format: 1.1', the version of the dataset");
  }

  @Test
  void refusesBytesThatAreNoText() throws IOException {
    Path file = sensors.resolve("trajectories.txt");
    Files.write(file, new byte[] {'#', '\n', (byte) 0xff, (byte) 0xfe, '\n'});
    String message =
        assertThrows(SeqlocException.class, () -> KaptureReader.read(dir)).getMessage();
    assertTrue(message.startsWith(file + " is not UTF-8 text"), message);
    Files.writeString(file, "1".repeat(KaptureText.MAX_LINE_CHARS + 1), StandardCharsets.UTF_8);
    assertRefused(file + ", line 1 is longer than 65536 characters: this is not a kapture table");
  }

  @Test
  void refusesRigsInACircle() throws IOException {
    table("rigs.txt", "r, s, 1, 0, 0, 0, 0, 0, 0", "s, r, 1, 0, 0, 0, 0, 0, 0");
    String message =
        assertThrows(SeqlocException.class, () -> KaptureReader.read(dir)).getMessage();
    assertTrue(
        message.endsWith("is mounted in a circle of rigs or more than 10 rigs deep"), message);
  }

  @Test
  void leavesOutRigsOfUnknownDevicesWithTheirPoses() throws IOException {
    table(
        "rigs.txt",
        "r, a, 1, 0, 0, 0, 0, 0, 0",
        "outer, inner, 1, 0, 0, 0, 0, 0, 0",
        "inner, nobody, 1, 0, 0, 0, 0, 0, 0");
    table("trajectories.txt", "1, outer, 1, 0, 0, 0, 0, 0, 0", "2, r, 1, 0, 0, 0, 0, 0, 0");
    Kapture kapture = KaptureReader.read(dir);
    assertEquals(Set.of("r"), kapture.rigs().keySet());
    assertEquals(1, kapture.poses().size());
    assertEquals(
        List.of(
            sensors.resolve("rigs.txt")
                + ": left out 2 rows of devices that sensors.txt does not name (inner, ...)",
            sensors.resolve("trajectories.txt")
                + ": left out 1 rows of devices that sensors.txt does not name (outer)"),
        kapture.remarks());
  }

  @Test
  void keepsUnknownSensorTypesAndPartialPoses() throws IOException {
    table("sensors.txt", "a, , camera, UNKNOWN_CAMERA, 64, 48", "x, odd, sonar, 1e3, EPSG:4326");
    table(
        "trajectories.txt", "1, a, 1, 0, 0, 0, , , ", "2, a, , , , , 1, 2, 3", "3, x, , , , , , ,");
    Path out = dir.resolve("out");
    try (KaptureWriter writer = KaptureWriter.create(out, false)) {
      writer.finish(KaptureReader.read(dir));
    }
    Kapture back = KaptureReader.read(out);
    assertEquals(
        new Sensor("x", "odd", "sonar", List.of("1e3", "EPSG:4326")), back.sensors().get("x"));
    assertEquals(Optional.empty(), back.sensors().get("a").camera());
    assertEquals(
        new KapturePose(Optional.of(Quaternion.IDENTITY), Optional.empty()),
        back.trajectories().get(1L).get("a"));
    assertEquals(
        new KapturePose(Optional.empty(), Optional.of(new Vector3(1, 2, 3))),
        back.trajectories().get(2L).get("a"));
    assertEquals(
        new KapturePose(Optional.empty(), Optional.empty()), back.trajectories().get(3L).get("x"));
    assertEquals(Optional.empty(), back.mapFromDevice(1, "a"));
  }

  @Test
  void keepsTablesThatAreEmpty() throws IOException {
    table("records_camera.txt");
    Path out = dir.resolve("out");
    try (KaptureWriter writer = KaptureWriter.create(out, false)) {
      writer.finish(KaptureReader.read(dir));
    }
    // kapture tells a dataset without images from one without a table of images.
    assertTrue(Files.exists(out.resolve("sensors/records_camera.txt")));
    assertTrue(Files.notExists(out.resolve("sensors/records_lidar.txt")));
  }

  @Test
  void keepsMountsWhosePoseIsBlank() throws IOException {
    table("sensors.txt", "a, , camera, UNKNOWN_CAMERA, 64, 48", "b, , lidar");
    table("rigs.txt", "r, a, , , , , , ,", "r, b, 1, 0, 0, 0, , ,", "s, r, 1, 0, 0, 0, 0, 0, 0");
    table("records_camera.txt", "1, a, x.png");
    Kapture kapture = KaptureReader.read(dir);
    assertEquals(
        List.of(
            sensors.resolve("rigs.txt")
                + ": 2 devices have no full pose on their rig, and count as on none (a, ...)"),
        kapture.remarks());
    assertEquals("a", kapture.exposures().get(0).device());
    assertEquals("s", kapture.deviceOf("r"));
    Path out = dir.resolve("out");
    try (KaptureWriter writer = KaptureWriter.create(out, false)) {
      writer.image("x.png", new byte[0]);
      writer.finish(kapture);
    }
    assertEquals(
        List.of(
            "r, a, , , , , , , ",
            "r, b, 1.0, 0.0, 0.0, 0.0, , , ",
            "s, r, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0"),
        Files.readAllLines(out.resolve("sensors/rigs.txt")).subList(2, 5));
  }

  @Test
  void flattensNestedRigs() throws IOException {
    table(
        "sensors.txt",
        "a, , camera, PINHOLE, 64, 48, 50, 50, 32, 24",
        "b, , camera, PINHOLE, 64, 48, 50, 50, 32, 24");
    // A quarter turn about z, then each a metre along x.
    double h = Math.sqrt(0.5);
    table(
        "rigs.txt",
        "car, roof, " + h + ", 0, 0, " + h + ", 1, 0, 0",
        "roof, a, 1, 0, 0, 0, 1, 0, 0",
        "roof, b, 1, 0, 0, 0, 0, 0, 0");
    table("trajectories.txt", "5, b, 1, 0, 0, 0, 0, 0, 10");
    table("records_camera.txt", "5, a, a.png", "5, b, b.png");
    Kapture kapture = KaptureReader.read(dir);

    assertEquals(List.of("car"), kapture.exposures().stream().map(Exposure::device).toList());
    Pose aFromCar = kapture.rigOf("car").camera(0).cameraFromBody();
    Vector3 pointInA = aFromCar.transform(new Vector3(1, 0, 0));
    assertEquals(0, pointInA.distanceTo(new Vector3(2, 1, 0)), 1e-12);
    assertEquals(
        0,
        kapture
            .rigOf("roof")
            .camera(0)
            .cameraFromBody()
            .translation()
            .distanceTo(new Vector3(1, 0, 0)),
        1e-12);

    // Only camera b has a pose: the car's comes from it through the rig.
    Pose mapFromCar = kapture.mapFromBody(kapture.exposures().get(0)).orElseThrow();
    Pose bFromMap = kapture.rigOf("car").camera(1).cameraFromBody().times(mapFromCar.inverse());
    assertEquals(0, bFromMap.translation().distanceTo(new Vector3(0, 0, 10)), 1e-12);
    assertEquals(0, bFromMap.rotation().log().norm(), 1e-12);
  }

  @Test
  void readsNoImageOutsideRecordsData() throws IOException {
    table("records_camera.txt", "1, a, link.png", "2, a, inside.png", "3, a, gone.png");
    Path data = Files.createDirectories(sensors.resolve("records_data"));
    Path secret = Files.writeString(dir.resolve("secret"), "secret");
    Files.writeString(data.resolve("real.png"), "x");
    Files.createSymbolicLink(data.resolve("link.png"), secret);
    Files.createSymbolicLink(data.resolve("inside.png"), data.resolve("real.png"));
    List<CameraRecord> records = KaptureReader.read(dir).cameraRecords();
    KaptureImages images = KaptureImages.of(dir);

    String message =
        assertThrows(SeqlocException.class, () -> images.read(records.get(0))).getMessage();
    assertTrue(message.contains("link.png links out of records_data"), message);
    assertEquals(1, images.read(records.get(1)).length);
    message = assertThrows(SeqlocException.class, () -> images.read(records.get(2))).getMessage();
    assertTrue(message.contains("gone.png of records_camera.txt is missing"), message);
    assertEquals(6, KaptureImages.followingLinks(dir).read(records.get(0)).length);
  }

  private void table(String name, String... rows) throws IOException {
    Files.writeString(
        sensors.resolve(name),
        "# kapture format: 1.1\n# columns\n" + String.join("\n", rows) + "\n");
  }

  private void assertRefused(String message) {
    assertEquals(
        message, assertThrows(SeqlocException.class, () -> KaptureReader.read(dir)).getMessage());
  }
}
