package org.seqloc.core.kapture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.seqloc.core.Progress;
import org.seqloc.core.SharedData;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Rig;
import org.seqloc.core.geometry.Vector3;

/** NAVER's own sample datasets. The counts were taken from the files with grep. */
class KaptureSamplesTest {

  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource({
    "kapture_samples/berlin/kapture, 2, 0, 3, 3, 3",
    "kapture_samples/berlin/kapture_tar, 2, 0, 3, 3, 3",
    "kapture_samples/maupertuis/kapture, 2, 0, 4, 4, 4",
    "kapture_samples/m1x, 14, 14, 9, 18, 8",
    "t265/ros_kapture, 2, 2, 3, 6, 3",
    "t265/rigs_only_kapture, 2, 2, 0, 0, 0",
    "virtual_gallery/mapping, 2, 2, 6, 12, 6",
    "virtual_gallery/query, 4, 0, 4, 4, 4",
  })
  void readsAllRows(String name, int sensors, int mounted, int poses, int images, int exposures) {
    Kapture kapture = KaptureReader.read(SharedData.require("data/" + name));
    assertEquals(sensors, kapture.sensors().size());
    assertEquals(mounted, kapture.rigs().values().stream().mapToInt(m -> m.size()).sum());
    assertEquals(poses, kapture.trajectories().values().stream().mapToInt(m -> m.size()).sum());
    assertEquals(images, kapture.cameraRecords().size());
    assertEquals(exposures, kapture.exposures().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kapture_samples/berlin/kapture",
        "kapture_samples/maupertuis/kapture",
        "kapture_samples/m1x",
        "t265/ros_kapture",
        "t265/rigs_only_kapture",
        "virtual_gallery/mapping",
        "virtual_gallery/query"
      })
  void roundTripsRowsAndImages(String name) throws IOException {
    Path source = SharedData.require("data/" + name);
    Kapture kapture = KaptureReader.read(source);
    Path out = temp.resolve("out");
    KaptureDataset.open(source, false).write(out, false, ImageTransfer.HARD_LINK, Progress.NONE);

    Kapture back = KaptureReader.read(out);
    assertEquals(kapture.sensors(), back.sensors());
    assertEquals(kapture.rigs(), back.rigs());
    assertEquals(kapture.trajectories(), back.trajectories());
    assertEquals(kapture.cameraRecords(), back.cameraRecords());
    assertEquals(List.of(), back.remarks());
    for (CameraRecord record : kapture.cameraRecords()) {
      assertArrayEquals(KaptureImages.of(source).read(record), KaptureImages.of(out).read(record));
    }
    try (var beside = Files.list(temp)) {
      assertEquals(List.of(out), beside.toList(), "no temporary folder stays");
    }
  }

  @Test
  void remarksOnRigRowsOfUnknownSensors() {
    Kapture kapture = KaptureReader.read(SharedData.require("data/virtual_gallery/mapping"));
    assertEquals(1, kapture.remarks().size());
    assertTrue(
        kapture
            .remarks()
            .get(0)
            .endsWith(
                "rigs.txt: left out 4 rows of devices that sensors.txt does not name"
                    + " (training_camera_2, ...)"),
        kapture.remarks().get(0));
  }

  @Test
  void givesTheRigOfTheT265() {
    Kapture kapture = KaptureReader.read(SharedData.require("data/t265/ros_kapture"));
    Rig rig = kapture.rigOf("t265");
    assertEquals(2, rig.size());
    assertEquals(CameraModel.OPENCV_FISHEYE, rig.camera(0).camera().model());
    assertEquals(848, rig.camera(0).camera().width());
    // The left camera lies 32 mm to the left of the middle.
    assertEquals(
        0,
        rig.camera(0)
            .cameraFromBody()
            .inverse()
            .translation()
            .distanceTo(new Vector3(-0.032, 0, 0)),
        1e-15);

    Exposure first = kapture.exposures().get(0);
    assertEquals(1553180224360915899L, first.stampNanos());
    assertEquals(
        List.of("cam001", "cam002"), first.images().stream().map(i -> i.camera()).toList());
    Pose bodyFromMap =
        new Pose(
            new Quaternion(
                0.9540331248716523,
                -0.03768128483784883,
                -0.2972570621910482,
                -0.0062565444214723875),
            new Vector3(2.7429402281860904, 0.13236653865769618, -2.868626176500939));
    Pose identity = bodyFromMap.times(kapture.mapFromBody(first).orElseThrow());
    assertEquals(0, identity.translation().norm(), 1e-12);
    assertEquals(0, identity.rotation().log().norm(), 1e-12);
  }

  @Test
  void groupsTheImagesOfARigWhoseCamerasAreNotAllSynchronous() {
    Kapture kapture = KaptureReader.read(SharedData.require("data/kapture_samples/m1x"));
    List<Exposure> exposures = kapture.exposures();
    assertEquals(
        List.of(1, 1, 1, 6, 1, 1, 1, 6), exposures.stream().map(e -> e.images().size()).toList());
    exposures.forEach(e -> assertEquals("rig", e.device()));
    // Six cameras and four phones' cameras, but neither lidars nor radios.
    assertEquals(10, kapture.rigOf("rig").size());
    // The trajectory ends with the fifth; nothing is guessed for the others.
    assertEquals(
        List.of(true, true, true, true, true, false, false, false),
        exposures.stream().map(e -> kapture.mapFromBody(e).isPresent()).toList());
  }
}
