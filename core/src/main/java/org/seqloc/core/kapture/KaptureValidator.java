package org.seqloc.core.kapture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.seqloc.core.SeqlocException;

/**
 * Looks for everything in a dataset that does not fit, and goes on: rows that cannot be read,
 * devices that are not known, rigs in a circle, doubles, files that are missing or have a wrong
 * size, features of unknown images, matches and observations out of range.
 *
 * <p>Tables are streamed; what is kept is 12 bytes a row and the images' paths.
 */
public final class KaptureValidator {

  private final boolean followLinks;
  private final Path folder;
  private final Path sensorsDir;
  private final KaptureImages files;
  private final Consumer<Finding> sink;
  private final SortedMap<String, Sensor> sensors = new TreeMap<>();
  private final Set<String> rigs = new HashSet<>();
  private final RecordTable.Builder images = new RecordTable.Builder(RecordKind.CAMERA);

  private KaptureValidator(Path folder, boolean followLinks, Consumer<Finding> sink) {
    this.followLinks = followLinks;
    this.folder = folder;
    this.sensorsDir = folder.resolve("sensors");
    this.files = followLinks ? KaptureImages.followingLinks(folder) : KaptureImages.of(folder);
    this.sink = sink;
  }

  /**
   * Validates a dataset.
   *
   * @param followLinks whether files of records and features may lie elsewhere, behind symbolic
   *     links
   * @param sink hears of each finding as it is made
   * @throws SeqlocException when the folder is no kapture dataset at all
   */
  public static void validate(Path folder, boolean followLinks, Consumer<Finding> sink) {
    Path table = folder.resolve("sensors").resolve("sensors.txt");
    if (!Files.isRegularFile(table)) {
      throw new SeqlocException(
          folder + " is not a kapture directory: it has no sensors/sensors.txt");
    }
    KaptureReader.version(table);
    new KaptureValidator(folder, followLinks, sink).run();
  }

  private void run() {
    table("sensors.txt", 3, 1000, "sensor_id, name, sensor_type, [sensor_params]+", this::sensor);
    List<Mount> mounts = new ArrayList<>();
    table("rigs.txt", 9, 9, KaptureReader.RIG_COLUMNS, (line, row) -> mount(line, row, mounts));
    checkRigs(mounts);
    trajectories();
    for (RecordKind kind : RecordKind.values()) {
      records(kind);
    }
    KaptureReader.otherTables(sensorsDir).forEach(this::otherRecords);
    RecordPaths paths = new RecordPaths(images.build());
    sharedPaths(paths);
    new ReconstructionValidator(folder, followLinks, paths, sink).run();
  }

  private void tell(String table, int line, String message) {
    sink.accept(Finding.of(sensorsDir.resolve(table), line, message));
  }

  /** Reads a table if it is there; a row that throws is a finding, and the next is read. */
  private void table(
      String name, int minColumns, int maxColumns, String columns, KaptureText.RowSink rows) {
    Path file = sensorsDir.resolve(name);
    if (Files.exists(file)) {
      tolerantly(file, minColumns, maxColumns, columns, rows, sink);
    }
  }

  static void tolerantly(
      Path file,
      int minColumns,
      int maxColumns,
      String columns,
      KaptureText.RowSink rows,
      Consumer<Finding> sink) {
    try {
      KaptureText.read(
          file,
          0,
          Integer.MAX_VALUE,
          columns,
          (line, row) -> {
            try {
              KaptureText.checkColumns(row, minColumns, maxColumns, columns);
              rows.row(line, row);
            } catch (IllegalArgumentException e) {
              sink.accept(Finding.of(file, line, e.getMessage()));
            }
          });
    } catch (SeqlocException e) {
      // Not text, or a line without end: nothing more can be read from this file.
      sink.accept(new Finding(file.toString(), 0, e.getMessage()));
    }
  }

  private void sensor(int line, List<String> row) {
    Sensor sensor = new Sensor(row.get(0), row.get(1), row.get(2), row.subList(3, row.size()));
    if (sensors.putIfAbsent(sensor.id(), sensor) != null) {
      tell("sensors.txt", line, "sensor '" + sensor.id() + "' is there twice");
    }
  }

  private record Mount(int line, String rig, String member) {}

  private void mount(int line, List<String> row, List<Mount> mounts) {
    KaptureText.checkId(row.get(0), "rig id");
    mounts.add(new Mount(line, row.get(0), row.get(1)));
    rigs.add(row.get(0));
    double[] pose = KaptureReader.pose(row);
    checkUnit("rigs.txt", line, pose);
  }

  private void checkUnit(String table, int line, double[] q) {
    double norm = Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
    if (Math.abs(norm - 1) > 1e-3) { // not so when it is blank, NaN
      tell(table, line, "the quaternion has length " + norm + ", not 1");
    }
  }

  private void checkRigs(List<Mount> mounts) {
    Map<String, Integer> mounted = new HashMap<>();
    for (Mount mount : mounts) {
      if (sensors.containsKey(mount.rig())) {
        tell("rigs.txt", mount.line(), "rig '" + mount.rig() + "' has the id of a sensor");
      }
      if (!sensors.containsKey(mount.member()) && !rigs.contains(mount.member())) {
        tell("rigs.txt", mount.line(), "'" + mount.member() + "' is no sensor and no rig");
      }
      Integer before = mounted.putIfAbsent(mount.member(), mount.line());
      if (before != null) {
        tell(
            "rigs.txt",
            mount.line(),
            "'" + mount.member() + "' is already mounted in line " + before);
      }
    }
    Map<String, String> parents = new HashMap<>();
    mounts.forEach(mount -> parents.putIfAbsent(mount.member(), mount.rig()));
    for (Mount mount : mounts) {
      String at = mount.rig();
      int depth = 1;
      while (parents.containsKey(at) && depth <= RigTree.MAX_DEPTH) {
        at = parents.get(at);
        depth++;
      }
      if (depth > RigTree.MAX_DEPTH) {
        tell(
            "rigs.txt",
            mount.line(),
            "'"
                + mount.member()
                + "' is mounted in a circle of rigs or more than "
                + RigTree.MAX_DEPTH
                + " rigs deep");
      }
    }
  }

  private void trajectories() {
    RowKeys keys = new RowKeys();
    LineNumbers lines = new LineNumbers();
    table(
        "trajectories.txt",
        9,
        9,
        KaptureReader.POSE_COLUMNS,
        (line, row) -> {
          long stamp = KaptureText.stamp(row.get(0));
          String device = row.get(1);
          if (!sensors.containsKey(device) && !rigs.contains(device)) {
            tell("trajectories.txt", line, "pose of '" + device + "', no sensor and no rig");
          }
          keys.add(stamp, device);
          lines.add(line);
          double[] pose = KaptureReader.pose(row);
          checkUnit("trajectories.txt", line, pose);
        });
    doubles("trajectories.txt", "pose", keys, lines);
  }

  /** Tells of rows whose timestamp and device an earlier row has. */
  private void doubles(String table, String what, RowKeys keys, LineNumbers lines) {
    RowKeys byName = keys.numberedByName();
    RowOrder order = RowOrder.of(keys.size(), byName::compare);
    int original = 0;
    for (int i = 1; i < keys.size(); i++) {
      int row = order.row(i);
      if (byName.compare(order.row(original), row) == 0) {
        tell(
            table,
            lines.get(row),
            "a second "
                + what
                + " of '"
                + keys.device(row)
                + "' at timestamp "
                + keys.stamp(row)
                + "; the first is in line "
                + lines.get(order.row(original)));
      } else {
        original = i;
      }
    }
  }

  private void records(RecordKind kind) {
    RowKeys keys = new RowKeys();
    LineNumbers lines = new LineNumbers();
    int columns = 2 + kind.columnNames().size();
    table(
        kind.fileName(),
        columns,
        columns,
        kind.header(),
        (line, row) -> {
          long stamp = KaptureText.stamp(row.get(0));
          device(kind, line, row.get(1));
          // Of signals the sender is part of the key.
          keys.add(stamp, String.join(" from ", row.subList(1, 2 + kind.keyColumns())));
          lines.add(line);
          String values = kind.check(row.subList(2, columns));
          if (kind.isFiles()) {
            file(kind, line, row.get(1), values);
          }
          if (kind == RecordKind.CAMERA) {
            // Any timestamp and device: only the path matters below.
            images.add(line, line, "image", List.of(values));
          }
        });
    doubles(kind.fileName(), kind.label() + " record", keys, lines);
  }

  /** Of a kind that the format leaves open: lines of text, whatever is in them. */
  private void otherRecords(Path file) {
    try {
      KaptureText.readLines(file, KaptureText.MAX_LINE_CHARS, (number, line) -> {});
    } catch (SeqlocException e) {
      tell(file.getFileName().toString(), 0, e.getMessage());
    }
  }

  private void sharedPaths(RecordPaths paths) {
    String before = "";
    for (String path : paths.sorted()) {
      if (path.equals(before)) {
        tell(RecordKind.CAMERA.fileName(), 0, "two records have the image '" + path + "'");
      }
      before = path;
    }
  }

  private void device(RecordKind kind, int line, String id) {
    Sensor sensor = sensors.get(id);
    if (sensor == null) {
      tell(kind.fileName(), line, "'" + id + "' is not in sensors.txt");
    } else if (!kind.accepts(sensor)) {
      tell(kind.fileName(), line, "'" + id + "' is a " + sensor.type() + ", not a " + kind.label());
    }
  }

  private void file(RecordKind kind, int line, String sensor, String path) {
    Path file;
    try {
      file = files.file(kind, path);
    } catch (SeqlocException e) {
      tell(kind.fileName(), line, e.getMessage());
      return;
    }
    if (kind == RecordKind.DEPTH && sensors.containsKey(sensor)) {
      depthSize(line, sensors.get(sensor), file);
    }
  }

  private void depthSize(int line, Sensor sensor, Path file) {
    List<String> parameters = sensor.parameters();
    if (parameters.size() < 3) {
      return; // not a camera model: the size is not known
    }
    try {
      double pixels =
          KaptureText.number(parameters.get(1), "width")
              * KaptureText.number(parameters.get(2), "height");
      long size = Files.size(file);
      if (size != pixels * Float.BYTES) {
        tell(
            RecordKind.DEPTH.fileName(),
            line,
            String.format(
                "depth map %s has %d bytes, float32 of %s x %s take %.0f",
                file, size, parameters.get(1), parameters.get(2), pixels * Float.BYTES));
      }
    } catch (IOException | IllegalArgumentException e) {
      tell(RecordKind.DEPTH.fileName(), line, e.getMessage());
    }
  }
}
