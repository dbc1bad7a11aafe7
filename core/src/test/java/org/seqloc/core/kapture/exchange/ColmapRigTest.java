package org.seqloc.core.kapture.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.seqloc.core.kapture.exchange.ColmapFixtures.assertFails;
import static org.seqloc.core.kapture.exchange.ColmapFixtures.options;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seqloc.core.Progress;
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
import org.seqloc.core.kapture.KaptureDataset;
import org.seqloc.core.kapture.KapturePose;
import org.seqloc.core.kapture.KaptureWriter;
import org.seqloc.core.kapture.Observations;
import org.seqloc.core.kapture.Points3d;
import org.seqloc.core.kapture.Sensor;

/** Rigs, which COLMAP keeps beside the model. */
class ColmapRigTest {

  @TempDir Path temp;

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

  /** As COLMAP 3.12 writes them: a rig of both cameras, and its frames that have poses. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rigsInTheModelAreRead(boolean text) throws IOException {
    Path c = temp.resolve("c");
    KaptureDataset rig = KaptureDataset.open(rigKapture(true), false);
    ColmapExporter.write(rig, c, options(text, false), ImageTransfer.COPY, Progress.NONE);
    Files.delete(c.resolve("rig_config.json"));
    assertEquals(List.of(), imported(c).notes());
    assertEquals(6, imported(c).kapture().exposures().size());

    SortedMap<String, Pose> mounts = rig.kapture().rigs().get("car");
    Pose rightFromLeft = mounts.get("right").times(mounts.get("left").inverse());
    rigs(c.resolve("sparse/0"), text, rightFromLeft);
    Kapture kapture = imported(c).kapture();
    assertNear(rightFromLeft, kapture.rigs().get("rig9").get("cam_00002"));
    // The images 5 and 6 have no pose, so that the model has no frame of them.
    assertEquals(
        List.of(2, 2, 1, 1), kapture.exposures().stream().map(e -> e.images().size()).toList());
    assertEquals(3, kapture.exposures().get(1).stampNanos());
    Path image = c.resolve("images/left/0.png");
    Files.delete(image);
    Path back = temp.resolve("back");
    assertFails(
        "image " + image + " is missing: name its folder, or leave images out (--no-files)",
        () -> imported(c).write(back, false, ImageTransfer.COPY, Progress.NONE));
    imported(c).write(back, false, ImageTransfer.NONE, Progress.NONE);
    assertEquals(6, KaptureDataset.open(back, false).kapture().cameraRecords().size());
  }

  private static void rigs(Path model, boolean text, Pose rightFromLeft) throws IOException {
    Quaternion q = rightFromLeft.rotation();
    Vector3 t = rightFromLeft.translation();
    if (text) {
      Files.writeString(
          model.resolve("rigs.txt"),
          String.format(
              Locale.ROOT,
              "# rigs\n9 3 CAMERA 1 CAMERA 2 1 %s %s %s %s %s %s %s IMU 5 0\n",
              q.w(),
              q.x(),
              q.y(),
              q.z(),
              t.x(),
              t.y(),
              t.z()));
      Files.writeString(
          model.resolve("frames.txt"),
          """
          # frames
          1 9 1 0 0 0 0 0 0 2 CAMERA 1 1 CAMERA 2 2
          2 9 1 0 0 0 0 0 0 2 CAMERA 1 3 CAMERA 2 4
          """);
      return;
    }
    try (BinaryOutput out = new BinaryOutput(model.resolve("rigs.bin"))) {
      out.int64(1);
      for (int value : new int[] {9, 3, 0, 1, 0, 2}) {
        out.int32(value);
      }
      out.uint8(1);
      out.float64(q.w(), q.x(), q.y(), q.z(), t.x(), t.y(), t.z());
      out.int32(1);
      out.int32(5);
      out.uint8(0);
    }
    try (BinaryOutput out = new BinaryOutput(model.resolve("frames.bin"))) {
      out.int64(2);
      for (int frame = 1; frame <= 2; frame++) {
        out.int32(frame);
        out.int32(9);
        out.float64(1, 0, 0, 0, 0, 0, 0);
        out.int32(2);
        for (int camera = 1; camera <= 2; camera++) {
          out.int32(0);
          out.int32(camera);
          out.int64(2 * frame + camera - 2);
        }
      }
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
}
