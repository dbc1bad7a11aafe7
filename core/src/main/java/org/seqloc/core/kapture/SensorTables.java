package org.seqloc.core.kapture;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;

/** Writes the tables of the sensors folder; see the package for the order of their rows. */
final class SensorTables {

  private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9_-]{1,100}");

  private final Kapture kapture;
  private final Path sensors;

  private SensorTables(Kapture kapture, Path sensors) {
    this.kapture = kapture;
    this.sensors = sensors;
  }

  /**
   * @param spools further records, by the type of their sensors
   * @throws IllegalArgumentException when a type is in both, or a spool has records of what is no
   *     sensor
   * @throws RowException when a spool has two rows of one key
   */
  static void write(Kapture kapture, SortedMap<String, RecordSpool> spools, Path sensors)
      throws IOException {
    SensorTables tables = new SensorTables(kapture, sensors);
    tables.writeSensors();
    tables.writeRigs();
    tables.writePoses();
    tables.writeRecords();
    for (Map.Entry<String, RecordSpool> spool : spools.entrySet()) {
      tables.writeRecords(spool.getKey(), spool.getValue());
    }
  }

  private TableWriter table(String name, String columns) throws IOException {
    return new TableWriter(sensors.resolve(name), columns);
  }

  private void writeSensors() throws IOException {
    try (TableWriter table =
        table("sensors.txt", "sensor_id, name, sensor_type, [sensor_params]+")) {
      for (Sensor s : kapture.sensors().values()) {
        List<String> row = new ArrayList<>(List.of(s.id(), s.name(), s.type()));
        row.addAll(s.parameters());
        table.row(String.join(", ", row));
      }
    }
  }

  private void writeRigs() throws IOException {
    if (kapture.rigRows().isEmpty()) {
      return;
    }
    try (TableWriter table = table("rigs.txt", KaptureReader.RIG_COLUMNS)) {
      for (var rig : kapture.rigRows().entrySet()) {
        for (var member : rig.getValue().entrySet()) {
          table.row(rig.getKey() + ", " + member.getKey() + ", " + columns(member.getValue()));
        }
      }
    }
  }

  private void writePoses() throws IOException {
    Trajectories poses = kapture.poses();
    if (poses.size() == 0) {
      return;
    }
    try (TableWriter table = table("trajectories.txt", KaptureReader.POSE_COLUMNS)) {
      for (int i = 0; i < poses.size(); i++) {
        table.row(poses.stampNanos(i) + ", " + poses.device(i) + ", " + columns(poses.columns(i)));
      }
    }
  }

  private void writeRecords() throws IOException {
    for (RecordKind kind : RecordKind.values()) {
      RecordTable records = kapture.records(kind);
      if (kapture.hasTable(kind)) {
        try (TableWriter table = table(kind.fileName(), kind.header())) {
          for (int i = 0; i < records.size(); i++) {
            table.row(records.stampNanos(i) + ", " + records.device(i) + ", " + records.values(i));
          }
        }
      }
    }
    for (VerbatimTable other : kapture.otherRecords().values()) {
      try (BufferedWriter writer = Files.newBufferedWriter(sensors.resolve(other.fileName()))) {
        for (String line : other.lines()) {
          writer.write(line);
          writer.write('\n');
        }
      }
    }
  }

  private void writeRecords(String type, RecordSpool spool) throws IOException {
    Optional<RecordKind> kind = RecordKind.ofLabel(type);
    String file = "records_" + type + ".txt";
    if (kind.isPresent()
        ? kapture.hasTable(kind.get())
        : kapture.otherRecords().containsKey(file)) {
      throw new IllegalArgumentException(
          "some " + type + " records are in the kapture, others not");
    }
    for (String id : spool.devices()) {
      Sensor sensor = kapture.sensors().get(id);
      if (sensor == null || !sensor.type().equals(type)) {
        throw new IllegalArgumentException(
            "'" + id + "' has " + type + " records and is no such sensor of the kapture");
      }
    }
    String header = kind.map(RecordKind::header).orElse("timestamp, device_id, " + type);
    try (TableWriter table = table(file, header)) {
      spool.writeTo(table, kind);
    }
  }

  /** The values of a record of a type that the format leaves open, as a row. */
  static String checkOther(List<String> values) {
    values.forEach(value -> KaptureText.checkValue(value, "value"));
    return String.join(", ", values);
  }

  /** The type of a sensor that names a file. */
  static String checkType(String type) {
    if (!TYPE.matcher(type).matches()) {
      throw new IllegalArgumentException(
          "the type of sensor '" + type + "' names no table: letters, digits, '_' and '-' do");
    }
    return type;
  }

  /** A pose's row. */
  static String columns(double[] n) {
    List<String> columns = new ArrayList<>();
    for (double value : n) {
      columns.add(Double.isNaN(value) ? "" : Double.toString(value));
    }
    return String.join(", ", columns);
  }
}
