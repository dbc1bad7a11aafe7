package org.seqloc.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ros.Await;
import org.ros.Noetic;
import org.ros.message.Time;
import org.seqloc.bags.RosbagWriter;

/** Conversion that is killed and started again. */
class KilledConversionTest {

  private static final long START = 1_700_000_000_000_000_000L;
  private static final int IMAGES = 150;

  @TempDir private Path folder;

  private Path bag() {
    Path file = folder.resolve("drive.bag");
    Random random = new Random(3);
    try (RosbagWriter writer = new RosbagWriter(file)) {
      int left = writer.connect("/left/image_raw", sensor_msgs.Image.TYPE);
      for (int i = 0; i < IMAGES; i++) {
        sensor_msgs.Image image = new sensor_msgs.Image();
        image.getHeader().setStamp(Time.fromNano(START + i * 33_000_000L));
        image.setWidth(1280);
        image.setHeight(720);
        image.setStep(1280);
        image.setEncoding("mono8");
        byte[] pixels = new byte[1280 * 720];
        random.nextBytes(pixels);
        image.setData(Unpooled.wrappedBuffer(pixels));
        writer.write(left, START + i * 33_000_000L, image);
      }
    }
    return file;
  }

  private static Map<String, String> files(Path root) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        java.util.zip.CRC32 sum = new java.util.zip.CRC32();
        sum.update(Files.readAllBytes(file));
        files.put(root.relativize(file).toString(), HexFormat.of().toHexDigits(sum.getValue()));
      }
    }
    return files;
  }

  private long written(Path out) {
    Path partial =
        out.resolveSibling("." + out.getFileName() + ".partial/kapture/sensors/records_data");
    try (Stream<Path> all = Files.walk(partial)) {
      return all.filter(file -> file.toString().endsWith(".png")).count();
    } catch (IOException | java.io.UncheckedIOException e) {
      return 0;
    }
  }

  @Test
  void theSameCommandAgainGivesWhatAnUninterruptedRunGives() throws IOException {
    Path bag = bag();
    Path whole = folder.resolve("whole");
    CommandRun.succeeding("kapture", "from-bag", bag, "--uncalibrated", "--out", whole);
    Path out = folder.resolve("killed");
    try (Noetic processes = new Noetic(URI.create("http://127.0.0.1:1/"), folder)) {
      Noetic.Tool run =
          SeqlocProcess.start(
              processes,
              "kapture",
              "from-bag",
              bag.toString(),
              "--uncalibrated",
              "--out",
              out.toString());
      Await.until(() -> written(out) > IMAGES / 4, () -> "some images; " + run.output());
      run.kill();
    }
    assertFalse(Files.exists(out), "half a dataset");
    assertTrue(written(out) > 0);
    CommandRun.succeeding("kapture", "from-bag", bag, "--uncalibrated", "--out", out);
    assertEquals(files(whole), files(out));
    assertEquals(0, written(out));
  }
}
