package org.seqloc.core.kapture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;

/** What goes with a choice of sensors, and where a choice may be written. */
class KaptureSelectionTest {

  @TempDir Path temp;
  private Path rich;

  @BeforeEach
  void writeDataset() throws IOException {
    rich = KaptureFixtures.rich(temp.resolve("rich"));
  }

  private Kapture ofSensors(String... devices) {
    return new KaptureSelection(
            KaptureSubset.ALL, Long.MIN_VALUE, Long.MAX_VALUE, Set.of(devices), Set.of())
        .of(KaptureReader.read(rich));
  }

  @Test
  void withoutCamerasRecordsAndPosesGoByTimeAlone() throws IOException {
    KaptureFixtures.text(rich, "sensors/records_lidar.txt", "10, lid, lid/12.pcd");
    Kapture lidar = ofSensors("lid");
    assertEquals(0, lidar.cameraRecords().size());
    assertEquals(1, lidar.records(RecordKind.LIDAR).size());
    assertEquals(2, lidar.poses().size(), "of the car, at timestamps of images");
  }

  @Test
  void whereNoExposureIsChosenNothingIs() {
    Kapture none =
        KaptureSelection.of(new KaptureSubset(1_000_000, 1_000_001, 1, 0))
            .of(KaptureReader.read(rich));
    assertEquals(0, none.poses().size());
    for (RecordKind kind : RecordKind.values()) {
      assertEquals(0, none.records(kind).size(), kind.label());
    }
  }

  @Test
  void aRigHasAllThatIsMountedOnIt() throws IOException {
    KaptureFixtures.text(
        rich, "sensors/rigs.txt", "car, head, , , , , , , ", "head, cam, 1, 0, 0, 0, 0, 0, 0");
    Kapture car = ofSensors("car");
    assertEquals(Set.of("cam"), car.sensors().keySet());
    assertEquals(Set.of("car", "head"), car.rigs().keySet());
    assertEquals(2, car.cameraRecords().size());
    // Poses that are blank may even go in a circle.
    KaptureFixtures.text(
        rich, "sensors/rigs.txt", "car, head, , , , , , , ", "head, car, , , , , , , ");
    assertEquals(Set.of("car", "head"), ofSensors("car").rigs().keySet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rich", "rich/out", "other/../rich", "link", "."})
  void tablesAloneDoNotReplaceTheirDataset(String out) throws IOException {
    Files.createSymbolicLink(temp.resolve("link"), rich);
    KaptureFixtures.text(temp, "sensors/sensors.txt", "# kapture format: 1.1");
    Path target = temp.resolve(out);
    KaptureDataset dataset = KaptureDataset.open(rich, false);
    String message =
        target
            + " is, holds or lies in the dataset "
            + rich
            + ", whose files are not copied: choose another output, or copy them";
    assertEquals(
        message,
        assertThrows(
                SeqlocException.class,
                () ->
                    KaptureSelection.of(KaptureSubset.ALL)
                        .write(dataset, target, true, ImageTransfer.NONE, Progress.NONE))
            .getMessage());
    assertEquals(
        message,
        assertThrows(
                SeqlocException.class,
                () ->
                    KaptureMerge.write(
                        List.of(dataset),
                        new KaptureMerge.Options(KaptureMerge.Ids.RENAME, false),
                        target,
                        true,
                        ImageTransfer.NONE,
                        Progress.NONE))
            .getMessage());
    assertTrue(Files.exists(rich.resolve("sensors/records_data/a/1.jpg")));
  }
}
