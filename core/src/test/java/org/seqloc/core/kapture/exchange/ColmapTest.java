package org.seqloc.core.kapture.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.seqloc.core.kapture.exchange.ColmapFixtures.colmap;
import static org.seqloc.core.kapture.exchange.ColmapFixtures.isColmapInstalled;
import static org.seqloc.core.kapture.exchange.ColmapFixtures.options;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seqloc.core.Progress;
import org.seqloc.core.SharedData;
import org.seqloc.core.kapture.ImageTransfer;
import org.seqloc.core.kapture.KaptureComparison;
import org.seqloc.core.kapture.KaptureDataset;

/** The sample that COLMAP made, against kapture's own converter and COLMAP itself. */
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
    assumeTrue(isColmapInstalled(), "COLMAP is not installed");
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
}
