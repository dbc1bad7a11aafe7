package org.seqloc.core.kapture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A large dataset in a small heap: a Java of its own opens 100,000 images with poses in 48 MB. */
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
