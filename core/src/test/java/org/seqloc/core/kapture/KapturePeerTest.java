package org.seqloc.core.kapture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seqloc.core.Progress;
import org.seqloc.core.SharedData;

/**
 * What we write, read by NAVER's own kapture (1.1.10) and compared by its own equality. Needs a
 * python with kapture: named by the environment variable SEQLOC_KAPTURE_PYTHON, else python3.
 */
class KapturePeerTest {

  @TempDir Path temp;
  private static String python;
  private static boolean found;

  @BeforeAll
  static void findKapture() throws InterruptedException {
    python = Optional.ofNullable(System.getenv("SEQLOC_KAPTURE_PYTHON")).orElse("python3");
    try {
      found = run(List.of(python, "-c", "import kapture.io.csv")).code() == 0;
    } catch (IOException e) {
      found = false;
    }
  }

  @BeforeEach
  void requireKapture() {
    assumeTrue(found, () -> "skipped: needs " + python + " with the module kapture");
  }

  @ParameterizedTest
  @CsvSource({
    "kapture_samples/berlin/kapture, 9",
    "kapture_samples/berlin/kapture_tar, 9",
    "kapture_samples/maupertuis/kapture, 14",
    "kapture_samples/m1x, 18",
    "t265/ros_kapture, 0",
    "virtual_gallery/mapping, 0",
    "virtual_gallery/query, 0"
  })
  void samplesWrittenByUsAreEqual(String name, int arrays) throws Exception {
    Path source = SharedData.require("data/" + name);
    assertEqualByPeer(source, written(source), arrays);
  }

  @Test
  void allKindsOfRecordsAreEqual() throws Exception {
    Path rich = KaptureFixtures.rich(temp.resolve("rich"));
    // numpy's NaN is not equal to itself: kapture would tell the altitude apart.
    Path gnss = rich.resolve("sensors/records_gnss.txt");
    Files.writeString(gnss, Files.readString(gnss).replace("nan", "280.0"));
    assertEqualByPeer(rich, written(rich), 7);
  }

  @Test
  void featuresThatWePackAreEqual() throws Exception {
    Path rich = KaptureFixtures.rich(temp.resolve("rich"));
    Path gnss = rich.resolve("sensors/records_gnss.txt");
    Files.writeString(gnss, Files.readString(gnss).replace("nan", "280.0"));
    KaptureDataset dataset = KaptureDataset.open(rich, false);
    Path packed = temp.resolve("packed");
    try (KaptureWriter writer = KaptureWriter.create(packed, false)) {
      new RecordFiles(writer, ImageTransfer.COPY, Progress.NONE)
          .copy(dataset.kapture(), dataset.files());
      for (FeatureKind kind : FeatureKind.values()) {
        for (FeatureSet set : dataset.reconstruction().features(kind).values()) {
          try (FeatureWriter features = writer.features(set.config(), true)) {
            for (String image : set.images()) {
              features.add(image, set.read(image).orElseThrow());
            }
          }
        }
      }
      try (MatchWriter matches = writer.matches("sift", true)) {
        for (ImagePair pair : dataset.reconstruction().matches().get("sift").pairs()) {
          matches.add(
              pair, dataset.reconstruction().matches().get("sift").read(pair).orElseThrow());
        }
      }
      writer.points3d(dataset.reconstruction().points3d().orElseThrow());
      writer.observations(dataset.reconstruction().observations().orElseThrow());
      writer.finish(dataset.kapture());
    }
    assertTrue(Files.exists(packed.resolve("reconstruction/matches/sift/matches.tar")));
    KaptureDatasetTest.assertSame(dataset, KaptureDataset.open(packed, false));
    assertEqualByPeer(rich, packed, 7);
  }

  private Path written(Path source) {
    Path out = temp.resolve("out");
    KaptureDataset.open(source, false).write(out, false, ImageTransfer.HARD_LINK, Progress.NONE);
    return out;
  }

  private void assertEqualByPeer(Path a, Path b, int arrays) throws Exception {
    Path script = temp.resolve("peer.py");
    try (InputStream in = KapturePeerTest.class.getResourceAsStream("peer.py")) {
      Files.write(script, in.readAllBytes());
    }
    Output output = run(List.of(python, script.toString(), a.toString(), b.toString()));
    assertEquals(0, output.code(), output.text());
    assertTrue(output.text().contains("equal, " + arrays + " arrays"), output.text());
  }

  private record Output(int code, String text) {}

  private static Output run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Output(process.waitFor(), text);
  }
}
