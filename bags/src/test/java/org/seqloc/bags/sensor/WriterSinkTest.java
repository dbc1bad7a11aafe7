package org.seqloc.bags.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.Ros;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KaptureReader;
import org.seqloc.core.kapture.KaptureWriter;
import org.seqloc.core.kapture.RecordKind;
import org.seqloc.core.kapture.Sensor;

/** From a bag that ROS wrote to a dataset on disk. */
class WriterSinkTest {

  private static final long START = 1_600_000_000_000_000_000L;

  @TempDir private Path folder;

  @Test
  void aBagBecomesADataset() throws IOException {
    Path bag = folder.resolve("sensors.bag");
    Ros.script("sensor_bag.py", bag);
    Path target = folder.resolve("kapture");
    Map<String, Map<String, Long>> left = new TreeMap<>();
    convert(bag, target, SensorStamps.HEADER, left);

    left.values().removeIf(Map::isEmpty);
    assertEquals(Map.of("/gps/fix", Map.of("without a fix", 1L)), left);
    Path sensors = target.resolve("sensors");
    assertEquals(
        List.of(
            "# kapture format: 1.1",
            "# sensor_id, name, sensor_type, [sensor_params]+",
            "baro, /baro, pressure",
            "gps_fix, /gps/fix, gnss, EPSG:4326",
            "imu_data_accelerometer, /imu/data, accelerometer",
            "imu_data_gyroscope, /imu/data, gyroscope",
            "imu_mag, /imu/mag, magnetic",
            "scan, /scan, lidar",
            "velodyne_points, /velodyne_points, lidar"),
        Files.readAllLines(sensors.resolve("sensors.txt")));
    assertEquals(
        List.of(
            "# kapture format: 1.1",
            "# timestamp, device_id, pressure",
            START + ", baro, 101325.0",
            START + 100_000_000 + ", baro, 101305.0"),
        Files.readAllLines(sensors.resolve("records_pressure.txt")).subList(0, 4));

    Kapture kapture = KaptureReader.read(target);
    Map<RecordKind, Integer> sizes = new TreeMap<>();
    for (RecordKind kind : RecordKind.values()) {
      sizes.put(kind, kapture.records(kind).size());
    }
    assertEquals(
        Map.of(
            RecordKind.CAMERA, 0,
            RecordKind.DEPTH, 0,
            RecordKind.WIFI, 0,
            RecordKind.BLUETOOTH, 0,
            RecordKind.LIDAR, 4,
            RecordKind.GNSS, 9,
            RecordKind.ACCELEROMETER, 200,
            RecordKind.GYROSCOPE, 200,
            RecordKind.MAGNETIC, 10),
        sizes);
    for (int i = 0; i < 200; i++) {
      assertEquals(START + i * 5_000_000L, kapture.records(RecordKind.GYROSCOPE).stampNanos(i));
      assertEquals(i / 7.0, kapture.records(RecordKind.GYROSCOPE).number(i, 0));
      assertEquals(-0.125, kapture.records(RecordKind.GYROSCOPE).number(i, 1));
      assertEquals(9.81 + i / 3.0, kapture.records(RecordKind.ACCELEROMETER).number(i, 2));
    }
    assertEquals(5.75 - 20 / 1e7, kapture.records(RecordKind.GNSS).number(0, 0));
    assertEquals(45.0 + 20 / 1e7, kapture.records(RecordKind.GNSS).number(0, 1));
    assertEquals(4.8e-5, kapture.records(RecordKind.MAGNETIC).number(9, 1));
    assertEquals("velodyne_points/" + START + ".pcd", kapture.records(RecordKind.LIDAR).values(1));
    Path cloud = sensors.resolve("records_data/velodyne_points/" + START + ".pcd");
    List<String> ascii = Pcl.ascii(folder, Files.readAllBytes(cloud));
    assertEquals(List.of("0 1 2", "3 4 5"), ascii.subList(11, ascii.size()));
    Path scan = sensors.resolve("records_data/scan/" + START + ".pcd");
    assertEquals("2 0 0", Pcl.ascii(folder, Files.readAllBytes(scan)).get(11));
  }

  @Test
  void timesOfReceiptAreTakenWhereAsked() {
    Path bag = folder.resolve("sensors.bag");
    Ros.script("sensor_bag.py", bag);
    Path target = folder.resolve("kapture");
    convert(bag, target, SensorStamps.RECEIPT, new TreeMap<>());
    Kapture kapture = KaptureReader.read(target);
    assertEquals(START + 5_000_000, kapture.records(RecordKind.GYROSCOPE).stampNanos(0));
    assertEquals(
        "scan/" + (START + 5_000_000) + ".pcd", kapture.records(RecordKind.LIDAR).values(0));
  }

  @Test
  void rowsOfOtherTablesAreSortedAndFramesKnown() {
    Path target = folder.resolve("kapture");
    try (KaptureWriter writer = KaptureWriter.create(target, false)) {
      Kapture.Builder kapture = Kapture.builder();
      WriterSink sink = new WriterSink(kapture, writer, Optional::of);
      Sensor b = new Sensor("b", "", "pressure", List.of());
      Sensor a = new Sensor("a", "", "pressure", List.of());
      sink.sensor(b, "link");
      sink.sensor(a, "");
      sink.record(b, 5, List.of("1"));
      sink.record(b, -3, List.of("2"));
      sink.record(a, 5, List.of("3"));
      writer.finish(kapture.build());
      assertEquals(Map.of("a", "", "b", "link"), sink.frames());
    }
    assertEquals(
        List.of(
            "# kapture format: 1.1",
            "# timestamp, device_id, pressure",
            "-3, b, 2",
            "5, a, 3",
            "5, b, 1"),
        KaptureReader.read(target).otherRecords().get("records_pressure.txt").lines());
  }

  private static void convert(
      Path file, Path target, SensorStamps stamps, Map<String, Map<String, Long>> left) {
    try (Bag bag = Bag.open(file);
        BagCursor messages = bag.messages();
        KaptureWriter writer = KaptureWriter.create(target, false)) {
      Map<String, String> types = new TreeMap<>();
      bag.connections().forEach(c -> types.put(c.topic(), c.type()));
      Map<String, SensorTopic> topics = new TreeMap<>();
      SensorTopics.find(types, Set.of(), stamps).forEach(t -> topics.put(t.topic(), t));
      Kapture.Builder kapture = Kapture.builder();
      WriterSink sink = new WriterSink(kapture, writer, Optional::of);
      while (messages.hasNext()) {
        BagMessage message = messages.next();
        topics.get(message.connection().topic()).accept(message, sink);
      }
      topics.values().forEach(t -> left.put(t.topic(), t.left()));
      writer.finish(kapture.build());
    }
  }
}
