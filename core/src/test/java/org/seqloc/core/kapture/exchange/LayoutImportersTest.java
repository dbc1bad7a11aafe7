package org.seqloc.core.kapture.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.seqloc.core.kapture.exchange.HandMadeLayout.POSE;
import static org.seqloc.core.kapture.exchange.HandMadeLayout.assertNear;
import static org.seqloc.core.kapture.exchange.HandMadeLayout.matrix;
import static org.seqloc.core.kapture.exchange.HandMadeLayout.pose;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.kapture.CameraRecord;
import org.seqloc.core.kapture.ImageTransfer;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KaptureDataset;
import org.seqloc.core.kapture.RecordKind;
import org.seqloc.core.kapture.Trajectories;

/** Recordings and folders of images. */
class LayoutImportersTest {

  private static final Set<Split> BOTH = Set.of(Split.MAPPING, Split.QUERY);

  @TempDir Path temp;

  private HandMadeLayout layout;

  @BeforeEach
  void begin() {
    layout = new HandMadeLayout(temp);
  }

  @Test
  void tumRgbdWithDepthInMetresAndInterpolatedPoses() throws IOException {
    layout.text("rgb.txt", "# color\n1305031102.175304 rgb/a.png\n1305031199.5 rgb/b.png\n");
    layout.text("depth.txt", "1305031102.160407 depth/a.png\n");
    Quaternion q = POSE.rotation();
    String rotation = q.x() + " " + q.y() + " " + q.z() + " " + q.w();
    layout.text(
        "groundtruth.txt",
        "# t\n1305031102.1504 0 0 0 " + rotation + "\n1305031102.2002 1 2 3 " + rotation + "\n");
    layout.text("accelerometer.txt", "1305031102.1 0.5 -9.8 0.25\n");
    layout.image("rgb/a.png", BufferedImage.TYPE_3BYTE_BGR, 1);
    layout.image("rgb/b.png", BufferedImage.TYPE_3BYTE_BGR, 1);
    layout.image("depth/a.png", BufferedImage.TYPE_USHORT_GRAY, 12345);
    ImportedDataset imported = TumRgbdImporter.read(temp);
    assertEquals(
        List.of(
            "the benchmark's default calibration: the folder's name has no freiburg1 to 3",
            "1 of 3 moments have no pose: the ground truth has none around them, or none near"),
        imported.notes());
    KaptureDataset dataset = layout.written(imported);
    Kapture kapture = dataset.kapture();
    long stamp = 1_305_031_102_175_304_000L;
    assertEquals(stamp, kapture.cameraRecords().get(0).stampNanos());
    Pose mapFromRig = pose(kapture, stamp, "rig").inverse();
    assertNear(new Pose(q, new Vector3(1, 2, 3).times((175_304 - 150_400) / 49_800.0)), mapFromRig);
    Path depth =
        dataset.files().file(RecordKind.DEPTH, kapture.records(RecordKind.DEPTH).values(0));
    ByteBuffer floats = ByteBuffer.wrap(Files.readAllBytes(depth)).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(8 * 6 * 4, floats.capacity());
    assertEquals(2.469f, floats.getFloat(4 * (2 * 8 + 3)));
    assertEquals(0f, floats.getFloat(0));
    assertEquals("0.5, -9.8, 0.25", kapture.records(RecordKind.ACCELEROMETER).values(0));
    Path small = temp.resolve("depth/a.png");
    ImageIO.write(new BufferedImage(4, 3, BufferedImage.TYPE_USHORT_GRAY), "png", small.toFile());
    assertEquals(
        "depth map " + small + " is 4 x 3, but the images are 8 x 6",
        assertThrows(
                SeqlocException.class,
                () ->
                    imported.write(temp.resolve("other"), false, ImageTransfer.COPY, Progress.NONE))
            .getMessage());
  }

  @Test
  void eurocWithImuOnTheBody() throws IOException {
    Pose bodyFromImu = new Pose(Quaternion.IDENTITY, new Vector3(0, 0, 0.5));
    String t = "T_BS:\n  cols: 4\n  rows: 4\n  data: [%s]\n";
    layout.text(
        "mav0/cam0/sensor.yaml",
        "# General\nsensor_type: camera\n"
            + String.format(Locale.ROOT, t, matrix(POSE, ", ", ",\n         "))
            + "rate_hz: 20\nresolution: [752, 480]\ncamera_model: pinhole\n"
            + "intrinsics: [458.654, 457.296, 367.215, 248.375]\n"
            + "distortion_model: radial-tangential\n"
            + "distortion_coefficients: [-0.28, 0.07, 0.0002, 1.76e-05]\n");
    layout.text("mav0/cam0/data.csv", "#timestamp [ns],filename\n1403636579763555584,a.png\r\n");
    layout.image("mav0/cam0/data/a.png");
    layout.text(
        "mav0/imu0/sensor.yaml", String.format(Locale.ROOT, t, matrix(bodyFromImu, ", ", ", ")));
    layout.text("mav0/imu0/data.csv", "#t\n1403636579758555392,-0.1,0.15,0.25,8.125,-0.5,-3.5\n");
    layout.text(
        "mav0/state_groundtruth_estimate0/data.csv",
        "#t\n1403636579763555584,4.5,-1.5,0.75,0.5,-0.5,0.5,-0.5,0,0,0,0,0,0,0,0,0\n");
    Kapture kapture = layout.written(EurocImporter.read(temp)).kapture();
    assertEquals(
        new Camera(
            CameraModel.OPENCV,
            752,
            480,
            458.654,
            457.296,
            367.215,
            248.375,
            -0.28,
            0.07,
            0.0002,
            1.76e-05),
        kapture.sensors().get("cam0").camera().orElseThrow());
    assertNear(POSE.inverse(), kapture.rigs().get("body").get("cam0"));
    assertNear(bodyFromImu.inverse(), kapture.rigs().get("body").get("imu0_gyroscope"));
    assertEquals("-0.1, 0.15, 0.25", kapture.records(RecordKind.GYROSCOPE).values(0));
    assertEquals("8.125, -0.5, -3.5", kapture.records(RecordKind.ACCELEROMETER).values(0));
    assertNear(
        new Pose(new Quaternion(0.5, -0.5, 0.5, -0.5), new Vector3(4.5, -1.5, 0.75)),
        pose(kapture, 1_403_636_579_763_555_584L, "body").inverse());
  }

  @Test
  void imageFolderAndListWithBlankPoses() throws IOException {
    layout.image("in/b/2.png");
    layout.image("in/a.jpg");
    layout.text("in/readme.txt", "no image");
    Kapture folder = ImageListImporter.folder(temp.resolve("in"), false).kapture();
    assertEquals(Set.of("sensor0", "sensor1"), folder.sensors().keySet());
    assertEquals("b/2.png", folder.cameraRecords().get(1).imagePath());
    assertEquals(
        Set.of("8x6", "b_8x6"),
        ImageListImporter.folder(temp.resolve("in"), true).kapture().sensors().keySet());

    Path list =
        layout.text(
            "list.txt",
            "# t, camera, image, pose\n10, c, a.jpg, 1, 0, 0, 0, 1, 2, 3\n11, c, "
                + temp.resolve("in/b/2.png").toAbsolutePath()
                + ", , , , , 4, 5, 6\n");
    Kapture kapture = ImageListImporter.list(list, temp.resolve("in")).kapture();
    assertNear(new Pose(Quaternion.IDENTITY, new Vector3(1, 2, 3)), pose(kapture, 10, "c"));
    Trajectories poses = kapture.poses();
    assertTrue(poses.at(11, "c").orElseThrow().rotation().isEmpty());
    Path wrong = layout.text("wrong.txt", "10, c, ../secret.png\n");
    assertTrue(
        assertThrows(SeqlocException.class, () -> ImageListImporter.list(wrong, temp))
            .getMessage()
            .startsWith(wrong + ", line 1: the image path '../secret.png' is not a plain path"));
    Path named = layout.text("named.txt", "x1, c, a.jpg\n");
    assertEquals(
        named + ", line 1: the timestamp is not a whole number: 'x1'",
        assertThrows(SeqlocException.class, () -> ImageListImporter.list(named, temp.resolve("in")))
            .getMessage());
    Path posed = layout.text("posed.txt", "1, c, a.jpg, 1, 0, 0, 0, 1, 2, z\n");
    assertEquals(
        posed + ", line 1: the pose has no number at 'z'",
        assertThrows(SeqlocException.class, () -> ImageListImporter.list(posed, temp.resolve("in")))
            .getMessage());
  }

  /**
   * As 7-Scenes' documentation has them: millimetres, 65535 for none, poses of the depth camera.
   */
  @Test
  void sevenScenesWithDepthOnTheKinect() throws IOException {
    layout.image("frame-000000.color.png", BufferedImage.TYPE_3BYTE_BGR, 1);
    layout.image("frame-000001.color.png", BufferedImage.TYPE_3BYTE_BGR, 1);
    layout.image("frame-000000.depth.png", BufferedImage.TYPE_USHORT_GRAY, 2469);
    layout.image("frame-000001.depth.png", BufferedImage.TYPE_USHORT_GRAY, 65_535);
    layout.text("frame-000000.pose.txt", matrix(POSE, "\t ", "\n") + "\n");
    layout.text("frame-000001.pose.txt", "-1.#INF inf nan -nan\n".repeat(4));
    ImportedDataset imported = SevenScenesImporter.read(temp, 525, BOTH);
    assertEquals("1 frames have no pose", imported.notes().get(2));
    KaptureDataset dataset = layout.written(imported);
    Kapture kapture = dataset.kapture();
    assertNear(POSE.inverse(), pose(kapture, 0, "kinect"));
    assertEquals(Pose.IDENTITY, kapture.rigs().get("kinect").get("kinect_depth"));
    // The colour camera is 26 mm to the right of the depth camera.
    Vector3 color = kapture.rigs().get("kinect").get("kinect_rgb").inverse().translation();
    assertEquals(0, color.distanceTo(new Vector3(0.0256, 0, -0.002)), 5e-4);
    float[] depths = new float[2];
    for (int i = 0; i < 2; i++) {
      Path depth =
          dataset.files().file(RecordKind.DEPTH, kapture.records(RecordKind.DEPTH).values(i));
      ByteBuffer floats = ByteBuffer.wrap(Files.readAllBytes(depth));
      depths[i] = floats.order(ByteOrder.LITTLE_ENDIAN).getFloat(4 * (2 * 8 + 3));
    }
    assertEquals(List.of(2.469f, 0f), List.of(depths[0], depths[1]));
    layout.text("frame-000000.pose.txt", "1 0 0 0 0 info 0 0 0 0 1 0 0 0 0 1\n");
    assertThrows(SeqlocException.class, () -> SevenScenesImporter.read(temp, 525, BOTH));
  }

  @Test
  void sequencesOfASceneAreAnHourApart() throws IOException {
    for (int i = 1; i <= 3; i++) {
      layout.image("seq-0" + i + "/frame-000015.color.png", BufferedImage.TYPE_3BYTE_BGR, i);
      layout.text("seq-0" + i + "/frame-000015.pose.txt", matrix(POSE, " ", "\n"));
    }
    layout.text("TrainSplit.txt", "sequence3\nsequence1 \n");
    layout.text("TestSplit.txt", "sequence4\n");
    Kapture both = SevenScenesImporter.read(temp, 525, BOTH).kapture();
    assertEquals(
        List.of(500_000_000L, 3_600_500_000_000L, 7_200_500_000_000L),
        both.cameraRecords().stream().map(CameraRecord::stampNanos).toList());
    Kapture map =
        layout.written(SevenScenesImporter.read(temp, 525, Set.of(Split.MAPPING))).kapture();
    assertEquals(
        List.of("seq-01/frame-000015.color.png", "seq-03/frame-000015.color.png"),
        map.cameraRecords().stream().map(CameraRecord::imagePath).toList());
    assertNear(POSE.inverse(), pose(map, 7_200_500_000_000L, "kinect"));
    assertEquals(
        temp + " has no seq-04, which its split names",
        assertThrows(
                SeqlocException.class,
                () -> SevenScenesImporter.read(temp, 525, Set.of(Split.QUERY)))
            .getMessage());
    Path sequence = temp.resolve("seq-01");
    assertThrows(
        SeqlocException.class, () -> SevenScenesImporter.read(sequence, 525, Set.of(Split.QUERY)));
  }
}
