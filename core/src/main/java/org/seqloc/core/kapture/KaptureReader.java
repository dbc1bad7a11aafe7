package org.seqloc.core.kapture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Quaternion;

/**
 * Reads the sensors part of a kapture directory of version 1.1 or 1.0. The two differ only in the
 * reconstruction folder, which {@link Reconstruction} reads; a newer version is refused.
 *
 * <p>As kapture itself does, rows whose device sensors.txt does not name are left out (of records:
 * or names as a sensor of another type); {@link Kapture#remarks} counts them. For images that is an
 * error, as is everything else that does not fit: with file and line.
 */
public final class KaptureReader {

  private static final Pattern VERSION =
      Pattern.compile("# kapture format:\\s*(\\d{1,6})\\.(\\d{1,6})\\s*");

  private static final Pattern OTHER_TABLE = Pattern.compile("records_[A-Za-z0-9_-]+\\.txt");
  private static final Set<String> KNOWN_TABLES =
      Arrays.stream(RecordKind.values())
          .map(RecordKind::fileName)
          .collect(Collectors.toUnmodifiableSet());
  static final String RIG_COLUMNS = "rig_id, sensor_id, qw, qx, qy, qz, tx, ty, tz";
  static final String POSE_COLUMNS = "timestamp, device_id, qw, qx, qy, qz, tx, ty, tz";

  private final Path sensorsDir;
  private final Kapture.Builder builder = Kapture.builder();

  private KaptureReader(Path sensorsDir) {
    this.sensorsDir = sensorsDir;
  }

  /**
   * @throws SeqlocException in one line when the directory is not kapture or a row is wrong
   */
  public static Kapture read(Path kaptureDir) {
    Path sensors = kaptureDir.resolve("sensors").resolve("sensors.txt");
    if (!Files.isRegularFile(sensors)) {
      throw new SeqlocException(
          kaptureDir
              + " is not a kapture directory: it must hold sensors/sensors.txt, and for images"
              + " sensors/records_camera.txt and sensors/records_data");
    }
    version(sensors);
    return new KaptureReader(sensors.getParent()).read();
  }

  /**
   * @return 0 for kapture 1.0, 1 for 1.1
   * @throws SeqlocException for any other
   */
  static int version(Path sensors) {
    String line = KaptureText.firstLine(sensors);
    Matcher version = VERSION.matcher(line);
    if (!version.matches()) {
      throw new SeqlocException(
          sensors + ", line 1: expected '# kapture format: 1.1', the version of the dataset");
    }
    int major = Integer.parseInt(version.group(1));
    int minor = Integer.parseInt(version.group(2));
    if (major != 1 || minor > 1) {
      throw new SeqlocException(
          sensors
              + " is of kapture format "
              + major
              + "."
              + minor
              + ": only 1.0 and 1.1 are read; convert it with kapture's own tools");
    }
    return minor;
  }

  private Kapture read() {
    KaptureText.read(
        sensorsDir.resolve("sensors.txt"),
        3,
        1000,
        "sensor_id, name, sensor_type, [sensor_params]+",
        (line, v) ->
            builder.sensor(new Sensor(v.get(0), v.get(1), v.get(2), v.subList(3, v.size()))));
    table("rigs.txt").ifPresent(this::readRigs);
    table("trajectories.txt").ifPresent(this::readTrajectories);
    for (RecordKind kind : RecordKind.values()) {
      table(kind.fileName()).ifPresent(file -> readRecords(kind, file));
    }
    otherTables(sensorsDir).forEach(this::readVerbatim);
    try {
      return builder.build();
    } catch (RowException e) {
      throw new SeqlocException(
          sensorsDir.resolve(e.table()) + ", line " + e.line() + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new SeqlocException(sensorsDir.resolve("rigs.txt") + ": " + e.getMessage(), e);
    }
  }

  private Optional<Path> table(String name) {
    return Optional.of(sensorsDir.resolve(name)).filter(Files::exists);
  }

  /** The files records_SOMETHING.txt that the format leaves open. */
  static List<Path> otherTables(Path sensorsDir) {
    try (Stream<Path> files = Files.list(sensorsDir)) {
      return files
          .filter(file -> OTHER_TABLE.matcher(file.getFileName().toString()).matches())
          .filter(file -> !KNOWN_TABLES.contains(file.getFileName().toString()))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new SeqlocException("cannot read " + sensorsDir + ": " + e, e);
    }
  }

  /** Whether a file of this name in the sensors folder is a table of records. */
  static boolean isRecords(String name) {
    return OTHER_TABLE.matcher(name).matches();
  }

  private void readVerbatim(Path file) {
    VerbatimTable.Builder lines = new VerbatimTable.Builder();
    KaptureText.readLines(file, KaptureText.MAX_LINE_CHARS, (number, line) -> lines.add(line));
    builder.other(lines.build(file.getFileName().toString()));
  }

  private void readRigs(Path file) {
    // A rig may mount one whose rows come later: first the ids, then the rows.
    Set<String> rigIds = rigsWithMembers(file);
    LeftOut unknown = new LeftOut();
    LeftOut blank = new LeftOut();
    KaptureText.read(
        file,
        9,
        9,
        RIG_COLUMNS,
        (line, v) -> {
          double[] memberFromRig = pose(v);
          KaptureText.checkId(v.get(0), "rig id");
          if (rigIds.contains(v.get(1)) || builder.knows(v.get(1))) {
            builder.mount(v.get(0), v.get(1), memberFromRig);
            if (Double.isNaN(memberFromRig[0]) || Double.isNaN(memberFromRig[4])) {
              blank.add(v.get(1));
            }
          } else {
            unknown.add(v.get(1));
          }
        });
    remark(file, unknown, "");
    if (blank.rows > 0) {
      builder.remark(
          file
              + ": "
              + blank.rows
              + " devices have no full pose on their rig, and count as on none ("
              + blank.first
              + (blank.several ? ", ..." : "")
              + ")");
    }
  }

  /** The rigs that mount a sensor, or a rig that does: of the others there is nothing to keep. */
  private Set<String> rigsWithMembers(Path file) {
    Map<String, Set<String>> members = new HashMap<>();
    KaptureText.read(
        file,
        9,
        9,
        RIG_COLUMNS,
        (line, v) -> members.computeIfAbsent(v.get(0), rig -> new HashSet<>()).add(v.get(1)));
    Map<String, List<String>> rigsOf = new HashMap<>();
    members.forEach(
        (rig, on) -> on.forEach(id -> rigsOf.computeIfAbsent(id, m -> new ArrayList<>()).add(rig)));
    Deque<String> unknown = new ArrayDeque<>(rigsOf.keySet());
    unknown.removeIf(id -> members.containsKey(id) || builder.knows(id));
    while (!unknown.isEmpty()) {
      String id = unknown.remove();
      for (String rig : rigsOf.getOrDefault(id, List.of())) {
        if (members.get(rig).remove(id) && members.get(rig).isEmpty()) {
          members.remove(rig);
          unknown.add(rig);
        }
      }
    }
    return members.keySet();
  }

  private void readTrajectories(Path file) {
    LeftOut unknown = new LeftOut();
    KaptureText.read(
        file,
        9,
        9,
        POSE_COLUMNS,
        (line, v) -> {
          long stamp = KaptureText.stamp(v.get(0));
          double[] pose = pose(v);
          if (builder.knows(v.get(1))) {
            builder.pose(line, stamp, v.get(1), pose);
          } else {
            unknown.add(v.get(1));
          }
        });
    remark(file, unknown, "");
  }

  private void readRecords(RecordKind kind, Path file) {
    LeftOut unknown = new LeftOut();
    int columns = 2 + kind.columnNames().size();
    builder.table(kind);
    KaptureText.read(
        file,
        columns,
        columns,
        kind.header(),
        (line, v) -> {
          long stamp = KaptureText.stamp(v.get(0));
          if (kind == RecordKind.CAMERA || builder.accepts(kind, v.get(1))) {
            builder.record(kind, line, stamp, v.get(1), v.subList(2, columns));
          } else {
            kind.check(v.subList(2, columns));
            unknown.add(v.get(1));
          }
        });
    remark(file, unknown, " as a " + kind.label());
  }

  /** Counts rows whose device is not known. */
  private static final class LeftOut {
    private String first = "";
    private boolean several;
    private int rows;

    void add(String device) {
      several |= rows > 0 && !device.equals(first);
      first = rows == 0 ? device : first;
      rows++;
    }
  }

  private void remark(Path file, LeftOut unknown, String as) {
    if (unknown.rows > 0) {
      builder.remark(
          file
              + ": left out "
              + unknown.rows
              + " rows of devices that sensors.txt does not name"
              + as
              + " ("
              + unknown.first
              + (unknown.several ? ", ..." : "")
              + ")");
    }
  }

  /** The columns 2 to 8: qw, qx, qy, qz, tx, ty, tz; NaN for a group that is blank. */
  static double[] pose(List<String> v) {
    double[] columns = new double[Trajectories.COLUMNS];
    Arrays.fill(columns, Double.NaN);
    Optional<double[]> q = numbers(v.subList(2, 6), "rotation");
    // The quaternion refuses what is no rotation; its numbers are kept as they are.
    if (q.map(n -> new Quaternion(n[0], n[1], n[2], n[3])).isPresent()) {
      System.arraycopy(q.orElseThrow(), 0, columns, 0, 4);
    }
    numbers(v.subList(6, 9), "translation").ifPresent(n -> System.arraycopy(n, 0, columns, 4, 3));
    return columns;
  }

  private static Optional<double[]> numbers(List<String> values, String what) {
    long blank = values.stream().filter(String::isEmpty).count();
    if (blank == values.size()) {
      return Optional.empty();
    }
    if (blank > 0) {
      throw new IllegalArgumentException("the " + what + " is partly blank: fill it or blank all");
    }
    return Optional.of(
        values.stream().mapToDouble(t -> KaptureText.number(t, "the " + what)).toArray());
  }
}
