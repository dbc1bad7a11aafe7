package org.seqloc.core.kapture.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.kapture.ImageTransfer;
import org.seqloc.core.kapture.KaptureDataset;

class OpenMvgImporterTest extends SyntheticStructure {

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
    String plain = Files.readString(file);
    String json = plain.replace("\": \"images\"", "\": \"C:\\\\x\\\\images\"");
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
    // Without a focal length.
    Files.writeString(
        file,
        plain
            .replaceAll("pinhole_radial_k3", "spherical")
            .replaceAll("\"focal_length\": 500,", ""));
    assertEquals(
        file + ", intrinsic 0: kapture has no camera model for OpenMVG's 'spherical'",
        assertThrows(SeqlocException.class, () -> OpenMvgImporter.read(temp, Optional.empty()))
            .getMessage());
    // Features of another making have no numbers of their own.
    Files.writeString(file, plain.replaceAll("\"id_feat\": \\d+", "\"id_feat\": 4294967295"));
    ImportedDataset unnumbered = OpenMvgImporter.read(temp, Optional.empty());
    Path other = temp.resolve("unnumbered");
    unnumbered.write(other, false, ImageTransfer.COPY, Progress.NONE);
    assertEquals(0, reprojection(KaptureDataset.open(other, false), 8), 1e-4);
  }
}
