package org.seqloc.core.kapture.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.seqloc.core.kapture.exchange.ColmapFixtures.colmap;
import static org.seqloc.core.kapture.exchange.ColmapFixtures.isColmapInstalled;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.SharedData;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.kapture.CameraRecord;
import org.seqloc.core.kapture.FeatureArray;
import org.seqloc.core.kapture.FeatureKind;
import org.seqloc.core.kapture.ImageTransfer;
import org.seqloc.core.kapture.KaptureDataset;
import org.seqloc.core.kapture.KapturePose;

/** What VisualSFM and Bundler write, and what COLMAP writes as theirs. */
class NvmAndBundlerImporterTest extends SyntheticStructure {

  /**
   * @param header line 1
   * @param cx how far right of the origin the principal point is, px
   */
  private Path nvm(String header, double fx, double fy, double cx, double cy) throws IOException {
    StringBuilder text = new StringBuilder(header + "\n\n2\n");
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
        double d = radial(xy, -0.03, 0);
        text.append(
            String.format(
                Locale.ROOT, " %d %d %s %s", i, 100 * p, fx * d * xy[0] + cx, fy * d * xy[1] + cy));
      }
      text.append('\n');
    }
    return Files.writeString(temp.resolve("model.nvm"), text + "\n0\n");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nvmReprojects(boolean centred) throws IOException {
    Path file = nvm("NVM_V3 ", 500, 500, centred ? 0 : WIDTH / 2.0, centred ? 0 : HEIGHT / 2.0);
    ImportedDataset imported = NvmImporter.read(file, images(), false);
    assertEquals(centred ? 0 : 1, imported.notes().size());
    KaptureDataset dataset = written(imported);
    assertEquals(0, reprojection(dataset, 8), 1e-4);
    assertEquals(13, dataset.reconstruction().points3d().orElseThrow().row(3)[5]);
  }

  /** One keypoint a little outside of its image is not an origin in the middle. */
  @Test
  void nvmFromTheCornerWithAKeypointLeftOfTheImage() throws IOException {
    Path file = nvm("NVM_V3", 500, 500, WIDTH / 2.0, HEIGHT / 2.0);
    String text = Files.readString(file);
    Files.writeString(
        file,
        text.replace("\n4\n", "\n5\n").replace("\n\n0\n", "\n9 9 9 1 1 1 1 0 77 -0.2 3\n0\n"));
    ImportedDataset imported = NvmImporter.read(file, images(), false);
    assertEquals(
        List.of(
            "keypoints are taken to count from the image's corner: counted from its middle, fewer"
                + " lie in the images"),
        imported.notes());
    FeatureArray keypoints =
        written(imported)
            .reconstruction()
            .features(FeatureKind.KEYPOINTS)
            .get("sift")
            .read("0.png")
            .orElseThrow();
    assertEquals(-0.2f, (float) keypoints.get(4, 0));
  }

  @Test
  void nvmWithACalibrationThatAllShare() throws IOException {
    for (String distortion : List.of("", " 0.03")) {
      Path file = nvm("NVM_V3 FixedK 510 330 520 235" + distortion, 510, 520, 0, 0);
      Path out = temp.resolve("fixed" + distortion.length());
      NvmImporter.read(file, images(), false).write(out, false, ImageTransfer.COPY, Progress.NONE);
      KaptureDataset dataset = KaptureDataset.open(out, false);
      assertEquals(0, reprojection(dataset, 8), 1e-4);
    }
  }

  @Test
  void halfAPixelMovesKeypointsWithTheCamera() throws IOException {
    Path file = nvm("NVM_V3", 500, 500, 0, 0);
    KaptureDataset dataset = written(NvmImporter.read(file, images(), true));
    assertEquals(0, reprojection(dataset, 8), 1e-4);
    double[] camera =
        dataset.kapture().sensors().get("sensor0").camera().orElseThrow().parameters();
    assertEquals(List.of(319.5, 239.5), List.of(camera[1], camera[2]));
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
    KaptureDataset dataset = written(BundlerImporter.read(file, list, folder, turnWorld, false));
    assertEquals(0, reprojection(dataset, 8), 1e-4);
    assertEquals(2, dataset.kapture().poses().size());
    assertEquals(
        turnWorld ? 1 : -1, dataset.reconstruction().points3d().orElseThrow().row(0)[1], 1e-12);
  }

  /** COLMAP's own exports of the sample model, against its import straight from COLMAP. */
  @Test
  void readsWhatColmapWritesAsNvmAndBundler() throws Exception {
    assumeTrue(isColmapInstalled(), "COLMAP is not installed");
    Path colmap = SharedData.require("data/kapture_samples/maupertuis/colmap");
    for (String type : List.of("NVM", "Bundler")) {
      Path out = temp.resolve("m" + type + (type.equals("NVM") ? ".nvm" : ""));
      colmap(
          "model_converter",
          "--input_path",
          colmap.resolve("reconstruction").toString(),
          "--output_path",
          out.toString(),
          "--output_type",
          type);
      ImportedDataset dataset =
          type.equals("NVM")
              ? NvmImporter.read(out, colmap.resolve("images"), false)
              : BundlerImporter.read(
                  temp.resolve("mBundler.bundle.out"),
                  temp.resolve("mBundler.list.txt"),
                  colmap.resolve("images"),
                  false,
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

  @Test
  void faultsAreOneLineWithFileAndLine() throws IOException {
    Path folder = images();
    Path nvm = Files.writeString(temp.resolve("a.nvm"), "NVM_V3\n\n1\n0.png 500 1 0 0 0 0 0\n");
    assertEquals(
        nvm + ", line 4: the pose is missing",
        assertThrows(SeqlocException.class, () -> NvmImporter.read(nvm, folder, false))
            .getMessage());
    Path escape =
        Files.writeString(temp.resolve("b.nvm"), "NVM_V3\n1\n../0.png 500 1 0 0 0 0 0 0 0 0\n0\n");
    assertTrue(
        assertThrows(SeqlocException.class, () -> NvmImporter.read(escape, folder, false))
            .getMessage()
            .contains("is not a plain path"));
    Path huge = Files.writeString(temp.resolve("c.nvm"), "NVM_V3\n2147483647\n");
    assertEquals(
        huge + ", line 3: the file ends, a camera is missing",
        assertThrows(SeqlocException.class, () -> NvmImporter.read(huge, folder, false))
            .getMessage());
  }
}
