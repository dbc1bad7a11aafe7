package org.seqloc.core.kapture.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.seqloc.core.kapture.exchange.ColmapFixtures.assertFails;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.kapture.CameraRecord;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.Sensor;

class PoseExporterTest extends SyntheticStructure {

  @Test
  void submissionTumAndKittiOfARig() throws IOException {
    Pose mount = new Pose(Quaternion.exp(new Vector3(0, 1, 0)), new Vector3(1, 2, 3));
    Pose mapFromCar = CAMERAS.get(0).inverse();
    long stamp = 1_418_235_223_450_115_001L;
    Kapture kapture = car(mount, stamp).build();

    Path out = temp.resolve("o/poses.txt");
    assertEquals(
        new PoseExporter.Written(1, 1),
        PoseExporter.submission(kapture, new PoseExporter.Names(false, true), out));
    String[] row = Files.readString(out).strip().split(" ");
    assertEquals("rear/7.jpg", row[0]);
    Pose rearFromWorld = mount.times(CAMERAS.get(0));
    assertArrayEquals(
        new double[] {
          rearFromWorld.rotation().w(),
          rearFromWorld.rotation().x(),
          rearFromWorld.rotation().y(),
          rearFromWorld.rotation().z(),
          rearFromWorld.translation().x(),
          rearFromWorld.translation().y(),
          rearFromWorld.translation().z()
        },
        numbers(row, 1),
        1e-12);
    PoseExporter.submission(kapture, new PoseExporter.Names(true, false), out);
    assertTrue(Files.readString(out).startsWith("night/rear/7.jpg "));

    assertEquals(new PoseExporter.Written(1, 1), PoseExporter.tum(kapture, Optional.empty(), out));
    row = Files.readString(out).strip().split(" ");
    assertEquals("1418235223.450115001", row[0]);
    assertEquals(mapFromCar.translation().x(), Double.parseDouble(row[1]), 1e-12);
    assertEquals(mapFromCar.rotation().w(), Double.parseDouble(row[7]), 1e-12);

    Kapture posed = car(mount, stamp).mapFromDevice(stamp + 1, "car", mapFromCar).build();
    assertEquals(
        new PoseExporter.Written(2, 0), PoseExporter.kitti(posed, Optional.of("rear"), out));
    double[] kitti = numbers(Files.readAllLines(out).get(0).split(" "), 0);
    Pose read = Pose.ofMatrix(kitti);
    assertEquals(0, read.rotation().angleTo(rearFromWorld.inverse().rotation()), 1e-7);
    assertEquals(0, read.translation().distanceTo(rearFromWorld.inverse().translation()), 1e-12);
  }

  /** A pose between two frames, and a frame without one, would shift the lines behind them. */
  @Test
  void kittiHasOneLineAFrameOrIsRefused() throws IOException {
    Path out = temp.resolve("poses.txt");
    Pose mount = CAMERAS.get(1);
    Pose pose = CAMERAS.get(0);
    Kapture between = car(mount, 100).mapFromDevice(101, "car", pose).build();
    assertEquals(
        new PoseExporter.Written(2, 0), PoseExporter.kitti(between, Optional.empty(), out));
    Kapture dense =
        car(mount, 100)
            .mapFromDevice(99, "car", pose)
            .mapFromDevice(101, "car", pose)
            .mapFromDevice(150, "car", pose)
            .build();
    PoseExporter.kitti(dense, Optional.of("car"), out);
    assertEquals(2, Files.readAllLines(out).size());
    assertFails(
        "frame 1 ('night/rear/8.jpg') has no pose, and KITTI's lines cannot leave one out: export"
            + " tum, or a kapture without it",
        () -> PoseExporter.kitti(car(mount, 100).build(), Optional.empty(), out));
    assertEquals(2, Files.readAllLines(out).size());
  }

  @Test
  void submissionWithoutAPoseIsRefused() {
    Path out = temp.resolve("poses.txt");
    assertFails(
        "no image of the kapture has a pose",
        () ->
            PoseExporter.submission(
                Kapture.builder().build(), new PoseExporter.Names(false, false), out));
    assertTrue(Files.notExists(out));
  }

  /** Two images of a camera on a rig; the rig has a pose at the first. */
  private static Kapture.Builder car(Pose mount, long stamp) {
    Kapture.Builder builder = Kapture.builder();
    builder.sensor(
        Sensor.ofCamera("rear", "", new Camera(CameraModel.PINHOLE, WIDTH, HEIGHT, 1, 1, 0, 0)));
    builder.mount("car", "rear", mount);
    builder.record(new CameraRecord(stamp, "rear", "night/rear/7.jpg"));
    builder.record(new CameraRecord(stamp + 1, "rear", "night/rear/8.jpg"));
    return builder.mapFromDevice(stamp, "car", CAMERAS.get(0).inverse());
  }

  private static double[] numbers(String[] row, int from) {
    double[] values = new double[row.length - from];
    for (int i = 0; i < values.length; i++) {
      values[i] = Double.parseDouble(row[i + from]);
    }
    return values;
  }
}
