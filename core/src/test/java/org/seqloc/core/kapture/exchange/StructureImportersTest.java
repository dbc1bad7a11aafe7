package org.seqloc.core.kapture.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.SharedData;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.kapture.CameraRecord;
import org.seqloc.core.kapture.FeatureArray;
import org.seqloc.core.kapture.FeatureKind;
import org.seqloc.core.kapture.ImageTransfer;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KaptureDataset;
import org.seqloc.core.kapture.KapturePose;
import org.seqloc.core.kapture.Observations;
import org.seqloc.core.kapture.Points3d;
import org.seqloc.core.kapture.RecordKind;
import org.seqloc.core.kapture.Sensor;

/**
 * Structure from motion of others. The oracle of the synthetic ones: every point, projected by the
 * imported pose and calibration, falls onto its imported keypoint.
 */
class StructureImportersTest {

  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;

  private static final List<Pose> CAMERAS =
      List.of(
          new Pose(Quaternion.exp(new Vector3(0.1, -0.2, 0.05)), new Vector3(0.3, -0.1, 0.2)),
          new Pose(Quaternion.exp(new Vector3(-0.05, 0.25, -0.1)), new Vector3(-0.4, 0.2, 0.1)));

  private static final List<Vector3> POINTS =
      List.of(
          new Vector3(-1.5, -1, 6),
          new Vector3(1.25, 0.75, 7),
          new Vector3(0.5, -1.25, 5),
          new Vector3(-1, 1.5, 8));

  @TempDir Path temp;

  private Path images() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("images"));
    for (int i = 0; i < CAMERAS.size(); i++) {
      ImageIO.write(
          new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY),
          "png",
          folder.resolve(i + ".png").toFile());
    }
    return folder;
  }

  /** x/z, y/z in a camera, x right and y down. */
  private static double[] normalized(Pose cameraFromWorld, Vector3 point) {
    Vector3 p = cameraFromWorld.transform(point);
    return new double[] {p.x() / p.z(), p.y() / p.z()};
  }

  private KaptureDataset written(ImportedDataset dataset) {
    dataset.write(temp.resolve("k"), false, ImageTransfer.COPY, Progress.NONE);
    return KaptureDataset.open(temp.resolve("k"), false);
  }

  /** Largest distance of a keypoint from where its point is projected to, px. */
  private static double reprojection(KaptureDataset dataset, int observations) {
    Kapture kapture = dataset.kapture();
    Map<String, CameraRecord> records = new HashMap<>();
    kapture.cameraRecords().forEach(r -> records.put(r.imagePath(), r));
    Points3d points = dataset.reconstruction().points3d().orElseThrow();
    double worst = 0;
    int count = 0;
    for (Observations.Track track :
        dataset.reconstruction().observations().orElseThrow().tracks()) {
      double[] p = points.row(track.point());
      for (Observations.Sighting s : track.sightings()) {
        CameraRecord record = records.get(s.image());
        Pose pose =
            kapture
                .poses()
                .at(record.stampNanos(), record.camera())
                .flatMap(KapturePose::deviceFromWorld)
                .orElseThrow();
        Camera camera = kapture.sensors().get(record.camera()).camera().orElseThrow();
        Vector3 inCamera = pose.transform(new Vector3(p[0], p[1], p[2]));
        double[] pixel = new double[2];
        assertTrue(camera.project(inCamera.x(), inCamera.y(), inCamera.z(), pixel));
        FeatureArray keypoints =
            dataset
                .reconstruction()
                .features(FeatureKind.KEYPOINTS)
                .get(track.keypointsType())
                .read(s.image())
                .orElseThrow();
        worst =
            Math.max(
                worst,
                Math.hypot(
                    pixel[0] - keypoints.get(s.keypoint(), 0),
                    pixel[1] - keypoints.get(s.keypoint(), 1)));
        count++;
      }
    }
    assertEquals(observations, count);
    return worst;
  }

  private static double radial(double[] xy, double k1, double k2) {
    double r2 = xy[0] * xy[0] + xy[1] * xy[1];
    return 1 + k1 * r2 + k2 * r2 * r2;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nvmReprojects(boolean centred) throws IOException {
    StringBuilder text = new StringBuilder("NVM_V3 \n\n2\n");
    for (int i = 0; i < 2; i++) {
      Quaternion q = CAMERAS.get(i).rotation();
      Vector3 c = CAMERAS.get(i).inverse().translation();
      text.append(
          String.format(
              Locale.ROOT,
              "%d.png\t500 %s %s %s %s %s %s %s 0.03 0\n",
              i,
              q.w(),
              q.x(),
              q.y(),
              q.z(),
              c.x(),
              c.y(),
              c.z()));
    }
    text.append("\n4\n");
    for (int p = 0; p < 4; p++) {
      Vector3 x = POINTS.get(p);
      text.append(String.format(Locale.ROOT, "%s %s %s 1 2 %d 2", x.x(), x.y(), x.z(), 10 + p));
      for (int i = 0; i < 2; i++) {
        double[] xy = normalized(CAMERAS.get(i), x);
        double f = 500 * radial(xy, -0.03, 0);
        text.append(
            String.format(
                Locale.ROOT,
                " %d %d %s %s",
                i,
                100 * p,
                f * xy[0] + (centred ? 0 : WIDTH / 2),
                f * xy[1] + (centred ? 0 : HEIGHT / 2)));
      }
      text.append('\n');
    }
    text.append("\n0\n");
    Path file = Files.writeString(temp.resolve("model.nvm"), text);
    KaptureDataset dataset = written(NvmImporter.read(file, images()));
    assertEquals(0, reprojection(dataset, 8), 1e-4);
    assertEquals(13, dataset.reconstruction().points3d().orElseThrow().row(3)[5]);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bundlerReprojectsWithEitherWorld(boolean turnWorld) throws IOException {
    StringBuilder text = new StringBuilder("# Bundle file v0.3\n3 4\n");
    Pose turn = new Pose(new Quaternion(0, 1, 0, 0), Vector3.ZERO);
    for (Pose camera : CAMERAS) {
      Pose bundler = turn.times(camera);
      double[] r = bundler.rotation().toMatrix();
      Vector3 t = bundler.translation();
      text.append("500 -0.02 0.01\n");
      for (int row = 0; row < 3; row++) {
        text.append(r[3 * row] + " " + r[3 * row + 1] + " " + r[3 * row + 2] + "\n");
      }
      text.append(t.x() + " " + t.y() + " " + t.z() + "\n");
    }
    text.append("0 0 0\n0 0 0\n0 0 0\n0 0 0\n0 0 0\n");
    for (Vector3 x : POINTS) {
      text.append(x.x() + " " + x.y() + " " + x.z() + "\n9 8 7\n2");
      for (int i = 0; i < 2; i++) {
        double[] xy = normalized(CAMERAS.get(i), x);
        double f = 500 * radial(xy, -0.02, 0.01);
        text.append(" " + i + " " + POINTS.indexOf(x) + " " + f * xy[0] + " " + -f * xy[1]);
      }
      text.append('\n');
    }
    Path file = Files.writeString(temp.resolve("bundle.out"), text);
    Path list = Files.writeString(temp.resolve("list.txt"), "./0.png 0 500\n1.png\n2.png\n");
    Path folder = images();
    Files.copy(folder.resolve("0.png"), folder.resolve("2.png"));
    KaptureDataset dataset = written(BundlerImporter.read(file, list, folder, turnWorld));
    assertEquals(0, reprojection(dataset, 8), 1e-4);
    assertEquals(2, dataset.kapture().poses().size());
    assertEquals(
        turnWorld ? 1 : -1, dataset.reconstruction().points3d().orElseThrow().row(0)[1], 1e-12);
  }

  @Test
  void openSfmReprojects() throws IOException {
    images();
    StringBuilder shots = new StringBuilder();
    StringBuilder points = new StringBuilder();
    StringBuilder tracks = new StringBuilder("OPENSFM_TRACKS_VERSION_v2\n");
    for (int i = 0; i < 2; i++) {
      Vector3 r = CAMERAS.get(i).rotation().log();
      Vector3 t = CAMERAS.get(i).translation();
      shots.append(
          String.format(
              Locale.ROOT,
              "%s\"%d.png\": {\"camera\": \"c%d\", \"rotation\": [%s, %s, %s],"
                  + " \"translation\": [%s, %s, %s]}",
              i == 0 ? "" : ", ",
              i,
              i,
              r.x(),
              r.y(),
              r.z(),
              t.x(),
              t.y(),
              t.z()));
      for (int p = 0; p < 4; p++) {
        double[] xy = normalized(CAMERAS.get(i), POINTS.get(p));
        double x;
        double y;
        if (i == 0) {
          double f = 0.8 * radial(xy, 0.03, -0.01);
          x = f * xy[0];
          y = f * xy[1];
        } else {
          // brown: two focal lengths, a shifted centre, tangential terms.
          double r2 = xy[0] * xy[0] + xy[1] * xy[1];
          double d = radial(xy, 0.03, -0.01) + 0.005 * r2 * r2 * r2;
          x =
              0.8 * (xy[0] * d + 2 * 0.01 * xy[0] * xy[1] + 0.02 * (r2 + 2 * xy[0] * xy[0]))
                  + 0.004;
          y =
              0.9 * (xy[1] * d + 2 * 0.02 * xy[0] * xy[1] + 0.01 * (r2 + 2 * xy[1] * xy[1]))
                  - 0.003;
        }
        tracks.append(
            String.format(
                Locale.ROOT, "%d.png\tt%d\t%d\t%s\t%s\t0.1\t1\t2\t3\t-1\t-1\n", i, p, 7 * p, x, y));
      }
    }
    for (int p = 0; p < 4; p++) {
      Vector3 x = POINTS.get(p);
      points.append(
          String.format(
              Locale.ROOT,
              "%s\"t%d\": {\"coordinates\": [%s, %s, %s], \"color\": [1, 2, 3]}",
              p == 0 ? "" : ", ",
              p,
              x.x(),
              x.y(),
              x.z()));
    }
    Files.writeString(
        temp.resolve("reconstruction.json"),
        String.format(
            Locale.ROOT,
            "[{\"cameras\": {\"c0\": {\"projection_type\": \"perspective\", \"width\": 640,"
                + " \"height\": 480, \"focal\": 0.8, \"k1\": 0.03, \"k2\": -0.01},"
                + " \"c1\": {\"projection_type\": \"brown\", \"width\": 640, \"height\": 480,"
                + " \"focal_x\": 0.8, \"focal_y\": 0.9, \"c_x\": 0.004, \"c_y\": -0.003,"
                + " \"k1\": 0.03, \"k2\": -0.01, \"k3\": 0.005, \"p1\": 0.01, \"p2\": 0.02}},"
                + " \"shots\": {%s}, \"points\": {%s}}]",
            shots,
            points));
    Files.writeString(temp.resolve("tracks.csv"), tracks);
    Files.createDirectory(temp.resolve("exif"));
    Files.writeString(
        temp.resolve("exif/1.png.exif"), "{\"gps\": {\"latitude\": 45.5, \"longitude\": 5.25}}");
    KaptureDataset dataset = written(OpenSfmImporter.read(temp));
    assertEquals(0, reprojection(dataset, 8), 1e-4);
    assertEquals("5.25, 45.5, 0.0, 0, 0.0", dataset.kapture().records(RecordKind.GNSS).values(0));
    Files.writeString(temp.resolve("tracks.csv"), "0.png\tt0\tx\t0.5\t0.5\n");
    assertEquals(
        temp.resolve("tracks.csv") + ", line 1: not a whole number, x and y: x 0.5 0.5",
        assertThrows(
                SeqlocException.class,
                () ->
                    OpenSfmImporter.read(temp)
                        .write(temp.resolve("k2"), false, ImageTransfer.COPY, Progress.NONE))
            .getMessage());
  }

  @Test
  void openMvgReprojects() throws IOException {
    images();
    StringBuilder views = new StringBuilder();
    StringBuilder extrinsics = new StringBuilder();
    StringBuilder structure = new StringBuilder();
    for (int i = 0; i < 2; i++) {
      String comma = i == 0 ? "" : ", ";
      double[] r = CAMERAS.get(i).rotation().toMatrix();
      Vector3 c = CAMERAS.get(i).inverse().translation();
      views.append(
          String.format(
              Locale.ROOT,
              "%s{\"key\": %d, \"value\": {\"polymorphic_id\": 1073741824, \"ptr_wrapper\":"
                  + " {\"id\": 2147483649, \"data\": {\"local_path\": \"\", \"filename\":"
                  + " \"%d.png\", \"width\": 640, \"height\": 480, \"id_view\": %d,"
                  + " \"id_intrinsic\": %d, \"id_pose\": %d}}}}",
              comma,
              i + 5,
              i,
              i + 5,
              i,
              i + 20));
      extrinsics.append(
          String.format(
              Locale.ROOT,
              "%s{\"key\": %d, \"value\": {\"rotation\": [[%s, %s, %s], [%s, %s, %s],"
                  + " [%s, %s, %s]], \"center\": [%s, %s, %s]}}",
              comma,
              i + 20,
              r[0],
              r[1],
              r[2],
              r[3],
              r[4],
              r[5],
              r[6],
              r[7],
              r[8],
              c.x(),
              c.y(),
              c.z()));
    }
    for (int p = 0; p < 4; p++) {
      Vector3 x = POINTS.get(p);
      structure.append(
          String.format(
              Locale.ROOT,
              "%s{\"key\": %d, \"value\": {\"X\": [%s, %s, %s], \"observations\": [",
              p == 0 ? "" : ", ",
              30 + p,
              x.x(),
              x.y(),
              x.z()));
      for (int i = 0; i < 2; i++) {
        double[] xy = normalized(CAMERAS.get(i), x);
        double d = radial(xy, 0.02, 0.01);
        double r2 = xy[0] * xy[0] + xy[1] * xy[1];
        // Brown's second camera: x gets t2 (r2 + 2 x2) + 2 t1 x y, y the same turned round.
        double dx = i == 0 ? 0 : 0.03 * (r2 + 2 * xy[0] * xy[0]) + 2 * 0.01 * xy[0] * xy[1];
        double dy = i == 0 ? 0 : 0.01 * (r2 + 2 * xy[1] * xy[1]) + 2 * 0.03 * xy[0] * xy[1];
        structure.append(
            String.format(
                Locale.ROOT,
                "%s{\"key\": %d, \"value\": {\"id_feat\": %d, \"x\": [%s, %s]}}",
                i == 0 ? "" : ", ",
                i + 5,
                p,
                500 * (xy[0] * d + dx) + 321,
                500 * (xy[1] * d + dy) + 239));
      }
      structure.append("]}}");
    }
    String base =
        "\"width\": 640, \"height\": 480, \"focal_length\": 500, \"principal_point\": [321, 239]";
    Files.writeString(
        temp.resolve("sfm_data.json"),
        "{\"sfm_data_version\": \"0.3\", \"root_path\": \"images\", \"views\": ["
            + views
            + "], \"intrinsics\": [{\"key\": 0, \"value\": {\"polymorphic_id\": 2147483649,"
            + " \"polymorphic_name\": \"pinhole_radial_k3\", \"ptr_wrapper\": {\"id\": 1,"
            + " \"data\": {"
            + base
            + ", \"disto_k3\": [0.02, 0.01, 0]}}}}, {\"key\": 1, \"value\": {\"polymorphic_id\":"
            + " 2147483650, \"polymorphic_name\": \"pinhole_brown_t2\", \"ptr_wrapper\": {\"id\":"
            + " 2, \"data\": {\"value0\": {"
            + base
            + "}, \"disto_t2\": [0.02, 0.01, 0, 0.01, 0.03]}}}}], \"extrinsics\": ["
            + extrinsics
            + "], \"structure\": ["
            + structure
            + "]}");
    KaptureDataset dataset = written(OpenMvgImporter.read(temp, Optional.empty()));
    assertEquals(0, reprojection(dataset, 8), 1e-4);
    assertEquals("images/1.png", dataset.kapture().cameraRecords().get(1).imagePath());
    assertEquals(6, dataset.kapture().cameraRecords().get(1).stampNanos());
    // As written on Windows.
    Path file = temp.resolve("sfm_data.json");
    String json = Files.readString(file).replace("\": \"images\"", "\": \"C:\\\\x\\\\images\"");
    Files.writeString(file, json);
    ImportedDataset windows = OpenMvgImporter.read(file, Optional.of(temp.resolve("images")));
    assertEquals("images/1.png", windows.kapture().cameraRecords().get(1).imagePath());
    Files.writeString(file, json.replaceFirst("\"rotation\": \\[\\[[^,]*,", "\"rotation\": [[0,"));
    String message =
        assertThrows(
                SeqlocException.class,
                () -> OpenMvgImporter.read(file, Optional.of(temp.resolve("images"))))
            .getMessage();
    assertTrue(message.startsWith(file + ": extrinsic 20: not a rotation: "), message);
  }

  /** COLMAP's own exports of the sample model, against its import straight from COLMAP. */
  @Test
  void readsWhatColmapWritesAsNvmAndBundler() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/colmap")), "COLMAP is not installed");
    Path colmap = SharedData.require("data/kapture_samples/maupertuis/colmap");
    for (String type : List.of("NVM", "Bundler")) {
      Path out = temp.resolve("m" + type + (type.equals("NVM") ? ".nvm" : ""));
      convert(colmap.resolve("reconstruction"), out, type);
      ImportedDataset dataset =
          type.equals("NVM")
              ? NvmImporter.read(out, colmap.resolve("images"))
              : BundlerImporter.read(
                  temp.resolve("mBundler.bundle.out"),
                  temp.resolve("mBundler.list.txt"),
                  colmap.resolve("images"),
                  false);
      Path k = temp.resolve("k" + type);
      dataset.write(k, false, ImageTransfer.COPY, Progress.NONE);
      KaptureDataset read = KaptureDataset.open(k, false);
      assertEquals(4, read.kapture().poses().size());
      assertEquals(1039, read.reconstruction().points3d().orElseThrow().size());
      // COLMAP leaves out what an image sees of a point a second time, in the sample five times.
      int observations = type.equals("NVM") ? 3350 : observations(read);
      // COLMAP's own errors on this model are up to 4 px.
      assertTrue(reprojection(read, observations) < 4.5, type);
      assertTrue(observations == 3350 || observations == 3355, type + ": " + observations);
      double worst = 0;
      List<ColmapImage> theirs = new ArrayList<>();
      ColmapModel.open(colmap.resolve("reconstruction")).images(theirs::add);
      for (ColmapImage image : theirs) {
        CameraRecord record =
            read.kapture().cameraRecords().stream()
                .filter(r -> r.imagePath().equals(image.name()))
                .findFirst()
                .orElseThrow();
        Pose pose =
            read.kapture()
                .poses()
                .at(record.stampNanos(), record.camera())
                .flatMap(KapturePose::deviceFromWorld)
                .orElseThrow();
        worst =
            Math.max(
                worst,
                pose.translation().distanceTo(image.cameraFromWorld().translation())
                    + pose.rotation().angleTo(image.cameraFromWorld().rotation()));
      }
      assertEquals(0, worst, 1e-4);
    }
  }

  private static int observations(KaptureDataset dataset) {
    return (int) dataset.reconstruction().observations().orElseThrow().sightings();
  }

  private static void convert(Path model, Path out, String type) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            "/usr/bin/colmap",
            "model_converter",
            "--input_path",
            model.toString(),
            "--output_path",
            out.toString(),
            "--output_type",
            type);
    builder.environment().put("QT_QPA_PLATFORM", "offscreen");
    Process process = builder.redirectErrorStream(true).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), told);
  }

  @Test
  void jsonThatDoesNotFitIntoTheMemoryIsRefused() throws IOException {
    Path file = Files.writeString(temp.resolve("a.json"), "[" + "1,".repeat(1 << 20) + "1]");
    assertEquals(1 + (1 << 20), ImportFiles.json(file, 64 << 20).size());
    assertEquals(
        file
            + " is too large: reading it takes about 28 MiB of memory, this program may use 16:"
            + " give it more with JAVA_TOOL_OPTIONS=-Xmx35m",
        assertThrows(SeqlocException.class, () -> ImportFiles.json(file, 16 << 20)).getMessage());
  }

  @Test
  void faultsAreOneLineWithFileAndLine() throws IOException {
    Path folder = images();
    Path nvm = Files.writeString(temp.resolve("a.nvm"), "NVM_V3\n\n1\n0.png 500 1 0 0 0 0 0\n");
    assertEquals(
        nvm + ", line 4: the pose is missing",
        assertThrows(SeqlocException.class, () -> NvmImporter.read(nvm, folder)).getMessage());
    Path escape =
        Files.writeString(temp.resolve("b.nvm"), "NVM_V3\n1\n../0.png 500 1 0 0 0 0 0 0 0 0\n0\n");
    assertTrue(
        assertThrows(SeqlocException.class, () -> NvmImporter.read(escape, folder))
            .getMessage()
            .contains("is not a plain path"));
    Path fixed =
        Files.writeString(
            temp.resolve("d.nvm"), "NVM_V3 FixedK 500 320 500 240 0\n1\n0.png 500 1 0 0 0 0 0 0\n");
    assertEquals(
        fixed
            + ", line 1: a calibration that all cameras share (FixedK) is not read: save the model"
            + " without it",
        assertThrows(SeqlocException.class, () -> NvmImporter.read(fixed, folder)).getMessage());
    Path huge = Files.writeString(temp.resolve("c.nvm"), "NVM_V3\n2147483647\n");
    assertEquals(
        huge + ", line 3: the file ends, a camera is missing",
        assertThrows(SeqlocException.class, () -> NvmImporter.read(huge, folder)).getMessage());
  }

  @Test
  void submissionTumAndKittiOfARig() throws IOException {
    Kapture.Builder builder = Kapture.builder();
    Path folder = images();
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
    assertTrue(Files.isDirectory(folder));

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
