package org.seqloc.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.core.SharedData;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.kapture.CameraRecord;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KaptureWriter;
import org.seqloc.core.kapture.Sensor;

class MainTest {

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void theRehearsalOfTheScriptSucceeds() {
    assertEquals(0, Rehearsal.run(folder));
  }

  @Test
  void helpListsEveryCommandOnOneLine() {
    assertEquals(0, run("--help"));
    assertTrue(out.toString().contains("  evaluate "), out.toString());
    out.toString()
        .lines()
        .forEach(line -> assertTrue(line.length() <= 120, "too wide for a terminal: " + line));
  }

  @Test
  void evaluatesATrajectory() throws IOException {
    Path reference = write("reference.tum", "1 0 0 0 0 0 0 1\n2 1 0 0 0 0 0 1\n");
    Path estimate = write("poses.tum", "1 0.125 0 0 0 0 0 1\n");
    Path result = folder.resolve("a/b");
    assertEquals(
        0,
        run("evaluate", "--reference", reference, "--estimate", estimate, "--out", result),
        err::toString);
    assertTrue(out.toString().contains("recall 0.25 m, 2°    50.0 %"), out.toString());
    assertTrue(Files.readString(result.resolve("summary.json")).contains("\"frames\" : 2"));
    assertTrue(Files.readString(result.resolve("report.html")).contains("poses.tum"));
    assertTrue(Files.size(result.resolve("trajectory.png")) > 1000);
    assertEquals("report: " + result.resolve("report.html") + "\n", err.toString());
  }

  @Test
  void aGroupAloneIsOneLineAndAHint() {
    assertEquals(2, run("bag"));
    assertEquals("seqloc: a command is missing\nSee 'seqloc bag --help'.\n", err.toString());
  }

  @Test
  void aFolderIsNoBag() {
    assertEquals(2, run("bag", "info", folder));
    assertEquals(1, err.toString().lines().count(), err.toString());
  }

  @Test
  void showsWhatABagHolds() {
    Path bag = SharedData.require("data/t265/trimmed_locoffice.bag");
    assertEquals(0, run("bag", "info", bag), err::toString);
    assertTrue(out.toString().contains("sensor_msgs/Image"), out.toString());
  }

  @Test
  void splitsAKaptureAndEvaluatesOnePartAgainstTheOther() throws IOException {
    Path source = makeKapture(4);
    Path half = folder.resolve("half");
    assertEquals(
        0, run("kapture", "subset", source, "--every", 2, "--offset", 1, "--out", half), this::all);
    assertTrue(out.toString().contains("2 of 4 exposures"), out.toString());
    assertTrue(Files.exists(half.resolve("sensors/records_data/1.jpg")));
    assertTrue(Files.notExists(half.resolve("sensors/records_data/0.jpg")));
    assertEquals(
        0,
        run("evaluate", "--reference", source, "--estimate", half, "--out", folder.resolve("o")),
        this::all);
    assertTrue(out.toString().contains("localized            2 (50.0 %)"), out.toString());
    assertTrue(out.toString().contains("maximum error        0.000 m, 0.000°"), out.toString());
  }

  @Test
  void importsKitti() throws IOException {
    Path kitti = SharedData.require("data/kitti_seq1");
    Path dataset = folder.resolve("kitti");
    assertEquals(0, run("kapture", "import", "kitti-odometry", kitti, "--out", dataset), this::all);
    assertTrue(out.toString().contains("102 images in 51 exposures"), out.toString());
    Path half = folder.resolve("half");
    assertEquals(
        0,
        run("kapture", "subset", dataset, "--every", 2, "--offset", 0, "--out", half),
        this::all);
    assertTrue(out.toString().contains("26 of 51 exposures"), out.toString());
  }

  @Test
  void neverWritesOverADataset() throws IOException {
    Path source = makeKapture(2);
    assertEquals(2, run("kapture", "subset", source, "--out", source));
    assertEquals(1, err.toString().lines().filter(l -> l.startsWith("seqloc: ")).count(), all());
    assertEquals(2, run("kapture", "subset", source, "--every", 2, "--offset", 2, "--out", "x"));
    assertEquals(2, run("kapture", "subset", source, "--from", 5, "--out", folder.resolve("x")));
    assertTrue(err.toString().contains("none of its 2 exposures is chosen"), all());
  }

  @Test
  void whatAUserCanMendIsOneLine() throws IOException {
    Path bad = write("bad.tum", "1 0 0 0\n");
    assertEquals(
        2, run("evaluate", "--reference", bad, "--estimate", bad, "--out", folder.resolve("o")));
    assertEquals(
        "seqloc: " + bad + ":1: expected 8 numbers (stamp tx ty tz qx qy qz qw), found 4 columns\n",
        err.toString());
    assertEquals("", out.toString());
  }

  @Test
  void aMissingFileIsOneLine() {
    Path absent = folder.resolve("absent.tum");
    assertEquals(2, run("evaluate", "--reference", absent, "--estimate", absent, "--out", folder));
    assertEquals("seqloc: " + absent + ": no such file or folder\n", err.toString());
  }

  @Test
  void otherClocksNameBothFiles() throws IOException {
    Path reference = write("reference.tum", "1 0 0 0 0 0 0 1\n");
    Path estimate = write("poses.tum", "1500000000 0 0 0 0 0 0 1\n");
    assertEquals(
        2, run("evaluate", "--reference", reference, "--estimate", estimate, "--out", folder));
    assertTrue(
        err.toString().startsWith("seqloc: " + estimate + " against " + reference + ": no stamp"),
        err.toString());
    assertEquals(1, err.toString().lines().count());
  }

  @Test
  void anUnknownOptionIsOneLineAndAHint() {
    assertEquals(2, run("evaluate", "--frobnicate"));
    assertEquals(2, err.toString().lines().count(), err.toString());
    assertTrue(err.toString().startsWith("seqloc: "), err.toString());
    assertTrue(err.toString().endsWith("See 'seqloc evaluate --help'.\n"), err.toString());
  }

  @Test
  void verboseShowsWhereAFailureCameFrom() {
    Path absent = folder.resolve("absent.tum");
    assertEquals(
        2,
        run("evaluate", "--reference", absent, "--estimate", absent, "--out", folder, "--verbose"));
    assertTrue(err.toString().contains("\tat org.seqloc.launch.EvaluateCommand"), err.toString());
  }

  @Test
  void aFaultOfTheProgramHasItsStackTrace() {
    Failures failures = new Failures(() -> false);
    assertEquals(70, failures.report(new IllegalStateException("broken"), new PrintWriter(err)));
    assertTrue(err.toString().startsWith("java.lang.IllegalStateException: broken\n\tat "));
    assertFalse(err.toString().contains("seqloc: "));
  }

  private int run(Object... args) {
    String[] texts = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      texts[i] = args[i].toString();
    }
    return Main.run(new PrintWriter(out), new PrintWriter(err), texts);
  }

  private String all() {
    return out + "\n" + err;
  }

  private Path makeKapture(int frames) {
    Path dir = folder.resolve("kapture");
    Kapture.Builder kapture = Kapture.builder();
    Camera camera = new Camera(CameraModel.PINHOLE, 64, 48, 50, 50, 32, 24);
    kapture.sensor(Sensor.ofCamera("cam", "", camera));
    try (KaptureWriter writer = KaptureWriter.create(dir, false)) {
      for (int i = 0; i < frames; i++) {
        long stamp = 1_000_000_000L + i * 100_000_000L;
        writer.image(i + ".jpg", new byte[] {1});
        kapture.record(new CameraRecord(stamp, "cam", i + ".jpg"));
        kapture.mapFromDevice(stamp, "cam", new Pose(Quaternion.IDENTITY, new Vector3(i, 0, 0)));
      }
      writer.finish(kapture.build());
    }
    return dir;
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
