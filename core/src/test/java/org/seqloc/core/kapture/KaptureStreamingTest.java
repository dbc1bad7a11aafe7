package org.seqloc.core.kapture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;

/**
 * Limits, met by a Java of its own: 100,000 images with poses open in a heap of 48 MB; a file
 * system that takes no more bytes leaves the previous dataset as it was.
 */
class KaptureStreamingTest {

  private static final int EXPOSURES = 25_000;

  @TempDir Path temp;

  /** Runs in the small heap: opens, groups, and looks at every image and pose once. */
  static final class Opener {
    public static void main(String[] args) {
      Kapture kapture = KaptureDataset.open(Path.of(args[0]), false).kapture();
      long images = 0;
      long posed = 0;
      for (Exposure exposure : kapture.exposures()) {
        images += exposure.images().size();
        posed += kapture.mapFromBody(exposure).isPresent() ? 1 : 0;
      }
      System.out.print(images + " images, " + posed + " exposures with a pose");
    }
  }

  @Test
  void opensAHundredThousandImagesIn48Megabytes() throws Exception {
    write(temp);
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx48m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Opener.class.getName(),
                    temp.toString()))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals("100000 images, 25000 exposures with a pose", output);
    assertEquals(0, process.waitFor());
  }

  /** Runs in the small heap: writes records as they come from an inertial unit. */
  static final class Recorder {
    public static void main(String[] args) {
      Sensor imu = new Sensor("imu", "", "accelerometer", List.of());
      try (KaptureWriter writer = KaptureWriter.create(Path.of(args[0]), false)) {
        for (int i = 0; i < 500_000; i++) {
          String x = Double.toString(Math.sin(i));
          writer.record(imu, 5_000_000L * i, List.of(x, x, x));
        }
        writer.finish(Kapture.builder().sensor(imu).build());
      }
      System.out.print("written");
    }
  }

  @Test
  void writesHalfAMillionRecordsIn32Megabytes() throws Exception {
    Path out = temp.resolve("out");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx32m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Recorder.class.getName(),
                    out.toString()))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals("written", output);
    try (var rows = Files.lines(out.resolve("sensors/records_accelerometer.txt"))) {
      assertEquals(500_002, rows.count());
    }
  }

  /** Runs where no file may have more than 64 KiB: writes one dataset over another. */
  static final class Replacer {
    public static void main(String[] args) {
      try {
        KaptureDataset.open(Path.of(args[0]), false)
            .write(Path.of(args[1]), true, ImageTransfer.COPY, Progress.NONE);
        System.out.print("written");
      } catch (SeqlocException e) {
        System.out.print(e.getMessage());
      }
    }
  }

  @Test
  void aFullDiskLeavesThePreviousDataset() throws Exception {
    Path out = Files.createDirectory(temp.resolve("outputs")).resolve("out");
    KaptureDataset first = KaptureDataset.open(KaptureFixtures.rich(temp.resolve("first")), false);
    first.write(out, false, ImageTransfer.COPY, Progress.NONE);
    Path large = KaptureFixtures.rich(temp.resolve("large"));
    KaptureFixtures.floats(large, "reconstruction/keypoints/sift/a/1.jpg.kpt", new float[100_000]);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                List.of(
                    "bash",
                    "-c",
                    "ulimit -f 64 && exec \"$@\"",
                    "bash",
                    java,
                    "-XX:-UsePerfData",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Replacer.class.getName(),
                    large.toString(),
                    out.toString()))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    assertTrue(output.startsWith("cannot write a/1.jpg.kpt: java.io.IOException: "), output);
    KaptureDatasetTest.assertSame(first, KaptureDataset.open(out, false));
    try (var left = Files.list(out.getParent())) {
      assertEquals(List.of(out), left.toList());
    }
  }

  private static void write(Path dir) throws IOException {
    Path sensors = Files.createDirectories(dir.resolve("sensors"));
    StringBuilder table = new StringBuilder("# kapture format: 1.1\n");
    StringBuilder rig = new StringBuilder("# kapture format: 1.1\n");
    for (int c = 0; c < 4; c++) {
      table.append("cam").append(c).append(", , camera, PINHOLE, 640, 480, 500, 500, 320, 240\n");
      rig.append("rig, cam").append(c).append(", 1, 0, 0, 0, 0, 0, 0\n");
    }
    Files.writeString(sensors.resolve("sensors.txt"), table);
    Files.writeString(sensors.resolve("rigs.txt"), rig);
    try (BufferedWriter images = Files.newBufferedWriter(sensors.resolve("records_camera.txt"));
        BufferedWriter poses = Files.newBufferedWriter(sensors.resolve("trajectories.txt"))) {
      // Backwards, so that all rows have to be sorted.
      for (int i = EXPOSURES - 1; i >= 0; i--) {
        long stamp = 1_700_000_000_000_000_000L + i * 33_333_333L;
        for (int c = 3; c >= 0; c--) {
          images.write(stamp + ", cam" + c + ", drive/cam" + c + "/frame_" + i + ".jpg\n");
          poses.write(stamp + ", cam" + c + ", 1, 0, 0, 0, " + i * 0.25 + ", 0, 0\n");
        }
      }
    }
  }
}
