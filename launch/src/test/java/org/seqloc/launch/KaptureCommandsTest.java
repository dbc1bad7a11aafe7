package org.seqloc.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seqloc.core.SharedData;
import org.seqloc.core.kapture.KaptureFixtures;

/** The kapture tools from the command line: what they print, and their exit codes. */
class KaptureCommandsTest {

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path rich;

  @BeforeEach
  void writeDataset() throws IOException {
    rich = KaptureFixtures.rich(folder.resolve("rich"));
  }

  private int run(Object... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.run(
        new PrintWriter(out),
        new PrintWriter(err),
        Arrays.stream(args).map(Object::toString).toArray(String[]::new));
  }

  private String all() {
    return out + "" + err;
  }

  @Test
  void infoShowsWhatThereIs() {
    assertEquals(0, run("kapture", "info", rich), this::all);
    assertEquals(
        """
        sensors          10 (1 accelerometer, 1 bluetooth, 1 camera, 1 depth, 1 gnss, 1 gyroscope, 1 lidar, 1 magnetic, 1 pressure, 1 wifi)
          acc: accelerometer
          baro: pressure hPa
          bt: bluetooth
          cam: camera PINHOLE 4 2 (left)
          depth0: depth SIMPLE_PINHOLE 4 2
          gps: gnss EPSG:4326
          gyr: gyroscope
          lid: lidar (roof)
          mag: magnetic
          wlan: wifi
        rigs             2
          car: head, lid
          head: cam, depth0
        poses            3 of 2 devices, timestamps 10 to 20
        camera           2 records of 1 sensors, timestamps 10 to 20, 5 bytes
        depth            1 records of 1 sensors, timestamps 10 to 10, 32 bytes
        lidar            1 records of 1 sensors, timestamps 12 to 12, 11 bytes
        wifi             2 records of 1 sensors, timestamps 15 to 15
        bluetooth        2 records of 1 sensors, timestamps 15 to 15
        gnss             1 records of 1 sensors, timestamps 15 to 15
        accelerometer    2 records of 1 sensors, timestamps 5 to 25
        gyroscope        1 records of 1 sensors, timestamps 15 to 15
        magnetic         1 records of 1 sensors, timestamps 9223372036854775807 to 9223372036854775807
        records_pressure.txt 2 rows
        keypoints        r2d2: r2d2, 3 float64, 0 images, 0 bytes
        keypoints        sift: sift, 2 float32, 2 images, 40 bytes
        descriptors      sift: sift, 4 uint8, 2 images, 20 bytes
        global_features  gem: gem, 3 float32, 2 images, 24 bytes
        matches          sift: 1 pairs, 48 bytes
        points3d         2 with colours
        observations     3 in 2 tracks
        """,
        out.toString().replace(System.lineSeparator(), "\n"));
  }

  @Test
  void exportsTellOfExposuresWithoutAPose() {
    Path file = folder.resolve("poses.txt");
    assertEquals(
        0, run("kapture", "export", "tum", rich, "--device", "car", "--out", file), this::all);
    assertEquals(
        file + ": 1 poses\n1 exposures without a pose are left out\n", out.toString(), this::all);
    assertEquals(0, run("kapture", "export", "ltvl", rich, "--out", file), this::all);
    assertEquals(
        file + ": 1 poses\n1 images without a pose are left out\n", out.toString(), this::all);
  }

  @Test
  void helpOfAGroupHasAWholeSentenceForEachCommand() {
    for (String group : List.of("import", "export")) {
      assertEquals(0, run("kapture", group, "--help"), this::all);
      List<String> lines =
          out.toString().lines().dropWhile(line -> !line.startsWith("Commands:")).skip(1).toList();
      assertTrue(lines.size() >= 4, this::all);
      for (String line : lines) {
        assertTrue(line.matches(" {2}\\S+ +[A-Z].*\\.") && line.length() <= 120, line);
      }
    }
  }

  @Test
  void importsTablesWithoutTheImages() throws IOException {
    Path list = Files.writeString(folder.resolve("list.txt"), "10, c, a.png\n");
    Path k = folder.resolve("k");
    assertEquals(
        2, run("kapture", "import", "image-list", list, "--link", "--no-files", "--out", k));
    assertEquals(2, run("kapture", "import", "image-list", list, "--no-files", "--out", k));
    assertEquals(
        "seqloc: image " + folder.resolve("a.png") + " is missing\n", err.toString(), this::all);
  }

  @Test
  void validateExitsByWhatItFinds() throws IOException {
    assertEquals(0, run("kapture", "validate", rich), this::all);
    assertEquals(rich + ": nothing found\n", out.toString());
    Files.delete(rich.resolve("sensors/records_data/a/2.jpg"));
    assertEquals(1, run("kapture", "validate", rich), this::all);
    assertTrue(
        out.toString().startsWith(rich.resolve("sensors/records_camera.txt") + ", line 4: image "),
        all());
    Files.delete(rich.resolve("sensors/sensors.txt"));
    assertEquals(2, run("kapture", "validate", rich), this::all);
    assertEquals(1, err.toString().lines().count(), all());
  }

  @Test
  void aSubsetOfAllComparesEqualAndAPartDoesNot() {
    Path same = folder.resolve("same");
    assertEquals(0, run("kapture", "subset", rich, "--out", same), this::all);
    assertEquals(0, run("kapture", "compare", rich, same), this::all);
    assertEquals("equal\n", out.toString());

    Path part = folder.resolve("part");
    assertEquals(0, run("kapture", "subset", rich, "--start", "+10e-9", "--out", part), this::all);
    assertTrue(out.toString().contains("1 of 2 exposures"), all());
    assertEquals(1, run("kapture", "compare", rich, part, "--limit", 1), this::all);
    assertTrue(out.toString().endsWith(" differences\n"), all());
    assertEquals(3, out.toString().lines().count(), all());
    assertEquals(0, run("kapture", "validate", part), this::all);
  }

  /** Lossless: the poses but for the last bits of their inversion, the names of files aside. */
  @Test
  void kittiComesBackFromABagAsItWent() {
    Path kitti = SharedData.require("data/kitti_seq1");
    Path k = folder.resolve("k");
    Path bag = folder.resolve("x.bag");
    Path back = folder.resolve("back");
    assertEquals(0, run("kapture", "import", "kitti-odometry", kitti, "--out", k), this::all);
    assertEquals(0, run("bag", "from-kapture", k, "--out", bag), this::all);
    assertEquals(0, run("kapture", "from-bag", bag, "--out", back), this::all);
    assertEquals(0, run("kapture", "compare", k, back, "--tolerance", "1e-13"), this::all);
    assertTrue(out.toString().endsWith("\nequal\n"), all());
    assertTrue(out.toString().contains("102 files have other names; the first: cam0/"), all());
  }

  /** Every sample, written back by the command and compared bit for bit. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "kapture_samples/berlin/kapture",
        "kapture_samples/berlin/kapture_tar",
        "kapture_samples/maupertuis/kapture",
        "kapture_samples/m1x",
        "t265/ros_kapture",
      })
  void samplesAreWrittenBackAndCompareEqual(String name) {
    Path sample = SharedData.require("data/" + name);
    Path copy = folder.resolve("copy");
    assertEquals(0, run("kapture", "subset", sample, "--follow-links", "--out", copy), this::all);
    assertEquals(
        0,
        run("kapture", "compare", sample, copy, "--follow-links", "--tolerance", "0"),
        this::all);
    assertEquals("equal\n", out.toString());
  }

  @Test
  void choosesSensorsAndImages() throws IOException {
    Path list = Files.writeString(folder.resolve("list.txt"), "# one\na/2.jpg\n");
    Path part = folder.resolve("part");
    assertEquals(
        0,
        run("kapture", "subset", rich, "--sensors", "head", "--images", list, "--out", part),
        this::all);
    assertTrue(Files.exists(part.resolve("sensors/records_data/a/2.jpg")));
    assertTrue(Files.notExists(part.resolve("sensors/records_data/a/1.jpg")));
    assertTrue(Files.notExists(part.resolve("sensors/records_gnss.txt")));
    assertEquals(2, run("kapture", "subset", rich, "--sensors", "x", "--out", folder.resolve("y")));
    assertEquals("seqloc: " + rich + ": there is no sensor or rig 'x'\n", err.toString());
    assertEquals(
        2, run("kapture", "subset", rich, "--start", "noon", "--out", folder.resolve("y")));
    assertEquals(
        "seqloc: " + rich + ": the time 'noon' is no timestamp as in the tables, and no +SECONDS\n",
        err.toString());
  }

  @Test
  void mergesAndSaysWhatItRenamed() {
    Path merged = folder.resolve("merged");
    assertEquals(0, run("kapture", "merge", rich, rich, "--folders", "--out", merged), this::all);
    assertTrue(out.toString().contains("'cam' of " + rich + " becomes 'cam_2'"), all());
    assertEquals(0, run("kapture", "validate", merged), this::all);
    assertEquals(
        0,
        run("kapture", "merge", rich, rich, "--ids", "keep", "--replace", "--out", merged),
        this::all);
    assertEquals(2, run("kapture", "merge", rich, "--out", merged), this::all);
  }
}
