package org.seqloc.core.kapture.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.seqloc.core.kapture.exchange.HandMadeLayout.POSE;
import static org.seqloc.core.kapture.exchange.HandMadeLayout.assertNear;
import static org.seqloc.core.kapture.exchange.HandMadeLayout.matrix;
import static org.seqloc.core.kapture.exchange.HandMadeLayout.pose;
import static org.seqloc.core.kapture.exchange.HandMadeLayout.quaternionFirst;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KaptureDataset;

/** The layouts of the benchmarks of long-term visual localization. */
class BenchmarkImportersTest {

  @TempDir Path temp;

  private HandMadeLayout layout;

  @BeforeEach
  void begin() {
    layout = new HandMadeLayout(temp);
  }

  @Test
  void robotCarSeasonsOfBothVersions() throws IOException {
    for (String camera : List.of("left", "rear", "right")) {
      layout.text("intrinsics/" + camera + "_intrinsics.txt", "fx 400\nfy 401\ncx 500\ncy 502\n");
      layout.text("extrinsics/" + camera + "_extrinsics.txt", matrix(POSE, ",", "\n") + "\n");
      layout.image("images/night/" + camera + "/1418235223450115.jpg");
    }
    layout.image("images/night/rear/1418235223460000.jpg");
    layout.image("images/overcast-reference/rear/1417176458999821.jpg");
    String individual = "3D-models/individual/";
    String model = individual + "colmap_reconstructions/7_aligned/";
    layout.text(model + "cameras.txt", "2 PINHOLE 1024 1024 400 401 500 502\n");
    layout.text(
        model + "images.txt",
        "5 "
            + quaternionFirst(POSE)
            + " 2 overcast-reference/rear/1417176458999821.png\n10 20 0\n");
    layout.text(model + "points3D.txt", "0 1 2 3 4 5 6 0.5 5 0\n");
    layout.text(
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

    layout.text(
        "robotcar_v2_train.txt",
        "night/rear/1418235223450115.png " + matrix(POSE, " ", " ") + "\n");
    Kapture query = RobotCarSeasonsImporter.read(temp, 7, Split.QUERY, false).kapture();
    assertEquals(1, query.cameraRecords().size());
    assertEquals(1_418_235_223_460_000_000L, query.cameraRecords().get(0).stampNanos());
    KaptureDataset mapping =
        layout.written(RobotCarSeasonsImporter.read(temp, 7, Split.MAPPING, false));
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

  @Test
  void extendedCmuSeasons() throws IOException {
    layout.text(
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
    layout.text("slice2/ground-truth-database-images-slice2.txt", a + " " + centred + "\n");
    layout.text("slice2/test-images-slice2.txt", b + "\n" + c + "\n");
    layout.text("slice2/camera-poses/slice-2-run-1.txt", b + " " + centred + "\n");
    layout.image("slice2/database/" + a);
    layout.image("slice2/query/" + b);
    layout.image("slice2/query/" + c);
    Kapture mapping = CmuSeasonsImporter.read(temp, 2, Split.MAPPING).kapture();
    assertNear(POSE, pose(mapping, 1_303_398_475_046_031_000L, "c0"));
    Kapture query = CmuSeasonsImporter.read(temp, 2, Split.QUERY).kapture();
    assertEquals(2, query.cameraRecords().size());
    assertEquals(1, query.poses().size());
    assertNear(POSE, pose(query, 1_283_347_879_534_213_000L, "c1"));
  }

  @Test
  void silda() throws IOException {
    layout.text("train_imgs.txt", "1445_0.png\n1445_1.png\n");
    layout.text("query_imgs.txt", "7_1.png\n");
    layout.text("silda-train-poses.txt", "1445_0.png " + quaternionFirst(POSE) + "\n");
    for (String name : List.of("1445_0", "1445_1", "7_1")) {
      layout.image("silda-images/" + name + ".png");
      layout.text("camera-intrinsics/" + name + ".intrinsics", "0.5\n0.496\n1 2 3\n");
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
    layout.text(
        training + "extrinsic.txt",
        header
            + ("0 0 " + matrix(first.times(POSE), " ", " ") + "\n")
            + ("0 1 " + matrix(second.times(POSE), " ", " ") + "\n")
            + ("1 0 " + matrix(POSE, " ", " ") + "\n"));
    layout.text(
        training + "intrinsic.txt",
        k + "0 0 1371 1371 959.5 539.5\n0 1 1371 1371 959.5 539.5\n1 0 1371 1371 959.5 539.5\n");
    for (String name : List.of("camera_0/rgb_00000", "camera_1/rgb_00000", "camera_0/rgb_00001")) {
      layout.image(training + "frames/rgb/" + name + ".jpg");
    }
    String testing = "testing/gallery_light4_occlusion3/";
    layout.text(testing + "extrinsic.txt", header + "5 0 " + matrix(POSE, " ", " ") + "\n");
    layout.text(testing + "intrinsic.txt", k + "5 0 1339 1339 959.5 539.5\n");
    layout.image(testing + "frames/rgb/camera_0/rgb_00005.jpg");
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
    layout.text(
        training + "extrinsic.txt",
        header
            + ("0 0 " + matrix(first.times(POSE), " ", " ") + "\n")
            + ("1 0 " + matrix(POSE, " ", " ") + "\n")
            + ("0 1 " + matrix(second.times(POSE), " ", " ") + "\n"));
    Kapture mixed = VirtualGalleryImporter.read(temp, EnumSet.of(Split.MAPPING)).kapture();
    assertEquals(2, mixed.exposures().size());
    assertEquals(2, mixed.exposures().get(0).images().size());
    layout.text(training + "extrinsic.txt", header + "0 0 1 0 0 0 0 1 0 0 0 0 -1 0\n");
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
    layout.text(
        "3D-models/aachen_cvpr2018_db.nvm",
        "NVM_V3\n\n1\ndb/1.jpg 1000 " + quaternionFirst(POSE) + " 0.08 0\n\n0\n");
    layout.image("images_upright/db/1.jpg");
    layout.image("images_upright/query/a.jpg");
    layout.text(
        "queries/night_time_queries_with_intrinsics.txt",
        "query/a.jpg SIMPLE_RADIAL 1600 1200 1469.2 800 600 -0.035\n");
    ImportedDataset ofNvm = AachenImporter.read(temp, Split.MAPPING, false);
    Kapture mapping = ofNvm.kapture();
    Path intrinsics = temp.resolve("3D-models/database_intrinsics.txt");
    assertEquals(
        List.of(
            intrinsics + " is missing: cameras are the NVM's, which the dataset advises against"),
        ofNvm.notes());
    layout.text(
        "3D-models/database_intrinsics.txt",
        "db/1.jpg SIMPLE_RADIAL 1600 1063 1389.4 800 531.5 -0.05\n");
    ImportedDataset ofList = AachenImporter.read(temp, Split.MAPPING, true);
    assertEquals(List.of(), ofList.notes());
    assertEquals(
        new Camera(CameraModel.SIMPLE_RADIAL, 1600, 1063, 1389.4, 799.5, 531, -0.05),
        ofList.kapture().sensors().get("sensor0").camera().orElseThrow());
    layout.text("3D-models/database_intrinsics.txt", "db/2.jpg SIMPLE_PINHOLE 8 6 5 4 3\n");
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
      layout.text("queries/night_time_queries_with_intrinsics.txt", "query/a.jpg " + line + "\n");
      assertThrows(SeqlocException.class, () -> AachenImporter.read(temp, Split.QUERY, false));
    }
    Path twice =
        layout.text(
            "queries/night_time_queries_with_intrinsics.txt",
            "query/a.jpg SIMPLE_PINHOLE 8 6 5 4 3\n".repeat(2));
    assertEquals(
        twice + ", line 2: image 'query/a.jpg' is there twice",
        assertThrows(SeqlocException.class, () -> AachenImporter.read(temp, Split.QUERY, false))
            .getMessage());
  }
}
