package org.seqloc.core.kapture.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.kapture.ImageTransfer;
import org.seqloc.core.kapture.KaptureDataset;
import org.seqloc.core.kapture.RecordKind;

class OpenSfmImporterTest extends SyntheticStructure {

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
    // By OpenSfM the middle of an image is between its pixels 319 and 320.
    double[] camera = dataset.kapture().sensors().get("c0").camera().orElseThrow().parameters();
    assertEquals(319.5, camera[1]);
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
  void faultsNameTheFileAndWhatIsLeftOutIsTold() throws IOException {
    Path file = temp.resolve("reconstruction.json");
    String camera =
        "\"c\": {\"projection_type\": \"perspective\", \"width\": 8, \"height\": 6,"
            + " \"focal\": 1}";
    Files.writeString(
        file,
        "[{\"cameras\": {"
            + camera
            + "}, \"rig_instances\": {\"r\": {\"rig_camera_ids\": {\"a\": \"1\", \"b\": \"2\"}}},"
            + " \"points\": {}}]");
    Files.createDirectory(temp.resolve("features"));
    assertEquals(
        List.of(
            "the rigs are left out: each image is a moment of its own",
            "the features of "
                + temp.resolve("features")
                + " are left out: they are of no image of the reconstruction"),
        OpenSfmImporter.read(temp).notes());
    Files.writeString(
        file, "[{\"cameras\": {" + camera + "}, \"points\": {\"7\": {\"coordinates\": [1, 2]}}}]");
    ColmapFixtures.assertFails(
        file + ", point 7, coordinates: expected an array of 3 numbers",
        () -> OpenSfmImporter.read(temp));
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
}
