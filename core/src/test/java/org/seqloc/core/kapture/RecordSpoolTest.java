package org.seqloc.core.kapture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.core.SeqlocException;

/** Records that go to disk at once give the same dataset as records in memory. */
class RecordSpoolTest {

  private static final Sensor LEFT = new Sensor("left", "", "gyroscope", List.of());
  private static final Sensor RIGHT = new Sensor("right", "", "gyroscope", List.of());

  @TempDir Path temp;

  private static List<String> row(long n) {
    return List.of(Double.toString(n * 0.1), Double.toString(-n / 3.0), "0.0");
  }

  @Test
  void rowsInAnyOrderGiveTheTableThatTheBuilderGives() throws IOException {
    int count = 5 * RecordSpool.RUN_ROWS / 2;
    long[] stamps = new Random(1).longs(count, -1L << 40, 1L << 40).distinct().toArray();
    Kapture.Builder inMemory = Kapture.builder().sensor(LEFT).sensor(RIGHT);
    Path first = temp.resolve("first");
    Path second = temp.resolve("second");
    try (KaptureWriter writer = KaptureWriter.create(second, false)) {
      for (long stamp : stamps) {
        for (Sensor sensor : stamp % 3 == 0 ? List.of(RIGHT, LEFT) : List.of(LEFT)) {
          inMemory.record(RecordKind.GYROSCOPE, stamp, sensor.id(), row(stamp));
          writer.record(sensor, stamp, row(stamp));
        }
      }
      writer.finish(Kapture.builder().sensor(LEFT).sensor(RIGHT).build());
    }
    try (KaptureWriter writer = KaptureWriter.create(first, false)) {
      writer.finish(inMemory.build());
    }
    for (String table : List.of("sensors.txt", "records_gyroscope.txt")) {
      assertEquals(
          -1,
          Files.mismatch(first.resolve("sensors/" + table), second.resolve("sensors/" + table)));
    }
    try (var left = Files.list(temp)) {
      assertEquals(2, left.count(), "the runs are gone");
    }
  }

  @Test
  void manyRunsAreMergedOnTheWay() throws IOException {
    RecordSpool spool = new RecordSpool(temp.resolve("runs"), "gyroscope", 100);
    int rows = 13_050;
    for (int i = rows - 1; i >= 0; i--) {
      spool.add(i, "g", "1");
    }
    try (var runs = Files.list(temp.resolve("runs"))) {
      assertTrue(runs.count() < 10);
    }
    Path file = temp.resolve("records_gyroscope.txt");
    try (TableWriter table = new TableWriter(file, "")) {
      spool.writeTo(table, Optional.of(RecordKind.GYROSCOPE));
    }
    long[] expected = {0};
    KaptureText.readLines(
        file,
        100,
        (line, text) -> {
          if (!KaptureText.isComment(text)) {
            assertEquals(expected[0]++ + ", g, 1", text);
          }
        });
    assertEquals(rows, expected[0]);
  }

  @Test
  void secondRowsOfAKeyAreRefusedAcrossRuns() {
    long[] stamps = new long[RecordSpool.RUN_ROWS + 1];
    Arrays.setAll(stamps, i -> i);
    stamps[RecordSpool.RUN_ROWS] = 5;
    Path target = temp.resolve("out");
    try (KaptureWriter writer = KaptureWriter.create(target, false)) {
      for (long stamp : stamps) {
        writer.record(LEFT, stamp, row(stamp));
      }
      Kapture kapture = Kapture.builder().sensor(LEFT).build();
      assertEquals(
          "cannot write records_gyroscope.txt of "
              + target
              + ": a second gyroscope record of 'left' at timestamp 5",
          assertThrows(SeqlocException.class, () -> writer.finish(kapture)).getMessage());
    }
    assertFalse(Files.exists(target));
  }

  @Test
  void ofASenderThereIsOneSignalAtATime() {
    Sensor phone = new Sensor("phone", "", "bluetooth", List.of());
    Kapture kapture = Kapture.builder().sensor(phone).build();
    Path target = temp.resolve("out");
    try (KaptureWriter writer = KaptureWriter.create(target, false)) {
      writer.record(phone, 7, List.of("aa", "-60", "x"));
      writer.record(phone, 7, List.of("ab", "-60", "x"));
      writer.record(phone, 8, List.of("aa", "-61", "x"));
      writer.finish(kapture);
    }
    assertEquals(3, KaptureReader.read(target).records(RecordKind.BLUETOOTH).size());
    try (KaptureWriter writer = KaptureWriter.create(target, true)) {
      writer.record(phone, 7, List.of("aa", "-60", "x"));
      writer.record(phone, 7, List.of("ab", "-60", "x"));
      writer.record(phone, 7, List.of("aa", "-61", "x"));
      assertEquals(
          "cannot write records_bluetooth.txt of "
              + target
              + ": a second bluetooth signal from the same sender of 'phone' at timestamp 7",
          assertThrows(SeqlocException.class, () -> writer.finish(kapture)).getMessage());
    }
  }

  @Test
  void recordsAreOfSensorsOfTheKapture() {
    for (Sensor known : List.of(RIGHT, new Sensor(LEFT.id(), "", "accelerometer", List.of()))) {
      try (KaptureWriter writer = KaptureWriter.create(temp.resolve("out"), false)) {
        writer.record(LEFT, 7, row(1));
        Kapture kapture = Kapture.builder().sensor(known).build();
        assertEquals(
            "'left' has gyroscope records and is no such sensor of the kapture",
            assertThrows(IllegalArgumentException.class, () -> writer.finish(kapture))
                .getMessage());
      }
    }
  }

  @Test
  void recordsAreCheckedAsTheyCome() {
    try (KaptureWriter writer = KaptureWriter.create(temp.resolve("out"), false)) {
      assertThrows(
          IllegalArgumentException.class, () -> writer.record(LEFT, 0, List.of("1", "2", "x")));
      Sensor escaping = new Sensor("s", "", "../x", List.of());
      assertThrows(IllegalArgumentException.class, () -> writer.record(escaping, 0, List.of("1")));
      Sensor other = new Sensor("s", "", "pressure", List.of());
      assertThrows(
          IllegalArgumentException.class, () -> writer.record(other, 0, List.of("1\n2, s, 3")));
      Sensor lidar = new Sensor("l", "", "lidar", List.of());
      assertThrows(SeqlocException.class, () -> writer.record(lidar, 0, List.of("l/0.pcd")));
      writer.image("l/0.pcd", new byte[] {1});
      writer.record(lidar, 0, List.of("l/0.pcd"));
      writer.record(LEFT, 0, row(1));
      Kapture both =
          Kapture.builder()
              .sensor(LEFT)
              .sensor(lidar)
              .record(RecordKind.GYROSCOPE, 1, "left", row(1))
              .build();
      assertThrows(IllegalArgumentException.class, () -> writer.finish(both));
    }
  }
}
