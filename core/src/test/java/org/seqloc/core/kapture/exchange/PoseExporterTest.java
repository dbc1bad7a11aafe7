package org.seqloc.core.kapture.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
    Kapture.Builder builder = Kapture.builder();
    Pose mount = new Pose(Quaternion.exp(new Vector3(0, 1, 0)), new Vector3(1, 2, 3));
    builder.sensor(
        Sensor.ofCamera("rear", "", new Camera(CameraModel.PINHOLE, WIDTH, HEIGHT, 1, 1, 0, 0)));
    builder.mount("car", "rear", mount);
    Pose mapFromCar = CAMERAS.get(0).inverse();
    long stamp = 1_418_235_223_450_115_001L;
    builder.record(new CameraRecord(stamp, "rear", "night/rear/7.jpg"));
    builder.record(new CameraRecord(stamp + 1, "rear", "night/rear/8.jpg"));
    builder.mapFromDevice(stamp, "car", mapFromCar);
    Kapture kapture = builder.build();

    Path out = temp.resolve("o/poses.txt");
    assertEquals(1, PoseExporter.submission(kapture, new PoseExporter.Names(false, true), out));
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

    assertEquals(1, PoseExporter.tum(kapture, Optional.empty(), out));
    row = Files.readString(out).strip().split(" ");
    assertEquals("1418235223.450115001", row[0]);
    assertEquals(mapFromCar.translation().x(), Double.parseDouble(row[1]), 1e-12);
    assertEquals(mapFromCar.rotation().w(), Double.parseDouble(row[7]), 1e-12);

    assertEquals(1, PoseExporter.kitti(kapture, Optional.of("rear"), out));
    double[] kitti = numbers(Files.readString(out).strip().split(" "), 0);
    Pose read = Pose.ofMatrix(kitti);
    assertEquals(0, read.rotation().angleTo(rearFromWorld.inverse().rotation()), 1e-7);
    assertEquals(0, read.translation().distanceTo(rearFromWorld.inverse().translation()), 1e-12);
  }

  private static double[] numbers(String[] row, int from) {
    double[] values = new double[row.length - from];
    for (int i = 0; i < values.length; i++) {
      values[i] = Double.parseDouble(row[i + from]);
    }
    return values;
  }
}
