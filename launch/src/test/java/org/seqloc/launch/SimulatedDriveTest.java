package org.seqloc.launch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job from simulated bags to poses, by its commands; and what goes wrong on the way. */
class SimulatedDriveTest {

  private static final int FRAMES = 12;

  @TempDir private static Path made;
  private static Path mapBag;
  private static Path queryBag;
  private static Path kapture;
  private static Path map;

  @TempDir private Path folder;

  @BeforeAll
  static void mapTheFirstDrive() {
    CommandRun.succeeding(
        "sim", "--out", made, "--seed", 3, "--frames", FRAMES, "--size", "320x240");
    mapBag = made.resolve("map.bag");
    queryBag = made.resolve("query.bag");
    kapture = made.resolve("kapture");
    map = made.resolve("street.seqmap");
    CommandRun.succeeding("kapture", "from-bag", mapBag, "--out", kapture);
    CommandRun.succeeding("map", "build", "--kapture", kapture, "--out", map, "--keypoints", 1000);
  }

  @Test
  void localizesTheSecondDriveAndReports() throws IOException {
    Path out = folder.resolve("out");
    CommandRun run =
        CommandRun.succeeding("localize", "--map", map, "--bag", queryBag, "--out", out);
    assertTrue(run.out().contains("localized"), run.out());
    JsonNode summary = new ObjectMapper().readTree(out.resolve("summary.json").toFile());
    assertEquals(FRAMES, summary.get("frames").asInt());
    assertEquals(FRAMES, summary.get("localized").asInt());
    assertEquals(1.0, summary.get("recall").get("0.25m_2deg").asDouble());
    assertTrue(summary.get("median_translation_error_m").asDouble() < 0.05, summary::toString);
    assertTrue(summary.get("median_latency_ms").asDouble() > 0, summary::toString);
    for (String name : new String[] {"report.html", "trajectory.png", "kapture/sensors/rigs.txt"}) {
      assertTrue(Files.size(out.resolve(name)) > 0, name);
    }

    // The same poses, told by evaluate, from both of the forms they are written in.
    Path truth = folder.resolve("truth");
    CommandRun.succeeding("kapture", "from-bag", queryBag, "--out", truth);
    for (String estimate : new String[] {"poses.tum", "kapture"}) {
      Path evaluated = folder.resolve("evaluated_" + estimate);
      CommandRun.succeeding(
          "evaluate",
          "--reference",
          truth,
          "--estimate",
          out.resolve(estimate),
          "--out",
          evaluated);
      JsonNode again = new ObjectMapper().readTree(evaluated.resolve("summary.json").toFile());
      assertEquals(
          summary.get("median_translation_error_m").asDouble(),
          again.get("median_translation_error_m").asDouble(),
          1e-6,
          estimate);
    }
  }

  @Test
  void replayIsBitIdenticalWhateverTheThreads() throws Exception {
    Path once = folder.resolve("once");
    Path again = folder.resolve("again");
    CommandRun.succeeding("localize", "--map", map, "--bag", queryBag, "--out", once);
    // Parallel streams run in the pool of the thread that starts them.
    ForkJoinPool alone = new ForkJoinPool(1);
    try {
      alone
          .submit(
              () ->
                  CommandRun.succeeding(
                      "localize", "--map", map, "--bag", queryBag, "--out", again))
          .get();
    } finally {
      alone.shutdown();
    }
    assertArrayEquals(
        Files.readAllBytes(once.resolve("poses.tum")),
        Files.readAllBytes(again.resolve("poses.tum")));
  }

  @Test
  void theSameDriveAndMapHaveTheSameBytes() throws IOException {
    CommandRun.succeeding(
        "sim", "--out", folder, "--seed", 3, "--frames", FRAMES, "--size", "320x240");
    assertEquals(-1, Files.mismatch(mapBag, folder.resolve("map.bag")));
    assertEquals(-1, Files.mismatch(queryBag, folder.resolve("query.bag")));
    Path second = folder.resolve("again.seqmap");
    CommandRun.succeeding(
        "map", "build", "--kapture", kapture, "--out", second, "--keypoints", 1000);
    assertEquals(-1, Files.mismatch(map, second));
  }

  @Test
  void everyFrameAloneAndFewerCamerasWorkToo() throws IOException {
    Path out = folder.resolve("out");
    CommandRun run =
        CommandRun.succeeding(
            "localize",
            "--map",
            map,
            "--bag",
            queryBag,
            "--out",
            out,
            "--no-sequence",
            "--cameras",
            "cam_front,cam_left",
            "--each");
    assertTrue(
        run.err().contains("[/cam_front/image_raw/compressed, /cam_left/image_raw/compressed]"),
        run.err());
    assertEquals(FRAMES, run.out().lines().filter(line -> line.contains("LOCALIZED")).count());
    JsonNode summary = new ObjectMapper().readTree(out.resolve("summary.json").toFile());
    assertEquals(1.0, summary.get("recall").get("0.25m_2deg").asDouble());
  }

  @Test
  void missingFilesAreOneLine() throws IOException {
    Path absent = folder.resolve("absent");
    Path out = folder.resolve("out");
    assertEquals(
        absent + ": no such file; check the path",
        CommandRun.complaint("localize", "--map", map, "--bag", absent, "--out", out));
    assertTrue(
        CommandRun.complaint("localize", "--map", absent, "--bag", queryBag, "--out", out)
            .startsWith(absent + ": no such map file"));
    assertTrue(
        CommandRun.complaint("localize", "--map", map, "--kapture", absent, "--out", out)
            .startsWith(absent + " "));
    assertTrue(CommandRun.complaint("play", absent).startsWith(absent + ": no such file"));
    assertNothingLeft();
  }

  /** Nothing was recorded yet. */
  @Test
  void aBagThatIsCutOffInItsHeaderIsOneLine() throws IOException {
    Path cut = folder.resolve("cut.bag");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(queryBag), 1000));
    for (Object[] command :
        new Object[][] {
          {"localize", "--map", map, "--bag", cut, "--out", folder.resolve("out")},
          {"kapture", "from-bag", cut, "--out", folder.resolve("out")},
          {"bag", "info", cut},
          {"play", cut}
        }) {
      String line = CommandRun.complaint(command);
      assertTrue(line.startsWith(cut + ": "), line);
    }
    assertNothingLeft("cut.bag");
  }

  @Test
  void aBagThatIsCutOffIsTakenUpToThereAndTold() throws IOException {
    Path cut = folder.resolve("half.bag");
    byte[] whole = Files.readAllBytes(queryBag);
    Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
    for (Object[] command :
        new Object[][] {
          {"localize", "--map", map, "--bag", cut, "--out", folder.resolve("half")},
          {"kapture", "from-bag", cut, "--out", folder.resolve("half_kapture")},
          {"bag", "info", cut}
        }) {
      String err = CommandRun.succeeding(command).err();
      assertTrue(err.contains("seqloc: " + cut + ": is cut off"), err);
      assertTrue(err.contains("byte " + whole.length / 2), err);
    }
  }

  @Test
  void unknownTopicsAreOneLineThatNamesWhatThereIs() throws IOException {
    Path out = folder.resolve("out");
    assertEquals(
        queryBag + ": no camera 'cam_top': there are [cam_front, cam_left, cam_rear, cam_right]",
        CommandRun.complaint(
            "localize", "--map", map, "--bag", queryBag, "--cameras", "cam_top", "--out", out));
    assertEquals(
        queryBag + ": no odometry on /wheels; topics of nav_msgs/Odometry: [/odom]",
        CommandRun.complaint(
            "localize", "--map", map, "--bag", queryBag, "--odometry", "/wheels", "--out", out));
    assertTrue(
        CommandRun.complaint("kapture", "from-bag", queryBag, "--poses", "/gps", "--out", out)
            .contains("[/ground_truth/pose, /odom]"));
    assertNothingLeft();
  }

  @Test
  void mapsOfAnotherVersionAndDamagedOnesAreOneLine() throws IOException {
    Path out = folder.resolve("out");
    Path other = folder.resolve("other.seqmap");
    Files.copy(map, other);
    try (RandomAccessFile file = new RandomAccessFile(other.toFile(), "rw")) {
      file.seek(8);
      file.write(99);
    }
    String line = CommandRun.complaint("localize", "--map", other, "--bag", queryBag, "--out", out);
    assertTrue(line.startsWith(other + ": map format version 99, this build reads version"), line);
    Path flipped = folder.resolve("flipped.seqmap");
    byte[] bytes = Files.readAllBytes(map);
    bytes[bytes.length - 1000] ^= 1;
    Files.write(flipped, bytes);
    line = CommandRun.complaint("map", "info", flipped);
    assertTrue(line.startsWith(flipped + ": damaged map"), line);
    assertNothingLeft("other.seqmap", "flipped.seqmap");
  }

  @Test
  void aFolderThatIsNoKaptureIsOneLine() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty/sensors")).getParent();
    for (Object[] command :
        new Object[][] {
          {"map", "build", "--kapture", empty, "--out", folder.resolve("out")},
          {"localize", "--map", map, "--kapture", empty, "--out", folder.resolve("out")},
          {"bag", "from-kapture", empty, "--out", folder.resolve("out.bag")},
          {"kapture", "from-bag", queryBag, "--rig", empty, "--out", folder.resolve("out")}
        }) {
      String line = CommandRun.complaint(command);
      assertTrue(line.contains(empty + " is not a kapture directory"), line);
      assertTrue(line.contains("sensors/sensors.txt"), line);
    }
    assertNothingLeft("empty");
  }

  @Test
  void imagesThatDoNotDecodeAreOneLineThatNamesThem() throws IOException {
    Path broken = folder.resolve("broken");
    CommandRun.succeeding("kapture", "subset", kapture, "--every", 2, "--out", broken);
    Path image;
    try (Stream<Path> files = Files.list(broken.resolve("sensors/records_data/cam_left"))) {
      image = files.sorted().skip(2).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(image);
    Files.write(image, Arrays.copyOf(bytes, bytes.length / 2));
    for (Object[] command :
        new Object[][] {
          {"map", "build", "--kapture", broken, "--out", folder.resolve("out")},
          {"localize", "--map", map, "--kapture", broken, "--out", folder.resolve("out")},
          {"bag", "from-kapture", broken, "--out", folder.resolve("out.bag")},
          {"bag", "from-kapture", broken, "--compressed", "--out", folder.resolve("out.mcap")}
        }) {
      String line = CommandRun.complaint(command);
      assertTrue(line.endsWith(": the image ends early, it was cut off"), line);
      assertTrue(line.contains(image.getFileName().toString()), line);
    }
    assertNothingLeft("broken");
  }

  @Test
  void aGpuThatIsAskedForAndAbsentIsOneLine() throws IOException {
    Path out = folder.resolve("out");
    assertEquals(
        "--device cuda: features of type sift run on the CPU only",
        CommandRun.complaint(
            "localize", "--map", map, "--bag", queryBag, "--device", "cuda", "--out", out));
    assertEquals(
        "device 'tpu' is not known: use cpu, cuda or cuda:N for the GPU number N",
        CommandRun.complaint(
            "localize", "--map", map, "--bag", queryBag, "--device", "tpu", "--out", out));
    assertNothingLeft();
  }

  @Test
  void existingOutputStaysUnlessToldOtherwise() throws IOException {
    byte[] before = Files.readAllBytes(queryBag);
    assertTrue(CommandRun.complaint("sim", "--out", made, "--frames", 1).contains("exists"));
    assertTrue(
        CommandRun.complaint("bag", "from-kapture", kapture, "--out", queryBag).contains("exists"));
    assertTrue(
        CommandRun.complaint("kapture", "from-bag", queryBag, "--out", kapture).contains("exists"));
    assertArrayEquals(before, Files.readAllBytes(queryBag));
  }

  /** Nothing half-written, whatever its name. */
  private void assertNothingLeft(String... own) throws IOException {
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(
          Set.of(own), left.map(path -> path.getFileName().toString()).collect(Collectors.toSet()));
    }
    assertFalse(Files.exists(folder.resolve("out")));
  }
}
