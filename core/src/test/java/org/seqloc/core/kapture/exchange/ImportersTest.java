package org.seqloc.core.kapture.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.SharedData;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Rig;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.image.Image;
import org.seqloc.core.image.ImageEncoder;
import org.seqloc.core.kapture.Exposure;
import org.seqloc.core.kapture.ImageTransfer;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KaptureImages;
import org.seqloc.core.kapture.KaptureReader;

class ImportersTest {

  @TempDir Path temp;

  @Test
  void projectsThroughTheRigAsKittisMatricesDo() {
    Path dir = SharedData.require("data/kitti_seq1");
    Kapture kapture = KittiOdometryImporter.read(dir).kapture();
    assertEquals(51, kapture.exposures().size());
    assertEquals(102, kapture.cameraRecords().size());
    Rig rig = kapture.rigOf("rig");
    assertEquals(1226, rig.camera(0).camera().width());
    assertEquals(370, rig.camera(0).camera().height());

    double[][] projections = {
      {707.0912, 0, 601.8873, 0, 0, 707.0912, 183.1104, 0, 0, 0, 1, 0},
      {707.0912, 0, 601.8873, -379.8145, 0, 707.0912, 183.1104, 0, 0, 0, 1, 0}
    };
    Vector3 point = new Vector3(2.5, -1.25, 17);
    for (int i = 0; i < 2; i++) {
      double[] p = projections[i];
      double u = p[0] * point.x() + p[1] * point.y() + p[2] * point.z() + p[3];
      double v = p[4] * point.x() + p[5] * point.y() + p[6] * point.z() + p[7];
      double w = p[8] * point.x() + p[9] * point.y() + p[10] * point.z() + p[11];
      Vector3 inCamera = rig.camera(i).cameraFromBody().transform(point);
      double[] pixel = new double[2];
      assertTrue(rig.camera(i).camera().project(inCamera.x(), inCamera.y(), inCamera.z(), pixel));
      assertArrayEquals(new double[] {u / w, v / w}, pixel, 1e-9);
    }
  }

  @Test
  void tablesAloneReplaceNoDatasetThatHoldsTheFiles() throws IOException {
    Path source = Files.createDirectories(temp.resolve("source"));
    Files.write(source.resolve("a.png"), ImageEncoder.png(new Image(8, 6, 1, new byte[48])));
    Path target = temp.resolve("k");
    ImageListImporter.folder(source, true).write(target, false, ImageTransfer.COPY, Progress.NONE);
    Path files = target.resolve("sensors/records_data");
    ImportedDataset own = ImageListImporter.folder(files, true);
    SeqlocException e =
        assertThrows(
            SeqlocException.class,
            () -> own.write(target, true, ImageTransfer.NONE, Progress.NONE));
    assertTrue(e.getMessage().contains("a.png lies in " + target), e.getMessage());
    assertTrue(Files.exists(files.resolve("a.png")));
    own.write(target, true, ImageTransfer.COPY, Progress.NONE);
    assertTrue(Files.exists(files.resolve("a.png")));
    ImageListImporter.folder(source, true).write(target, true, ImageTransfer.NONE, Progress.NONE);
    assertTrue(Files.notExists(files.resolve("a.png")));
  }

  @Test
  void importsKittisTimesPosesAndFiles() throws IOException {
    Path dir = SharedData.require("data/kitti_seq1");
    ImportedDataset dataset = KittiOdometryImporter.read(dir);
    assertEquals(List.of("102 images in 51 exposures, 51 poses"), dataset.report());
    dataset.write(temp.resolve("kitti"), false, ImageTransfer.COPY, Progress.NONE);

    Kapture kapture = KaptureReader.read(temp.resolve("kitti"));
    Exposure second = kapture.exposures().get(1);
    assertEquals(100_000_000L, second.stampNanos());
    assertEquals("cam1/000001.png", second.images().get(1).imagePath());
    Pose mapFromBody = kapture.mapFromBody(second).orElseThrow();
    // The last column of the second line of poses.txt.
    assertEquals(
        0,
        mapFromBody.translation().distanceTo(new Vector3(-1.401751e-02, -2.820321e-02, 1.198998)),
        1e-12);
    assertArrayEquals(
        Files.readAllBytes(dir.resolve("image_1/000001.png")),
        KaptureImages.of(temp.resolve("kitti")).read(second.images().get(1)));
  }

  @Test
  void importsKittiWithoutGroundTruth() throws IOException {
    Path dir = SharedData.require("data/kitti_seq1");
    Path sequence = Files.createDirectory(temp.resolve("sequence"));
    Files.createSymbolicLink(sequence.resolve("image_0"), dir.resolve("image_0"));
    Files.copy(dir.resolve("calib.txt"), sequence.resolve("calib.txt"));
    assertOneLine(
        sequence.resolve("times.txt") + " is missing: a KITTI sequence has one time a frame",
        () -> KittiOdometryImporter.read(sequence));
    Files.writeString(sequence.resolve("times.txt"), "0\n0.1\n");
    assertOneLine(
        sequence.resolve("image_0") + " has 51 PNG files, but times.txt has 2 lines",
        () -> KittiOdometryImporter.read(sequence));
    Files.delete(sequence.resolve("times.txt"));
    Files.copy(dir.resolve("times.txt"), sequence.resolve("times.txt"));
    assertEquals(
        "51 images in 51 exposures, 0 poses", KittiOdometryImporter.read(sequence).report().get(0));
  }

  @Test
  void importsKittiWithThePosesWhereTheBenchmarkHasThem() throws IOException {
    Path dir = SharedData.require("data/kitti_seq1");
    Path sequences = Files.createDirectories(temp.resolve("dataset/sequences"));
    Path sequence = Files.createDirectory(sequences.resolve("00"));
    for (String name : List.of("calib.txt", "times.txt", "image_0")) {
      Files.createSymbolicLink(sequence.resolve(name), dir.resolve(name));
    }
    assertEquals(
        List.of(
            "51 images in 51 exposures, 0 poses",
            "no poses: neither poses.txt nor the benchmark's ../../poses/NN.txt is there"),
        KittiOdometryImporter.read(sequence).report());
    Path poses = Files.createDirectory(temp.resolve("dataset/poses")).resolve("00.txt");
    Files.copy(dir.resolve("poses.txt"), poses);
    assertEquals(
        List.of("51 images in 51 exposures, 51 poses"),
        KittiOdometryImporter.read(sequence).report());
    List<String> lines = new ArrayList<>(Files.readAllLines(poses));
    lines.set(2, "-1 0 0 0 0 1 0 0 0 0 1 0");
    Files.write(poses, lines);
    assertOneLine(
        poses + ", line 3: not a rotation: the matrix is a mirror",
        () -> KittiOdometryImporter.read(sequence));
    Files.delete(sequence.resolve("times.txt"));
    List<String> times = new ArrayList<>(Files.readAllLines(dir.resolve("times.txt")));
    times.set(50, "1.305031102175304111e+09");
    Files.write(sequence.resolve("times.txt"), times);
    Files.delete(poses);
    assertEquals(
        1_305_031_102_175_304_111L,
        KittiOdometryImporter.read(sequence).kapture().cameraRecords().get(50).stampNanos());
  }

  @Test
  void importsSevenScenesInFrameOrder() {
    Path dir = SharedData.require("data/7scenes_redkitchen");
    ImportedDataset dataset = SevenScenesImporter.read(dir, 525, EnumSet.allOf(Split.class));
    Kapture kapture = dataset.kapture();
    assertEquals(1000, kapture.exposures().size());
    assertEquals(1000, kapture.trajectories().size());
    assertEquals(
        "PINHOLE 640 x 480 [525.0, 525.0, 320.0, 240.0]",
        kapture.rigOf("kinect").camera(0).camera().toString());
    Exposure last = kapture.exposures().get(999);
    assertEquals(33_300_000_000L, last.stampNanos());
    assertEquals("frame-000999.color.jpg", last.images().get(0).imagePath());
    Vector3 first = kapture.mapFromBody(kapture.exposures().get(0)).orElseThrow().translation();
    // The last column of frame-000000.pose.txt, a camera-to-world matrix.
    assertEquals(0, first.distanceTo(new Vector3(-0.34045634, 0.016469818, 0.29656917)), 1e-9);
  }

  @Test
  void importsTheSixCamerasOfDdadConsistently() {
    ImportedDataset dataset = DdadImporter.read(SharedData.require("data/ddad_rig6/scene_02"));
    Kapture kapture = dataset.kapture();
    assertEquals(18, kapture.cameraRecords().size());
    assertEquals(
        List.of(6, 6, 6), kapture.exposures().stream().map(e -> e.images().size()).toList());
    // 2064-11-12T01:04:09.936530Z by date -u: 2464 less 400 years.
    assertEquals(2_993_677_449_936_530_000L, kapture.exposures().get(0).stampNanos());
    // Each camera's own pose in the file, against the one through the rig.
    Rig rig = kapture.rigOf("rig");
    Pose mapFromBody = kapture.mapFromBody(kapture.exposures().get(0)).orElseThrow();
    Pose mapFromRear =
        mapFromBody.times(rig.camera(rig.indexOf("CAMERA_09")).cameraFromBody().inverse());
    assertEquals(
        0,
        mapFromRear
            .translation()
            .distanceTo(new Vector3(111.54045551661851, -2261.47283021645, -11.199511108285467)),
        0.01);
    assertTrue(dataset.report().get(1).contains("stamps up to 0.0 ms"), dataset.report().get(1));
    assertEquals(
        "stamps are moved back by 400 years, beyond which ROS has no time",
        dataset.report().get(2));
    // The front camera looks along the vehicle's x axis (forward), optical z.
    Vector3 forward =
        rig.camera(rig.indexOf("CAMERA_01"))
            .cameraFromBody()
            .rotation()
            .rotate(new Vector3(1, 0, 0));
    assertTrue(forward.z() > 0.99, forward.toString());
  }

  @Test
  void refusesDirectoriesThatAreSomethingElse() {
    assertOneLine(
        temp
            + " is not a 7-Scenes sequence or scene: it has no frame-NNNNNN.color.png or .jpg, and no"
            + " seq-01",
        () -> SevenScenesImporter.read(temp, 525, EnumSet.allOf(Split.class)));
    assertOneLine(
        temp + " is not a DGP scene: it has 0 files scene_*.json, expected one",
        () -> DdadImporter.read(temp));
    assertOneLine(
        temp.resolve("times.txt") + " is missing: a KITTI sequence has one time a frame",
        () -> KittiOdometryImporter.read(temp));
  }

  private static void assertOneLine(String message, Runnable action) {
    assertEquals(message, assertThrows(SeqlocException.class, action::run).getMessage());
  }
}
