package org.seqloc.core.kapture;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A kind of sensor records that the format defines: the table records_KIND.txt. Tables of other
 * kinds are kept as they are, see {@link VerbatimTable}.
 */
public enum RecordKind {
  /** Images. */
  CAMERA(0, path("image_path")),
  /** Depth maps: raw float32, little endian, row-major, metres; the size is the sensor's. */
  DEPTH(0, path("depth_map_path")),
  /** Point clouds (PCD). */
  LIDAR(0, path("point_cloud_path")),
  /** One row for each access point heard in a scan. Frequency in MHz, RSSI in dBm. */
  WIFI(
      1,
      text("BSSID"),
      whole("frequency"),
      number("RSSI"),
      text("SSID"),
      whole("scan_time_start"),
      whole("scan_time_end")),
  /** One row for each device heard in a scan. RSSI in dBm. */
  BLUETOOTH(1, text("address"), number("RSSI"), text("name")),
  /**
   * Positions in the sensor's coordinate system, of which EPSG:4326 has x longitude, y latitude in
   * degrees and z altitude in metres; utc in seconds; dop the dilution of precision.
   */
  GNSS(0, number("x"), number("y"), number("z"), whole("utc"), number("dop")),
  /** In m/s^2. */
  ACCELEROMETER(0, number("x_accel"), number("y_accel"), number("z_accel")),
  /** In rad/s. */
  GYROSCOPE(0, number("x_speed"), number("y_speed"), number("z_speed")),
  /** The field's strength; the format leaves the unit open, Seqloc writes tesla. */
  MAGNETIC(0, number("x_strength"), number("y_strength"), number("z_strength"));

  /** What a column holds. */
  enum Type {
    TEXT,
    /** A file within sensors/records_data. */
    PATH,
    WHOLE,
    NUMBER
  }

  record Column(String name, Type type) {}

  private final int keyColumns;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<Column> columns;

  RecordKind(int keyColumns, Column... columns) {
    this.keyColumns = keyColumns;
    this.columns = List.of(columns);
  }

  private static Column path(String name) {
    return new Column(name, Type.PATH);
  }

  private static Column text(String name) {
    return new Column(name, Type.TEXT);
  }

  private static Column whole(String name) {
    return new Column(name, Type.WHOLE);
  }

  private static Column number(String name) {
    return new Column(name, Type.NUMBER);
  }

  /** kapture's name: {@code camera}, the type of the sensors too. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The table's file within sensors. */
  public String fileName() {
    return "records_" + label() + ".txt";
  }

  /** The names of the columns behind timestamp and device. */
  public List<String> columnNames() {
    return columns.stream().map(Column::name).toList();
  }

  /** Whether the records are files in sensors/records_data, named by the only value. */
  public boolean isFiles() {
    return columns.get(0).type() == Type.PATH;
  }

  /** Whether values are numbers; compared by value, not by their digits. */
  boolean isNumber(int column) {
    Type type = columns.get(column).type();
    return type == Type.NUMBER || type == Type.WHOLE;
  }

  /** How many values belong to the key beside timestamp and device: of signals, whose it is. */
  int keyColumns() {
    return keyColumns;
  }

  /** Whether a sensor's records may stand in this table. */
  public boolean accepts(Sensor sensor) {
    // The format's own example has a depth camera of type camera.
    return sensor.type().equals(label()) || (this == DEPTH && sensor.isCamera());
  }

  String header() {
    return "timestamp, device_id, " + String.join(", ", columnNames());
  }

  /**
   * @return a row's values as they stand in the file
   * @throws IllegalArgumentException when one is not what its column holds
   */
  String check(List<String> values) {
    if (values.size() != columns.size()) {
      throw new IllegalArgumentException(
          "the row has " + (values.size() + 2) + " columns, expected " + header());
    }
    for (int i = 0; i < values.size(); i++) {
      String value = values.get(i);
      Column column = columns.get(i);
      switch (column.type()) {
        case PATH -> KaptureImages.checkPath(value);
        case TEXT -> KaptureText.checkValue(value, column.name());
        case WHOLE -> KaptureText.whole(value, "the " + column.name());
        case NUMBER -> KaptureText.numberOrNaN(value, "the " + column.name());
      }
    }
    return values.size() == 1 ? values.get(0) : String.join(", ", values);
  }

  /** The kind of this {@link #label}, or of this sensor type. */
  public static Optional<RecordKind> ofLabel(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label().equals(label)).findFirst();
  }
}
