package org.seqloc.core.kapture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.seqloc.core.FileTree;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;

/**
 * Any bytes in place of one file of a good dataset: it reads and can be written and read again, or
 * it is refused in one line; the validator goes through in any case.
 */
class KaptureFuzzTest {

  private static final List<String> FILES =
      List.of(
          "sensors/sensors.txt",
          "sensors/rigs.txt",
          "sensors/trajectories.txt",
          "sensors/records_camera.txt",
          "sensors/records_gnss.txt",
          "sensors/records_wifi.txt",
          "sensors/records_bluetooth.txt",
          "sensors/records_accelerometer.txt",
          "sensors/records_pressure.txt",
          "reconstruction/keypoints/sift/keypoints.txt",
          "reconstruction/descriptors/sift/descriptors.txt",
          "reconstruction/global_features/gem/global_features.txt",
          "reconstruction/keypoints/sift/a/1.jpg.kpt",
          "reconstruction/matches/sift/a/1.jpg.overlapping/a/2.jpg.matches",
          "reconstruction/points3d.txt",
          "reconstruction/observations.txt",
          "reconstruction/keypoints/sift/keypoints.tar");

  private static final Path WORK = workspace();
  private static final Path DATASET = WORK.resolve("dataset");

  private static Path workspace() {
    try {
      Path memory = Path.of("/dev/shm");
      Path work =
          Files.isWritable(memory)
              ? Files.createTempDirectory(memory, "KaptureFuzzTest")
              : Files.createTempDirectory("KaptureFuzzTest");
      KaptureFixtures.rich(work.resolve("dataset"));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(work)));
      return work;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try {
      FileTree.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @FuzzTest(maxDuration = "10m")
  void anyFileIsReadOrRefused(byte[] data) throws IOException {
    if (data.length == 0) {
      return;
    }
    Path file = DATASET.resolve(FILES.get(Byte.toUnsignedInt(data[0]) % FILES.size()));
    boolean there = Files.exists(file);
    byte[] good = there ? Files.readAllBytes(file) : new byte[0];
    try {
      Files.write(file, Arrays.copyOfRange(data, 1, data.length));
      readAndWrite();
      validate();
    } finally {
      if (there) {
        Files.write(file, good);
      } else {
        Files.delete(file);
      }
    }
  }

  private static void readAndWrite() {
    Path out = WORK.resolve("out");
    KaptureDataset dataset;
    try {
      dataset = KaptureDataset.open(DATASET, false);
      dataset.reconstruction().points3d();
      dataset.reconstruction().observations();
    } catch (SeqlocException e) {
      assertFalse(e.getMessage().contains("\n"), e.getMessage());
      return;
    }
    try (KaptureWriter writer = KaptureWriter.create(out, true)) {
      try {
        for (String path : new RecordPaths(dataset.kapture().records(RecordKind.CAMERA)).sorted()) {
          writer.image(path, new byte[0]);
        }
        for (String path : List.of("a/1.depth", "lid/12.pcd")) {
          writer.image(path, new byte[0]);
        }
        new ReconstructionCopier(writer, Progress.NONE)
            .add(dataset.reconstruction(), image -> true);
      } catch (SeqlocException e) {
        return; // a feature file that does not fit, or a path that is a folder of another
      }
      writer.finish(dataset.kapture());
    }
    KaptureComparison.Result result =
        KaptureComparison.compare(
            dataset,
            KaptureDataset.open(out, false),
            new KaptureComparison.Options(0, 0, false, 10));
    assertEquals(List.of(), result.first());
  }

  private static void validate() {
    try {
      KaptureValidator.validate(
          DATASET, false, finding -> assertTrue(finding.message().length() > 0));
    } catch (SeqlocException e) {
      assertFalse(e.getMessage().contains("\n"), e.getMessage());
    }
  }
}
