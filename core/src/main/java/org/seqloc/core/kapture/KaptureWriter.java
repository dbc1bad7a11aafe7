package org.seqloc.core.kapture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;

/**
 * Writes a kapture directory of version 1.1: image files one by one as they come, the tables at the
 * end. Everything grows in a temporary folder beside the target; {@link #finish} moves it into
 * place, {@link #close} without it removes it, so that a target is whole or not there.
 *
 * <p>The same dataset gives the same bytes: rows are sorted, numbers are written so that they read
 * back as the same doubles.
 */
public final class KaptureWriter implements AutoCloseable {

  private final Path target;
  private final boolean replace;
  private final Path workspace;
  private final Path dir;

  private KaptureWriter(Path target, boolean replace, Path workspace) {
    this.target = target;
    this.replace = replace;
    this.workspace = workspace;
    this.dir = workspace.resolve("kapture");
  }

  /**
   * @param replace whether an existing kapture directory is replaced; no other folder ever is
   * @throws SeqlocException when the target exists and may not be replaced
   */
  public static KaptureWriter create(Path target, boolean replace) {
    Path absolute = target.toAbsolutePath().normalize();
    checkReplaceable(absolute, replace);
    try {
      Path parent = absolute.getParent();
      if (parent == null) {
        throw new SeqlocException(target + " is no place for a kapture directory");
      }
      Files.createDirectories(parent);
      Path workspace = Files.createTempDirectory(parent, "." + absolute.getFileName() + ".");
      KaptureWriter writer = new KaptureWriter(absolute, replace, workspace);
      Files.createDirectories(KaptureImages.recordsData(writer.dir));
      return writer;
    } catch (IOException e) {
      throw new SeqlocException("cannot write " + target + ": " + e, e);
    }
  }

  /**
   * Writes a dataset at once.
   *
   * @param images where its image files are taken from
   */
  public static void write(
      Kapture kapture,
      Path target,
      boolean replace,
      KaptureImages images,
      ImageTransfer transfer,
      Progress progress) {
    try (KaptureWriter writer = create(target, replace)) {
      progress.begin("copying images", kapture.cameraRecords().size());
      for (CameraRecord record : kapture.cameraRecords()) {
        writer.image(record.imagePath(), images.file(record), transfer);
        progress.advance(1);
      }
      progress.end();
      writer.finish(kapture);
    }
  }

  /**
   * Adds an image file.
   *
   * @param imagePath as in {@link CameraRecord}; what was there under this name is replaced
   * @param encoded the file's bytes
   */
  public void image(String imagePath, byte[] encoded) {
    try {
      Path file = place(imagePath);
      // Never written through: the name may be a hard link to somebody's original.
      Files.deleteIfExists(file);
      Files.write(file, encoded);
    } catch (IOException e) {
      throw new SeqlocException("cannot write image " + imagePath + ": " + e, e);
    }
  }

  /** Adds an image file that exists elsewhere. */
  public void image(String imagePath, Path source, ImageTransfer transfer) {
    try {
      Path file = place(imagePath);
      Files.deleteIfExists(file);
      if (transfer != ImageTransfer.HARD_LINK || !link(file, source)) {
        Files.copy(source, file);
      }
    } catch (IOException e) {
      throw new SeqlocException("cannot copy image " + source + " to " + target + ": " + e, e);
    }
  }

  private static boolean link(Path file, Path source) {
    try {
      Files.createLink(file, source.toRealPath());
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false; // another file system, or one without hard links: the caller copies
    }
  }

  private Path place(String imagePath) throws IOException {
    Path file = KaptureImages.recordsData(dir).resolve(KaptureImages.checkPath(imagePath));
    Files.createDirectories(file.getParent());
    return file;
  }

  /**
   * Writes the tables and moves the directory into place.
   *
   * @throws SeqlocException when an image of a record was not added, or the target has come into
   *     being meanwhile
   */
  public void finish(Kapture kapture) {
    for (CameraRecord record : kapture.cameraRecords()) {
      if (!Files.exists(KaptureImages.recordsData(dir).resolve(record.imagePath()))) {
        throw new SeqlocException("image " + record.imagePath() + " was not written to " + target);
      }
    }
    try {
      writeTables(kapture);
      checkReplaceable(target, replace);
      moveIntoPlace();
    } catch (IOException e) {
      throw new SeqlocException("cannot write " + target + ": " + e, e);
    }
  }

  private void moveIntoPlace() throws IOException {
    // A folder that is not empty cannot be renamed over: the old one goes out of the way first.
    Path old = workspace.resolve("replaced");
    boolean hadOld = Files.exists(target);
    if (hadOld) {
      Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
    }
    try {
      Files.move(dir, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (hadOld) {
        Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
      }
      throw e;
    }
  }

  private static void checkReplaceable(Path target, boolean replace) {
    if (!Files.exists(target)) {
      return;
    }
    if (!Files.isDirectory(target)) {
      throw new SeqlocException(target + " exists and is not a directory: choose another output");
    }
    try (Stream<Path> entries = Files.list(target)) {
      if (entries.findAny().isEmpty()) {
        return;
      }
    } catch (IOException e) {
      throw new SeqlocException("cannot read " + target + ": " + e, e);
    }
    if (!replace) {
      throw new SeqlocException(
          target + " exists and is not empty: choose another output, or --replace it");
    }
    if (!Files.isRegularFile(target.resolve("sensors").resolve("sensors.txt"))) {
      throw new SeqlocException(
          target + " holds something other than kapture and is not replaced: remove it yourself");
    }
  }

  private void writeTables(Kapture kapture) throws IOException {
    List<String> sensors = new ArrayList<>();
    for (Sensor s : kapture.sensors().values()) {
      List<String> row = new ArrayList<>(List.of(s.id(), s.name(), s.type()));
      row.addAll(s.parameters());
      sensors.add(String.join(", ", row));
    }
    table("sensors.txt", "sensor_id, name, sensor_type, [sensor_params]+", sensors);

    List<String> rigs = new ArrayList<>();
    kapture
        .rigs()
        .forEach(
            (rig, members) ->
                members.forEach(
                    (member, memberFromRig) ->
                        rigs.add(
                            rig
                                + ", "
                                + member
                                + ", "
                                + columns(KapturePose.ofDeviceFromWorld(memberFromRig)))));
    if (!rigs.isEmpty()) {
      table("rigs.txt", "rig_id, sensor_id, qw, qx, qy, qz, tx, ty, tz", rigs);
    }

    List<String> poses = new ArrayList<>();
    kapture
        .trajectories()
        .forEach(
            (stamp, devices) ->
                devices.forEach(
                    (device, pose) -> poses.add(stamp + ", " + device + ", " + columns(pose))));
    if (!poses.isEmpty()) {
      table("trajectories.txt", "timestamp, device_id, qw, qx, qy, qz, tx, ty, tz", poses);
    }

    if (!kapture.cameraRecords().isEmpty()) {
      table(
          "records_camera.txt",
          "timestamp, device_id, image_path",
          kapture.cameraRecords().stream()
              .map(r -> r.stampNanos() + ", " + r.camera() + ", " + r.imagePath())
              .toList());
    }
  }

  private static String columns(KapturePose pose) {
    return pose.rotation().map(KaptureWriter::columns).orElse(", , , ")
        + ", "
        + pose.translation().map(KaptureWriter::columns).orElse(", , ");
  }

  private static String columns(Quaternion q) {
    return q.w() + ", " + q.x() + ", " + q.y() + ", " + q.z();
  }

  private static String columns(Vector3 v) {
    return v.x() + ", " + v.y() + ", " + v.z();
  }

  private void table(String name, String columns, List<String> rows) throws IOException {
    List<String> lines = new ArrayList<>(List.of("# kapture format: 1.1", "# " + columns));
    lines.addAll(rows);
    Files.writeString(
        dir.resolve("sensors").resolve(name),
        String.join("\n", lines) + "\n",
        StandardCharsets.UTF_8);
  }

  /** Removes what is left of the temporary folder. */
  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(workspace)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new SeqlocException("cannot remove the temporary folder " + workspace + ": " + e, e);
    }
  }
}
