package org.seqloc.core.kapture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;

/**
 * Reads a kapture directory of version 1.1 or 1.0. The two differ only in the reconstruction
 * folder, which is not read here; a newer version is refused.
 *
 * <p>As kapture itself does, rows of rigs.txt and trajectories.txt whose device sensors.txt does
 * not name are left out; {@link Kapture#remarks} counts them. Everything else that does not fit is
 * an error with file and line.
 */
public final class KaptureReader {

  private static final Pattern VERSION =
      Pattern.compile("# kapture format:\\s*(\\d{1,6})\\.(\\d{1,6})\\s*");

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
    checkVersion(sensors);
    return new KaptureReader(sensors.getParent()).read();
  }

  private static void checkVersion(Path sensors) {
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
  }

  private Kapture read() {
    KaptureText.read(
        sensorsDir.resolve("sensors.txt"),
        3,
        1000,
        "sensor_id, name, sensor_type, [sensor_params]+",
        v -> builder.sensor(new Sensor(v.get(0), v.get(1), v.get(2), v.subList(3, v.size()))));
    table("rigs.txt").ifPresent(this::readRigs);
    table("trajectories.txt").ifPresent(this::readTrajectories);
    table("records_camera.txt")
        .ifPresent(
            file ->
                KaptureText.read(
                    file,
                    3,
                    3,
                    "timestamp, device_id, image_path",
                    v ->
                        builder.record(
                            new CameraRecord(KaptureText.stamp(v.get(0)), v.get(1), v.get(2)))));
    try {
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw new SeqlocException(sensorsDir.resolve("rigs.txt") + ": " + e.getMessage(), e);
    }
  }

  private Optional<Path> table(String name) {
    return Optional.of(sensorsDir.resolve(name)).filter(Files::exists);
  }

  private void readRigs(Path file) {
    String columns = "rig_id, sensor_id, qw, qx, qy, qz, tx, ty, tz";
    // A rig may mount one whose rows come later: first the ids, then the rows.
    Set<String> rigIds = new HashSet<>();
    KaptureText.read(file, 9, 9, columns, v -> rigIds.add(v.get(0)));
    List<String> unknown = new ArrayList<>();
    KaptureText.read(
        file,
        9,
        9,
        columns,
        v -> {
          Pose memberFromRig =
              pose(v)
                  .deviceFromWorld()
                  .orElseThrow(
                      () -> new IllegalArgumentException("a rig's pose cannot be left blank"));
          builder.rig(v.get(0));
          if (rigIds.contains(v.get(1)) || builder.knows(v.get(1))) {
            builder.mount(v.get(0), v.get(1), memberFromRig);
          } else {
            unknown.add(v.get(1));
          }
        });
    remark(file, unknown);
  }

  private void readTrajectories(Path file) {
    List<String> unknown = new ArrayList<>();
    KaptureText.read(
        file,
        9,
        9,
        "timestamp, device_id, qw, qx, qy, qz, tx, ty, tz",
        v -> {
          long stamp = KaptureText.stamp(v.get(0));
          KapturePose pose = pose(v);
          if (builder.knows(v.get(1))) {
            builder.pose(stamp, v.get(1), pose);
          } else {
            unknown.add(v.get(1));
          }
        });
    remark(file, unknown);
  }

  private void remark(Path file, List<String> unknown) {
    if (!unknown.isEmpty()) {
      builder.remark(
          file
              + ": left out "
              + unknown.size()
              + " rows of devices that sensors.txt does not name ("
              + unknown.get(0)
              + (new HashSet<>(unknown).size() > 1 ? ", ..." : "")
              + ")");
    }
  }

  /** The columns 2 to 8: qw, qx, qy, qz, tx, ty, tz, of which either group may be blank. */
  private static KapturePose pose(List<String> v) {
    Optional<Quaternion> rotation =
        numbers(v.subList(2, 6), "rotation").map(q -> new Quaternion(q[0], q[1], q[2], q[3]));
    Optional<Vector3> translation =
        numbers(v.subList(6, 9), "translation").map(t -> new Vector3(t[0], t[1], t[2]));
    return new KapturePose(rotation, translation);
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
