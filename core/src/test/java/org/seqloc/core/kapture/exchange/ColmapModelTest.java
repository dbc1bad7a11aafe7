package org.seqloc.core.kapture.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.seqloc.core.kapture.exchange.ColmapFixtures.assertFails;
import static org.seqloc.core.kapture.exchange.ColmapFixtures.colmap;
import static org.seqloc.core.kapture.exchange.ColmapFixtures.isColmapInstalled;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Vector3;

/** Models, text and binary. */
class ColmapModelTest {

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyCameraModelComesBack(boolean text) throws Exception {
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
    if (isColmapInstalled()) {
      assertTrue(colmap("model_analyzer", "--path", dir.toString()).contains("Cameras: 11"));
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
  void namesThatAreNotUtf8AreRefused() throws IOException {
    Path dir = Files.createDirectory(temp.resolve("m"));
    ColmapModelWriter.binary(dir)
        .images(
            1,
            List.of(new ColmapImage(1, Pose.IDENTITY, 1, "ab.png", ColmapKeypoints.NONE))
                .iterator());
    Path file = dir.resolve("images.bin");
    byte[] bytes = Files.readAllBytes(file);
    bytes[8 + 4 + 7 * 8 + 4] = (byte) 0xe9;
    Files.write(file, bytes);
    assertFails(
        file + ", byte 79: a name is not UTF-8", () -> ColmapModel.open(dir).images(image -> {}));
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
}
