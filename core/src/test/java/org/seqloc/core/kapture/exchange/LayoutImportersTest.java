package org.seqloc.core.kapture.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.kapture.ImageTransfer;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KaptureDataset;
import org.seqloc.core.kapture.KapturePose;
import org.seqloc.core.kapture.RecordKind;
import org.seqloc.core.kapture.Trajectories;

/** Layouts written by hand as their documentation has them, with poses that are known. */
class LayoutImportersTest {

  private static final Pose POSE =
      new Pose(Quaternion.exp(new Vector3(0.3, -0.5, 0.7)), new Vector3(1.5, -2.25, 3.75));

  @TempDir Path temp;

  private Path text(String name, String text) throws IOException {
    Path file = temp.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private void image(String name) throws IOException {
    image(name, BufferedImage.TYPE_BYTE_GRAY, 0);
  }

  private void image(String name, int type, int value) throws IOException {
    Path file = temp.resolve(name);
    Files.createDirectories(file.getParent());
    BufferedImage image = new BufferedImage(8, 6, type);
    image.getRaster().setSample(3, 2, 0, value);
    ImageIO.write(image, name.endsWith("png") ? "png" : "jpg", file.toFile());
  }

  private KaptureDataset written(ImportedDataset dataset) {
    dataset.write(temp.resolve("k"), false, ImageTransfer.COPY, Progress.NONE);
    return KaptureDataset.open(temp.resolve("k"), false);
  }

  private static Pose pose(Kapture kapture, long stamp, String device) {
    return kapture.poses().at(stamp, device).flatMap(KapturePose::deviceFromWorld).orElseThrow();
  }

  private static void assertNear(Pose expected, Pose actual) {
    assertEquals(0, expected.translation().distanceTo(actual.translation()), 1e-9);
    assertEquals(0, expected.rotation().angleTo(actual.rotation()), 1e-7);
  }

  private static String quaternionFirst(Pose p) {
    Quaternion q = p.rotation();
    Vector3 t = p.translation();
    return String.format(
        Locale.ROOT, "%s %s %s %s %s %s %s", q.w(), q.x(), q.y(), q.z(), t.x(), t.y(), t.z());
  }

  private static String matrix(Pose p, String separator, String rowEnd) {
    double[] r = p.rotation().toMatrix();
    Vector3 t = p.translation();
    String s = separator;
    return r[0] + s + r[1] + s + r[2] + s + t.x() + rowEnd + r[3] + s + r[4] + s + r[5] + s + t.y()
        + rowEnd + r[6] + s + r[7] + s + r[8] + s + t.z() + rowEnd + "0" + s + "0" + s + "0" + s
        + "1";
  }

  @Test
  void tumRgbdWithDepthInMetresAndInterpolatedPoses() throws IOException {
    text("rgb.txt", "# color\n1305031102.175304 rgb/a.png\n1305031199.5 rgb/b.png\n");
    text("depth.txt", "1305031102.160407 depth/a.png\n");
    Quaternion q = POSE.rotation();
    String rotation = q.x() + " " + q.y() + " " + q.z() + " " + q.w();
    text(
        "groundtruth.txt",
        "# t\n1305031102.1504 0 0 0 " + rotation + "\n1305031102.2002 1 2 3 " + rotation + "\n");
    text("accelerometer.txt", "1305031102.1 0.5 -9.8 0.25\n");
    image("rgb/a.png", BufferedImage.TYPE_3BYTE_BGR, 1);
    image("rgb/b.png", BufferedImage.TYPE_3BYTE_BGR, 1);
    image("depth/a.png", BufferedImage.TYPE_USHORT_GRAY, 12345);
    ImportedDataset imported = TumRgbdImporter.read(temp);
    assertEquals(
        List.of(
            "the benchmark's default calibration: the folder's name has no freiburg1 to 3",
            "1 of 3 moments have no pose: the ground truth has none around them, or none near"),
        imported.notes());
    KaptureDataset dataset = written(imported);
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
    text(
        "mav0/cam0/sensor.yaml",
        "# General\nsensor_type: camera\n"
            + String.format(Locale.ROOT, t, matrix(POSE, ", ", ",\n         "))
            + "rate_hz: 20\nresolution: [752, 480]\ncamera_model: pinhole\n"
            + "intrinsics: [458.654, 457.296, 367.215, 248.375]\n"
            + "distortion_model: radial-tangential\n"
            + "distortion_coefficients: [-0.28, 0.07, 0.0002, 1.76e-05]\n");
    text("mav0/cam0/data.csv", "#timestamp [ns],filename\n1403636579763555584,a.png\r\n");
    image("mav0/cam0/data/a.png");
    text("mav0/imu0/sensor.yaml", String.format(Locale.ROOT, t, matrix(bodyFromImu, ", ", ", ")));
    text("mav0/imu0/data.csv", "#t\n1403636579758555392,-0.1,0.15,0.25,8.125,-0.5,-3.5\n");
    text(
        "mav0/state_groundtruth_estimate0/data.csv",
        "#t\n1403636579763555584,4.5,-1.5,0.75,0.5,-0.5,0.5,-0.5,0,0,0,0,0,0,0,0,0\n");
    Kapture kapture = written(EurocImporter.read(temp)).kapture();
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
    image("in/b/2.png");
    image("in/a.jpg");
    text("in/readme.txt", "no image");
    Kapture folder = ImageListImporter.folder(temp.resolve("in"), false).kapture();
    assertEquals(Set.of("sensor0", "sensor1"), folder.sensors().keySet());
    assertEquals("b/2.png", folder.cameraRecords().get(1).imagePath());
    assertEquals(
        Set.of("8x6", "b_8x6"),
        ImageListImporter.folder(temp.resolve("in"), true).kapture().sensors().keySet());

    Path list =
        text(
            "list.txt",
            "# t, camera, image, pose\n10, c, a.jpg, 1, 0, 0, 0, 1, 2, 3\n11, c, "
                + temp.resolve("in/b/2.png").toAbsolutePath()
                + ", , , , , 4, 5, 6\n");
    Kapture kapture = ImageListImporter.list(list, temp.resolve("in")).kapture();
    assertNear(new Pose(Quaternion.IDENTITY, new Vector3(1, 2, 3)), pose(kapture, 10, "c"));
    Trajectories poses = kapture.poses();
    assertTrue(poses.at(11, "c").orElseThrow().rotation().isEmpty());
    Path wrong = text("wrong.txt", "10, c, ../secret.png\n");
    assertTrue(
        assertThrows(SeqlocException.class, () -> ImageListImporter.list(wrong, temp))
            .getMessage()
            .startsWith(wrong + ", line 1: the image path '../secret.png' is not a plain path"));
    Path named = text("named.txt", "x1, c, a.jpg\n");
    assertEquals(
        named + ", line 1: the timestamp is not a whole number: 'x1'",
        assertThrows(SeqlocException.class, () -> ImageListImporter.list(named, temp.resolve("in")))
            .getMessage());
    Path posed = text("posed.txt", "1, c, a.jpg, 1, 0, 0, 0, 1, 2, z\n");
    assertEquals(
        posed + ", line 1: the pose has no number at 'z'",
        assertThrows(SeqlocException.class, () -> ImageListImporter.list(posed, temp.resolve("in")))
            .getMessage());
  }

  @Test
  void robotCarSeasonsOfBothVersions() throws IOException {
    for (String camera : List.of("left", "rear", "right")) {
      text("intrinsics/" + camera + "_intrinsics.txt", "fx 400\nfy 401\ncx 500\ncy 502\n");
      text("extrinsics/" + camera + "_extrinsics.txt", matrix(POSE, ",", "\n") + "\n");
      image("images/night/" + camera + "/1418235223450115.jpg");
    }
    image("images/night/rear/1418235223460000.jpg");
    image("images/overcast-reference/rear/1417176458999821.jpg");
    String individual = "3D-models/individual/";
    String model = individual + "colmap_reconstructions/7_aligned/";
    text(model + "cameras.txt", "2 PINHOLE 1024 1024 400 401 500 502\n");
    text(
        model + "images.txt",
        "5 "
            + quaternionFirst(POSE)
            + " 2 overcast-reference/rear/1417176458999821.png\n10 20 0\n");
    text(model + "points3D.txt", "0 1 2 3 4 5 6 0.5 5 0\n");
    text(
        individual + "queries_per_location/queries_location_7.txt",
        """
        night/left/1418235223450115.jpg
        night/rear/1418235223450115.jpg
        night/right/1418235223450115.jpg
        night/rear/1418235223460000.jpg
        """);
    Kapture first = RobotCarSeasonsImporter.read(temp, 7, Split.QUERY, false).kapture();
    assertEquals(4, first.cameraRecords().size());
    assertNear(POSE.inverse(), first.rigs().get("car").get("left"));

    text(
        "robotcar_v2_train.txt",
        "night/rear/1418235223450115.png " + matrix(POSE, " ", " ") + "\n");
    Kapture query = RobotCarSeasonsImporter.read(temp, 7, Split.QUERY, false).kapture();
    assertEquals(1, query.cameraRecords().size());
    assertEquals(1_418_235_223_460_000_000L, query.cameraRecords().get(0).stampNanos());
    KaptureDataset mapping = written(RobotCarSeasonsImporter.read(temp, 7, Split.MAPPING, false));
    assertEquals(4, mapping.kapture().cameraRecords().size());
    assertNear(POSE, pose(mapping.kapture(), 1_417_176_458_999_821_000L, "rear"));
    assertNear(POSE.inverse(), pose(mapping.kapture(), 1_418_235_223_450_115_000L, "rear"));
    assertEquals(
        "overcast-reference/rear/1417176458999821.jpg",
        mapping
            .reconstruction()
            .observations()
            .orElseThrow()
            .tracks()
            .get(0)
            .sightings()
            .get(0)
            .image());
    assertThrows(
        SeqlocException.class, () -> RobotCarSeasonsImporter.read(temp, 8, Split.MAPPING, false));
  }

  /**
   * As 7-Scenes' documentation has them: millimetres, 65535 for none, poses of the depth camera.
   */
  @Test
  void sevenScenesWithDepthOnTheKinect() throws IOException {
    image("frame-000000.color.png", BufferedImage.TYPE_3BYTE_BGR, 1);
    image("frame-000001.color.png", BufferedImage.TYPE_3BYTE_BGR, 1);
    image("frame-000000.depth.png", BufferedImage.TYPE_USHORT_GRAY, 2469);
    image("frame-000001.depth.png", BufferedImage.TYPE_USHORT_GRAY, 65_535);
    text("frame-000000.pose.txt", matrix(POSE, "\t ", "\n") + "\n");
    text("frame-000001.pose.txt", "-1.#INF inf nan -nan\n".repeat(4));
    ImportedDataset imported = SevenScenesImporter.read(temp, 525);
    assertEquals("1 frames have no pose", imported.notes().get(2));
    KaptureDataset dataset = written(imported);
    Kapture kapture = dataset.kapture();
    assertNear(POSE.inverse(), pose(kapture, 0, "kinect"));
    assertEquals(Pose.IDENTITY, kapture.rigs().get("kinect").get("depth"));
    // The colour camera is 26 mm to the right of the depth camera.
    Vector3 color = kapture.rigs().get("kinect").get("color").inverse().translation();
    assertEquals(0, color.distanceTo(new Vector3(0.0256, 0, -0.002)), 5e-4);
    float[] depths = new float[2];
    for (int i = 0; i < 2; i++) {
      Path depth =
          dataset.files().file(RecordKind.DEPTH, kapture.records(RecordKind.DEPTH).values(i));
      ByteBuffer floats = ByteBuffer.wrap(Files.readAllBytes(depth));
      depths[i] = floats.order(ByteOrder.LITTLE_ENDIAN).getFloat(4 * (2 * 8 + 3));
    }
    assertEquals(List.of(2.469f, 0f), List.of(depths[0], depths[1]));
    text("frame-000000.pose.txt", "1 0 0 0 0 info 0 0 0 0 1 0 0 0 0 1\n");
    assertThrows(SeqlocException.class, () -> SevenScenesImporter.read(temp, 525));
  }

  @Test
  void extendedCmuSeasons() throws IOException {
    text(
        "intrinsics.txt",
        """
        # camera
        c0 OPENCV 1024 768 868 866 525 420 -0.4 0.19 0.0001 0.0002
        c1 OPENCV 1024 768 866 867 529 401 -0.39 0.18 0.0001 0.0002
        """);
    String centred = quaternionFirst(new Pose(POSE.rotation(), POSE.inverse().translation()));
    String a = "img_00122_c0_1303398475046031us.jpg";
    String b = "img_00119_c1_1283347879534213us.jpg";
    String c = "img_00120_c1_1283347879634213us.jpg";
    text("slice2/ground-truth-database-images-slice2.txt", a + " " + centred + "\n");
    text("slice2/test-images-slice2.txt", b + "\n" + c + "\n");
    text("slice2/camera-poses/slice-2-run-1.txt", b + " " + centred + "\n");
    image("slice2/database/" + a);
    image("slice2/query/" + b);
    image("slice2/query/" + c);
    Kapture mapping = CmuSeasonsImporter.read(temp, 2, Split.MAPPING).kapture();
    assertNear(POSE, pose(mapping, 1_303_398_475_046_031_000L, "c0"));
    Kapture query = CmuSeasonsImporter.read(temp, 2, Split.QUERY).kapture();
    assertEquals(2, query.cameraRecords().size());
    assertEquals(1, query.poses().size());
    assertNear(POSE, pose(query, 1_283_347_879_534_213_000L, "c1"));
  }

  @Test
  void silda() throws IOException {
    text("train_imgs.txt", "1445_0.png\n1445_1.png\n");
    text("query_imgs.txt", "7_1.png\n");
    text("silda-train-poses.txt", "1445_0.png " + quaternionFirst(POSE) + "\n");
    for (String name : List.of("1445_0", "1445_1", "7_1")) {
      image("silda-images/" + name + ".png");
      text("camera-intrinsics/" + name + ".intrinsics", "0.5\n0.496\n1 2 3\n");
    }
    Kapture mapping = SildaImporter.read(temp, Split.MAPPING).kapture();
    assertNear(POSE.inverse(), pose(mapping, 1445, "0"));
    assertEquals(1, mapping.exposures().size());
    double[] camera = mapping.sensors().get("1").camera().orElseThrow().parameters();
    assertEquals(512, camera[2]);
    assertEquals(507.904, camera[3], 1e-9);
    Vector3 forward = new Vector3(0, 0, 1);
    Vector3 of0 = mapping.rigs().get("silda_rig").get("0").inverse().rotation().rotate(forward);
    Vector3 of1 = mapping.rigs().get("silda_rig").get("1").inverse().rotation().rotate(forward);
    assertEquals(-1, of0.dot(of1), 1e-12);
    assertEquals(1, SildaImporter.read(temp, Split.QUERY).kapture().cameraRecords().size());
  }

  @Test
  void virtualGallery() throws IOException {
    String header =
        "frame cameraID r1,1 r1,2 r1,3 t1 r2,1 r2,2 r2,3 t2 r3,1 r3,2 r3,3 t3 0 0 0 1\n";
    String k = "frame cameraID K[0,0] K[1,1] K[0,2] K[1,2]\n";
    Pose second =
        new Pose(Quaternion.exp(new Vector3(0, -Math.PI / 3, 0)), new Vector3(0, 0, -0.1));
    Pose first = new Pose(Quaternion.IDENTITY, new Vector3(0, 0, -0.1));
    String training = "training/gallery_light1_loop2/";
    text(
        training + "extrinsic.txt",
        header
            + ("0 0 " + matrix(first.times(POSE), " ", " ") + "\n")
            + ("0 1 " + matrix(second.times(POSE), " ", " ") + "\n")
            + ("1 0 " + matrix(POSE, " ", " ") + "\n"));
    text(
        training + "intrinsic.txt",
        k + "0 0 1371 1371 959.5 539.5\n0 1 1371 1371 959.5 539.5\n1 0 1371 1371 959.5 539.5\n");
    for (String name : List.of("camera_0/rgb_00000", "camera_1/rgb_00000", "camera_0/rgb_00001")) {
      image(training + "frames/rgb/" + name + ".jpg");
    }
    String testing = "testing/gallery_light4_occlusion3/";
    text(testing + "extrinsic.txt", header + "5 0 " + matrix(POSE, " ", " ") + "\n");
    text(testing + "intrinsic.txt", k + "5 0 1339 1339 959.5 539.5\n");
    image(testing + "frames/rgb/camera_0/rgb_00005.jpg");
    Kapture kapture = VirtualGalleryImporter.read(temp, EnumSet.allOf(Split.class)).kapture();
    assertEquals(List.of(0L, 1L, 3L), List.copyOf(kapture.trajectories().keySet()));
    assertNear(POSE, pose(kapture, 3, "testing_light_4_occlusion_3_frame_5"));
    // The rig as it is mounted agrees with the poses of its cameras.
    Pose rigFromWorld =
        kapture
            .rigs()
            .get("training_rig")
            .get("training_camera_1")
            .inverse()
            .times(pose(kapture, 0, "training_camera_1"));
    assertNear(POSE, rigFromWorld);
    assertEquals(2, kapture.exposures().get(0).images().size());

    // The rows of a frame need not be neighbours.
    text(
        training + "extrinsic.txt",
        header
            + ("0 0 " + matrix(first.times(POSE), " ", " ") + "\n")
            + ("1 0 " + matrix(POSE, " ", " ") + "\n")
            + ("0 1 " + matrix(second.times(POSE), " ", " ") + "\n"));
    Kapture mixed = VirtualGalleryImporter.read(temp, EnumSet.of(Split.MAPPING)).kapture();
    assertEquals(2, mixed.exposures().size());
    assertEquals(2, mixed.exposures().get(0).images().size());
    text(training + "extrinsic.txt", header + "0 0 1 0 0 0 0 1 0 0 0 0 -1 0\n");
    assertEquals(
        temp.resolve(training + "extrinsic.txt")
            + ", line 2: not a rotation: the matrix is a mirror",
        assertThrows(
                SeqlocException.class,
                () -> VirtualGalleryImporter.read(temp, EnumSet.of(Split.MAPPING)))
            .getMessage());
  }

  @Test
  void aachenDayNight() throws IOException {
    text(
        "3D-models/aachen_cvpr2018_db.nvm",
        "NVM_V3\n\n1\ndb/1.jpg 1000 " + quaternionFirst(POSE) + " 0.08 0\n\n0\n");
    image("images_upright/db/1.jpg");
    image("images_upright/query/a.jpg");
    text(
        "queries/night_time_queries_with_intrinsics.txt",
        "query/a.jpg SIMPLE_RADIAL 1600 1200 1469.2 800 600 -0.035\n");
    ImportedDataset ofNvm = AachenImporter.read(temp, Split.MAPPING, false);
    Kapture mapping = ofNvm.kapture();
    Path intrinsics = temp.resolve("3D-models/database_intrinsics.txt");
    assertEquals(
        List.of(
            intrinsics + " is missing: cameras are the NVM's, which the dataset advises against"),
        ofNvm.notes());
    text(
        "3D-models/database_intrinsics.txt",
        "db/1.jpg SIMPLE_RADIAL 1600 1063 1389.4 800 531.5 -0.05\n");
    ImportedDataset ofList = AachenImporter.read(temp, Split.MAPPING, true);
    assertEquals(List.of(), ofList.notes());
    assertEquals(
        new Camera(CameraModel.SIMPLE_RADIAL, 1600, 1063, 1389.4, 799.5, 531, -0.05),
        ofList.kapture().sensors().get("sensor0").camera().orElseThrow());
    text("3D-models/database_intrinsics.txt", "db/2.jpg SIMPLE_PINHOLE 8 6 5 4 3\n");
    assertEquals(
        temp.resolve("3D-models/aachen_cvpr2018_db.nvm")
            + ", line 4: there is no calibration of 'db/1.jpg'",
        assertThrows(SeqlocException.class, () -> AachenImporter.read(temp, Split.MAPPING, false))
            .getMessage());
    assertNear(
        new Pose(POSE.rotation(), POSE.rotation().rotate(POSE.translation()).times(-1)),
        pose(mapping, 0, "sensor0"));
    Kapture query = AachenImporter.read(temp, Split.QUERY, false).kapture();
    assertEquals(
        new Camera(CameraModel.SIMPLE_RADIAL, 1600, 1200, 1469.2, 800, 600, -0.035),
        query.sensors().get("sensor0").camera().orElseThrow());
    for (String line : List.of("SIMPLE_RADIAL 1600 1200 1469 1469 800 600 -0.03", "PINHOLE")) {
      text("queries/night_time_queries_with_intrinsics.txt", "query/a.jpg " + line + "\n");
      assertThrows(SeqlocException.class, () -> AachenImporter.read(temp, Split.QUERY, false));
    }
    Path twice =
        text(
            "queries/night_time_queries_with_intrinsics.txt",
            "query/a.jpg SIMPLE_PINHOLE 8 6 5 4 3\n".repeat(2));
    assertEquals(
        twice + ", line 2: image 'query/a.jpg' is there twice",
        assertThrows(SeqlocException.class, () -> AachenImporter.read(temp, Split.QUERY, false))
            .getMessage());
  }
}
