package org.seqloc.core.kapture.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import org.seqloc.core.kapture.DType;
import org.seqloc.core.kapture.FeatureArray;
import org.seqloc.core.kapture.FeatureConfig;
import org.seqloc.core.kapture.FeatureKind;
import org.seqloc.core.kapture.FeatureWriter;
import org.seqloc.core.kapture.ImageTransfer;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KaptureComparison;
import org.seqloc.core.kapture.KaptureDataset;
import org.seqloc.core.kapture.KapturePose;
import org.seqloc.core.kapture.KaptureWriter;
import org.seqloc.core.kapture.Observations;
import org.seqloc.core.kapture.Points3d;
import org.seqloc.core.kapture.Sensor;

class ColmapTest {

  /** The sample's quaternions have six digits, which a rotation's do not keep. */
  private static final KaptureComparison.Options NEARLY =
      new KaptureComparison.Options(1e-9, 1e-9, true, 20);

  @TempDir Path temp;

  /** The sample has a GNSS sensor besides, which was read from the images and COLMAP has not. */
  private static void assertEqualButForGnss(Path sample, Path other) {
    KaptureComparison.Result result =
        KaptureComparison.compare(
            KaptureDataset.open(sample, true), KaptureDataset.open(other, false), NEARLY);
    List<String> others =
        result.first().stream()
            .filter(line -> !line.contains("gps_00001") && !line.contains("'gps_"))
            .toList();
    assertEquals(List.of(), others);
    assertEquals(5, result.count());
  }

  private static Path maupertuis() {
    return SharedData.require("data/kapture_samples/maupertuis");
  }

  @Test
  void maupertuisBecomesWhatKapturesOwnConverterMadeOfIt() {
    ColmapImporter.Source source = ColmapImporter.Source.find(maupertuis().resolve("colmap"));
    ImportedDataset dataset = ColmapImporter.read(source, ColmapImporter.Options.DEFAULT);
    dataset.write(temp.resolve("k"), false, ImageTransfer.COPY, Progress.NONE);
    assertEqualButForGnss(maupertuis().resolve("kapture"), temp.resolve("k"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void maupertuisGoesToColmapAndBack(boolean text) {
    KaptureDataset sample = KaptureDataset.open(maupertuis().resolve("kapture"), false);
    List<String> notes =
        ColmapExporter.write(
            sample,
            temp.resolve("colmap"),
            options(text, false),
            ImageTransfer.COPY,
            Progress.NONE);
    assertEquals(List.of("1 cameras, 4 images with a pose, 1039 points"), notes);
    ImportedDataset back =
        ColmapImporter.read(
            ColmapImporter.Source.find(temp.resolve("colmap")), ColmapImporter.Options.DEFAULT);
    back.write(temp.resolve("k"), false, ImageTransfer.COPY, Progress.NONE);
    assertEqualButForGnss(maupertuis().resolve("kapture"), temp.resolve("k"));
  }

  private static ColmapExporter.Options options(boolean text, boolean corner) {
    return new ColmapExporter.Options(
        text, true, true, Optional.empty(), Optional.empty(), true, corner);
  }

  /** Our model of the sample against COLMAP's own: ids, poses, pixels, tracks. */
  @Test
  void modelOfMaupertuisIsColmapsOwn() {
    KaptureDataset sample = KaptureDataset.open(maupertuis().resolve("kapture"), false);
    ColmapExporter.write(
        sample, temp.resolve("c"), options(false, false), ImageTransfer.HARD_LINK, Progress.NONE);
    ColmapModel ours = ColmapModel.open(temp.resolve("c/sparse/0"));
    ColmapModel theirs = ColmapModel.open(maupertuis().resolve("colmap/reconstruction"));
    assertEquals(theirs.cameras(), ours.cameras());
    List<ColmapImage> a = new ArrayList<>();
    theirs.images(a::add);
    List<ColmapImage> b = new ArrayList<>();
    ours.images(b::add);
    a.sort((x, y) -> Integer.compare(x.id(), y.id()));
    assertEquals(4, b.size());
    for (int i = 0; i < 4; i++) {
      ColmapImage x = a.get(i);
      ColmapImage y = b.get(i);
      assertEquals(x.name(), y.name());
      assertEquals(x.id(), y.id());
      assertEquals(
          0, x.cameraFromWorld().translation().distanceTo(y.cameraFromWorld().translation()), 0);
      assertEquals(x.keypoints().size(), y.keypoints().size());
      for (int k = 0; k < x.keypoints().size(); k++) {
        // The text has six digits.
        assertEquals(x.keypoints().x(k), y.keypoints().x(k), 6e-3);
        assertEquals(x.keypoints().point(k) < 0, y.keypoints().point(k) < 0);
      }
    }
    List<List<ColmapPoint.Element>> tracks = new ArrayList<>();
    theirs.points(p -> tracks.add(p.track()));
    ours.points(p -> assertEquals(tracks.get((int) p.id()), p.track()));
    assertEquals(1039, tracks.size());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void colmapReadsOurModelsAndWeItsOwn(boolean text) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/colmap")), "COLMAP is not installed");
    KaptureDataset sample = KaptureDataset.open(maupertuis().resolve("kapture"), false);
    ColmapExporter.write(
        sample, temp.resolve("c"), options(text, false), ImageTransfer.COPY, Progress.NONE);
    Path model = temp.resolve("c/sparse/0");
    String analysis = colmap("model_analyzer", "--path", model.toString());
    assertTrue(analysis.contains("Registered images: 4"), analysis);
    assertTrue(analysis.contains("Points: 1039"), analysis);
    assertTrue(analysis.contains("Observations: 3355"), analysis);
    Path converted = Files.createDirectory(temp.resolve("converted"));
    colmap(
        "model_converter",
        "--input_path",
        model.toString(),
        "--output_path",
        converted.toString(),
        "--output_type",
        text ? "BIN" : "TXT");
    ColmapImporter.Source source =
        new ColmapImporter.Source(
            Optional.of(converted),
            Optional.of(temp.resolve("c/database.db")),
            temp.resolve("c/images"),
            Optional.empty());
    ColmapImporter.read(source, ColmapImporter.Options.DEFAULT)
        .write(temp.resolve("k"), false, ImageTransfer.COPY, Progress.NONE);
    KaptureDataset back = KaptureDataset.open(temp.resolve("k"), false);
    assertEquals(1039, back.reconstruction().points3d().orElseThrow().size());
    assertEquals(3355, back.reconstruction().observations().orElseThrow().sightings());
    // The database too: COLMAP triangulates the points anew from its matches.
    Path triangulated = Files.createDirectory(temp.resolve("triangulated"));
    String told =
        colmap(
            "point_triangulator",
            "--database_path",
            temp.resolve("c/database.db").toString(),
            "--image_path",
            temp.resolve("c/images").toString(),
            "--input_path",
            model.toString(),
            "--output_path",
            triangulated.toString());
    int[] points = new int[1];
    ColmapModel.open(triangulated).points(p -> points[0]++);
    assertTrue(points[0] > 900, told);
  }

  private static String colmap(String... command) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("/usr/bin/colmap"));
    all.addAll(Arrays.asList(command));
    ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
    builder.environment().put("QT_QPA_PLATFORM", "offscreen");
    Process process = builder.start();
    process.getOutputStream().close();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), told);
    assertEquals(0, process.exitValue(), told);
    return told;
  }

  /** Two cameras on a rig, of which only the rig has poses, one keypoint each of two points. */
  private Path rigKapture(boolean sameNames) throws IOException {
    Path dir = temp.resolve("rig" + sameNames);
    Kapture.Builder builder = Kapture.builder();
    Pose left = new Pose(Quaternion.exp(new Vector3(0.1, -0.2, 0.3)), new Vector3(0.5, 0, 0.25));
    Pose right = new Pose(Quaternion.exp(new Vector3(0, 0.4, 0)), new Vector3(-0.5, 0.125, 0));
    builder.sensor(
        Sensor.ofCamera(
            "left", "", new Camera(CameraModel.OPENCV, 64, 48, 50, 51, 32, 24, .1, .2, .3, .4)));
    builder.sensor(
        Sensor.ofCamera("right", "", new Camera(CameraModel.SIMPLE_RADIAL, 64, 48, 50, 31, 23, 0)));
    builder.mount("car", "left", left).mount("car", "right", right);
    List<String> images = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      long stamp = 1_700_000_000_000_000_000L + i * 100_000_000L;
      for (String camera : List.of("left", "right")) {
        String name = camera + "/" + (sameNames ? "" : camera) + i + ".png";
        builder.record(new CameraRecord(stamp, camera, name));
        images.add(name);
      }
      if (i < 2) {
        builder.mapFromDevice(
            stamp, "car", new Pose(Quaternion.exp(new Vector3(0, 0, i)), new Vector3(i, 2, 3)));
      }
    }
    try (KaptureWriter writer = KaptureWriter.create(dir, false)) {
      Path png = temp.resolve("x.png");
      ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_BYTE_GRAY), "png", png.toFile());
      for (String image : images) {
        writer.image(image, png, ImageTransfer.COPY);
      }
      try (FeatureWriter out =
          writer.features(FeatureConfig.keypoints("k", DType.FLOAT32, 2), false)) {
        for (String image : images) {
          out.add(image, FeatureArray.ofFloats(2, new float[] {10, 20, 30.25f, 40}));
        }
      }
      writer.points3d(new Points3d.Builder(false).add(1, 2, 3).add(4, 5, 6).build());
      Observations.Builder tracks = new Observations.Builder();
      tracks.add(
          new Observations.Track(
              1,
              "k",
              List.of(
                  new Observations.Sighting("left/" + (sameNames ? "" : "left") + "0.png", 1),
                  // No pose, no such keypoint: not in a model.
                  new Observations.Sighting("left/" + (sameNames ? "" : "left") + "2.png", 1),
                  new Observations.Sighting("left/" + (sameNames ? "" : "left") + "1.png", 2))));
      writer.observations(tracks.build());
      writer.finish(builder.build());
    }
    return dir;
  }

  @Test
  void rigPosesBecomeCameraPosesAndTheRigAConfigThatReadsBack() throws IOException {
    KaptureDataset rig = KaptureDataset.open(rigKapture(true), false);
    List<String> notes =
        ColmapExporter.write(
            rig, temp.resolve("c"), options(true, true), ImageTransfer.COPY, Progress.NONE);
    assertEquals(
        List.of(
            "2 cameras, 4 images with a pose, 2 points",
            "2 images without a pose are not in the model",
            "2 observations are left out: their image has no pose or no such keypoint, or the"
                + " keypoint sees another point too"),
        notes);
    ImportedDataset back =
        ColmapImporter.read(
            ColmapImporter.Source.find(temp.resolve("c")),
            new ColmapImporter.Options("k", "d", true, true));
    back.write(temp.resolve("back"), false, ImageTransfer.COPY, Progress.NONE);
    KaptureDataset read = KaptureDataset.open(temp.resolve("back"), false);
    Kapture kapture = read.kapture();

    assertEquals(
        rig.kapture().sensors().get("left").camera(), kapture.sensors().get("cam_00001").camera());
    assertEquals(
        rig.kapture().sensors().get("right").camera(), kapture.sensors().get("cam_00002").camera());
    assertEquals(3, kapture.exposures().size());
    assertEquals(2, kapture.exposures().get(0).images().size());
    Pose rightFromLeft =
        rig.kapture()
            .rigs()
            .get("car")
            .get("right")
            .times(rig.kapture().rigs().get("car").get("left").inverse());
    assertNear(rightFromLeft, kapture.rigs().get("rig0").get("cam_00002"));
    long stamp = 1_700_000_000_100_000_000L;
    Pose rightFromWorld =
        rig.kapture()
            .rigs()
            .get("car")
            .get("right")
            .times(rig.kapture().mapFromDevice(stamp, "car").orElseThrow().inverse());
    assertNear(
        rightFromWorld,
        kapture.poses().at(1, "cam_00002").flatMap(KapturePose::deviceFromWorld).orElseThrow());
    FeatureArray keypoints =
        read.reconstruction()
            .features(FeatureKind.KEYPOINTS)
            .get("k")
            .read("right/1.png")
            .orElseThrow();
    assertArrayEquals(new float[] {10, 20, 30.25f, 40}, keypoints.toFloats());
    assertEquals(
        List.of(
            new Observations.Track(1, "k", List.of(new Observations.Sighting("left/0.png", 1)))),
        read.reconstruction().observations().orElseThrow().tracks());
    // COLMAP counts from the corner.
    List<ColmapImage> images = new ArrayList<>();
    ColmapModel.open(temp.resolve("c/sparse/0")).images(images::add);
    assertEquals(30.75, images.get(0).keypoints().x(1));
    assertEquals(
        List.of(50.0, 31.5, 23.5, 0.0),
        Arrays.stream(ColmapModel.open(temp.resolve("c/sparse/0")).cameras().get(2).parameters())
            .boxed()
            .toList());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void tellsOfRigsInTheModelThatAreNotTaken(boolean text) throws IOException {
    Path c = temp.resolve("c");
    ColmapExporter.write(
        KaptureDataset.open(rigKapture(true), false),
        c,
        options(text, false),
        ImageTransfer.COPY,
        Progress.NONE);
    Files.delete(c.resolve("rig_config.json"));
    String name = "sparse/0/frames." + (text ? "txt" : "bin");
    assertEquals(List.of(), imported(c).notes());
    Path image = c.resolve("images/left/0.png");
    Files.delete(image);
    Path back = temp.resolve("back");
    assertFails(
        "image " + image + " is missing: name its folder, or leave images out (--no-files)",
        () -> imported(c).write(back, false, ImageTransfer.COPY, Progress.NONE));
    imported(c).write(back, false, ImageTransfer.NONE, Progress.NONE);
    assertEquals(6, KaptureDataset.open(back, false).kapture().cameraRecords().size());
    for (int frames : new int[] {4, 2}) {
      byte[] content =
          text
              ? ("# frames\n" + "1 1 1 0 0 0 0 0 0 1 CAMERA 1 1\n".repeat(frames)).getBytes(UTF_8)
              : new byte[] {(byte) frames, 0, 0, 0, 0, 0, 0, 0};
      Files.write(c.resolve(name), content);
      assertEquals(
          frames == 4
              ? List.of()
              : List.of(
                  "the rigs of the model are not taken, each image is a moment of its own: name"
                      + " the rig_config.json that COLMAP had with --rig-config"),
          imported(c).notes());
    }
  }

  private static ImportedDataset imported(Path dir) {
    return ColmapImporter.read(ColmapImporter.Source.find(dir), ColmapImporter.Options.DEFAULT);
  }

  @Test
  void keypointsSeeNoPointThatIsLeftOut() throws IOException {
    Path dir = rigKapture(true);
    Path points = dir.resolve("reconstruction/points3d.txt");
    Files.writeString(points, Files.readString(points).replace("4.0, 5.0, 6.0", "nan, 5.0, 6.0"));
    List<String> notes =
        ColmapExporter.write(
            KaptureDataset.open(dir, false),
            temp.resolve("c"),
            options(true, true),
            ImageTransfer.COPY,
            Progress.NONE);
    assertTrue(notes.contains("1 points are not finite and left out"), notes.toString());
    List<Long> seen = new ArrayList<>();
    ColmapModel.open(temp.resolve("c/sparse/0"))
        .images(
            image -> {
              for (int i = 0; i < image.keypoints().size(); i++) {
                seen.add(image.keypoints().point(i));
              }
            });
    assertEquals(Collections.nCopies(8, ColmapKeypoints.NO_POINT), seen);
  }

  @Test
  void prefixesOfARigAreWholeFolders() {
    assertEquals("", ColmapRigConfig.common("seq1/l/", "seq10/l/"));
    assertEquals("a/", ColmapRigConfig.common("a/b/", "a/c/"));
    assertEquals("a/b/", ColmapRigConfig.common("a/b/", "a/b/"));
    assertEquals("a/", ColmapRigConfig.common("a/", "a/b/"));
    assertEquals("", ColmapRigConfig.common("", "a/"));
  }

  @Test
  void rigOfImagesWhoseNamesDoNotTellTheMomentIsNotedNotWrittenWrong() throws IOException {
    List<String> notes =
        ColmapExporter.write(
            KaptureDataset.open(rigKapture(false), false),
            temp.resolve("c"),
            options(false, false),
            ImageTransfer.COPY,
            Progress.NONE);
    assertTrue(
        notes.get(3).startsWith("rig 'car' is not in rig_config.json: images taken at once"));
    assertTrue(Files.notExists(temp.resolve("c/rig_config.json")));
  }

  private static void assertNear(Pose expected, Pose actual) {
    assertEquals(0, expected.translation().distanceTo(actual.translation()), 1e-12);
    assertEquals(0, expected.rotation().angleTo(actual.rotation()), 1e-7);
  }

  @Test
  void olderRigFilesAndRigsWithoutPosesAreRead() throws IOException {
    Path json = temp.resolve("rig.json");
    Files.writeString(
        json,
        """
        [{"ref_camera_id": 1, "cameras": [
          {"camera_id": 1, "image_prefix": "l_"},
          {"camera_id": 2, "image_prefix": "r_"},
          {"camera_id": 3, "image_prefix": "t_", "rel_qvec": [1, 0, 0, 0], "rel_tvec": [1, 2, 3]}
        ]}]
        """);
    Pose left = new Pose(Quaternion.exp(new Vector3(0.1, 0, 0)), new Vector3(1, 0, 0));
    Pose rightFromLeft = new Pose(Quaternion.exp(new Vector3(0, 0.2, 0)), new Vector3(-1, 0, 0));
    List<ColmapFrames.Image> images =
        List.of(
            new ColmapFrames.Image(5, "l_b.png", 1, Optional.of(left)),
            new ColmapFrames.Image(6, "r_b.png", 2, Optional.of(rightFromLeft.times(left))),
            new ColmapFrames.Image(7, "t_a.png", 3, Optional.empty()));
    ColmapFrames frames = new ColmapFrames(ColmapRigs.read(json), images);
    assertEquals(1, frames.stamp(images.get(0)));
    assertEquals(1, frames.stamp(images.get(1)));
    assertEquals(0, frames.stamp(images.get(2)));
    Kapture.Builder builder = Kapture.builder();
    for (int i = 1; i <= 3; i++) {
      builder.sensor(
          Sensor.ofCamera(
              ColmapImporter.sensorId(i), "", new Camera(CameraModel.PINHOLE, 4, 4, 1, 1, 2, 2)));
    }
    frames.mount(builder, images);
    Kapture kapture = builder.build();
    assertNear(rightFromLeft, kapture.rigs().get("rig0").get("cam_00002"));
    assertNear(
        new Pose(Quaternion.IDENTITY, new Vector3(1, 2, 3)),
        kapture.rigs().get("rig0").get("cam_00003"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyCameraModelComesBack(boolean text) throws IOException {
    SortedMap<Integer, Camera> cameras = new TreeMap<>();
    for (CameraModel model : CameraModel.values()) {
      double[] p = new double[model.parameterCount()];
      for (int i = 0; i < p.length; i++) {
        p[i] = 1 / (i + 3.0);
      }
      cameras.put(10 * (cameras.size() + 1), new Camera(model, 640, 480, p));
    }
    Path dir = Files.createDirectory(temp.resolve("m"));
    ColmapModelWriter writer = text ? ColmapModelWriter.text(dir) : ColmapModelWriter.binary(dir);
    writer.cameras(cameras);
    writer.images(0, List.<ColmapImage>of().iterator());
    writer.points(0, List.<ColmapPoint>of().iterator());
    assertEquals(cameras, ColmapModel.open(dir).cameras());
    if (Files.isExecutable(Path.of("/usr/bin/colmap"))) {
      try {
        assertTrue(colmap("model_analyzer", "--path", dir.toString()).contains("Cameras: 11"));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void brokenTextNamesFileAndLine() throws IOException {
    Path dir = Files.createDirectory(temp.resolve("m"));
    Files.writeString(dir.resolve("cameras.txt"), "# c\n1 PINHOLE 10 10 1 1 5\n");
    Files.writeString(
        dir.resolve("images.txt"), "1 1 0 0 0 0 0 0 1 a.png\n1 2 -1\n2 0 0 0 0 1 1 1 1 b.png\n");
    Files.writeString(dir.resolve("points3D.txt"), "1 0 0 0 256 0 0 0 1 1\n");
    ColmapModel model = ColmapModel.open(dir);
    assertFails(dir + "/cameras.txt, line 2: a parameter of PINHOLE is missing", model::cameras);
    assertFails(
        dir + "/images.txt, line 3: not a rotation: quaternion (w 0.0, x 0.0, y 0.0, z 0.0)",
        () -> model.images(image -> {}));
    assertFails(
        dir + "/points3D.txt, line 1: red is 256, not between 0 and 255",
        () -> model.points(point -> {}));
  }

  private static void assertFails(String message, Runnable action) {
    assertEquals(message, assertThrows(SeqlocException.class, action::run).getMessage());
  }

  @Test
  void everyCutOfABinaryModelIsOneLine() throws IOException {
    Path dir = Files.createDirectory(temp.resolve("m"));
    ColmapModelWriter writer = ColmapModelWriter.binary(dir);
    ColmapKeypoints keypoints = new ColmapKeypoints(1);
    keypoints.add(1, 2, 0);
    writer.images(
        1, List.of(new ColmapImage(1, Pose.IDENTITY, 1, "a/b.png", keypoints)).iterator());
    writer.points(
        1,
        List.of(
                new ColmapPoint(
                    7, Vector3.ZERO, 1, 2, 3, 0.5, List.of(new ColmapPoint.Element(1, 0))))
            .iterator());
    ColmapModel model = ColmapModel.open(dir);
    for (String name : List.of("images.bin", "points3D.bin")) {
      byte[] whole = Files.readAllBytes(dir.resolve(name));
      Runnable read =
          name.startsWith("i") ? () -> model.images(i -> {}) : () -> model.points(p -> {});
      read.run();
      for (int cut = 0; cut < whole.length; cut++) {
        Files.write(dir.resolve(name), Arrays.copyOf(whole, cut));
        String message = assertThrows(SeqlocException.class, read::run).getMessage();
        assertTrue(message.matches(".*" + name + ", byte \\d+: .*"), message);
      }
      byte[] huge = whole.clone();
      huge[6] = 0x7f;
      Files.write(dir.resolve(name), huge);
      assertTrue(
          assertThrows(SeqlocException.class, read::run).getMessage().contains("bytes are left"));
      Files.write(dir.resolve(name), whole);
    }
  }

  @Test
  void namesThatLeaveTheFolderAreRefused() throws IOException {
    Path dir = Files.createDirectory(temp.resolve("m"));
    Files.writeString(dir.resolve("cameras.txt"), "1 PINHOLE 10 10 1 1 5 5\n");
    Files.writeString(dir.resolve("images.txt"), "1 1 0 0 0 0 0 0 1 ../../a.png\n\n");
    Files.writeString(dir.resolve("points3D.txt"), "");
    ColmapImporter.Source source = ColmapImporter.Source.find(dir);
    String message =
        assertThrows(
                SeqlocException.class,
                () -> ColmapImporter.read(source, ColmapImporter.Options.DEFAULT))
            .getMessage();
    assertTrue(message.contains("'../../a.png' is not a plain path"), message);
  }

  /** As COLMAP's own are since it writes ahead: with and without changes in the file beside. */
  @Test
  void databasesThatWriteAheadAreReadAndTheirFolderLeftAlone() throws Exception {
    Path folder = Files.createDirectory(temp.resolve("a #%3f? b"));
    Path db = folder.resolve("database.db");
    Path copy = temp.resolve("copy.db");
    try (ColmapDatabaseWriter writer = new ColmapDatabaseWriter(copy)) {
      writer.camera(1, new Camera(CameraModel.PINHOLE, 4, 4, 1, 1, 2, 2), true);
      writer.finish();
    }
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + copy);
        Statement statement = other.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA wal_autocheckpoint = 0");
      statement.execute("UPDATE cameras SET width = 9");
      for (String ending : List.of("", "-wal")) {
        Files.copy(temp.resolve("copy.db" + ending), folder.resolve("database.db" + ending));
      }
    }
    assertEquals(9, widthAndListing(db, Set.of("database.db", "database.db-wal")));
    // Closed, the changes are in the file, which still says that it writes ahead.
    Files.delete(folder.resolve("database.db-wal"));
    Files.copy(copy, db, StandardCopyOption.REPLACE_EXISTING);
    assertEquals(9, widthAndListing(db, Set.of("database.db")));
    assertEquals(
        db + ": it cannot be opened or read: x",
        ColmapDatabase.fault(db, new SQLException("x", "", 14)).getMessage());
  }

  private static int widthAndListing(Path db, Set<String> names) throws IOException {
    try (ColmapDatabase database = ColmapDatabase.open(db);
        Stream<Path> files = Files.list(db.getParent())) {
      assertEquals(names, files.map(f -> f.getFileName().toString()).collect(Collectors.toSet()));
      return database.cameras().get(1).width();
    }
  }

  @Test
  void damagedDatabasesAreOneLine() throws IOException {
    Path db = temp.resolve("database.db");
    Files.writeString(db, "not a database at all, but long enough to be looked at");
    assertTrue(
        assertThrows(SeqlocException.class, () -> ColmapDatabase.open(db).close())
            .getMessage()
            .startsWith(db + ": not a whole SQLite database"));
    Path good = temp.resolve("good.db");
    try (ColmapDatabaseWriter writer = new ColmapDatabaseWriter(good)) {
      writer.camera(1, new Camera(CameraModel.PINHOLE, 4, 4, 1, 1, 2, 2), true);
      writer.image(1, "a.png", 1, Optional.empty());
      writer.keypoints(1, 3, 2, new byte[16]);
      writer.finish();
    }
    try (ColmapDatabase database = ColmapDatabase.open(good)) {
      assertFails(
          good + ", keypoints of image_id 1: 16 bytes for 3 x 2 numbers",
          () -> database.keypoints((id, matrix) -> {}));
    }
  }
}
