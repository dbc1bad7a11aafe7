package org.seqloc.core.kapture.exchange;

import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.WholeFile;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.kapture.CameraRecord;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.Trajectories;

/** A dataset's poses in the text formats of benchmarks. */
public final class PoseExporter {

  /**
   * How the long-term visual localization benchmark is told of an image.
   *
   * @param fullNames whole paths, not the last part only
   * @param camera the camera's id comes before, as a folder: RobotCar Seasons wants that
   */
  public record Names(boolean fullNames, boolean camera) {
    String of(CameraRecord record) {
      String path = record.imagePath();
      String name = fullNames ? path : path.substring(path.lastIndexOf('/') + 1);
      return camera ? record.camera() + "/" + name : name;
    }
  }

  /**
   * What was written.
   *
   * @param without exposures, or images of a submission, that have no pose and are left out
   */
  public record Written(int poses, int without) {}

  private interface Lines {
    void write(BufferedWriter out) throws IOException;
  }

  private PoseExporter() {}

  /**
   * TUM's: stamp in seconds, tx ty tz qx qy qz qw of mapFromDevice, for each stamp at which the
   * device has a pose.
   *
   * @param device a camera or rig; empty for the only one that has poses
   * @throws SeqlocException when the device is not there or has no pose
   */
  public static Written tum(Kapture kapture, Optional<String> device, Path out) {
    String of = device(kapture, device);
    SortedSet<Long> stamps = stamps(kapture, of);
    CameraPoses poses = new CameraPoses(kapture);
    write(
        out,
        writer -> {
          for (long stamp : stamps) {
            Pose mapFromDevice = poses.cameraFromWorld(stamp, of).orElseThrow().inverse();
            Vector3 t = mapFromDevice.translation();
            Quaternion q = mapFromDevice.rotation();
            writer.write(BigDecimal.valueOf(stamp, 9).toPlainString());
            numbers(writer, " ", t.x(), t.y(), t.z(), q.x(), q.y(), q.z(), q.w());
          }
        });
    String top = kapture.deviceOf(of);
    long without =
        kapture.exposures().stream()
            .filter(e -> e.device().equals(top) && !stamps.contains(e.stampNanos()))
            .count();
    return new Written(stamps.size(), (int) without);
  }

  /**
   * KITTI's: the upper three rows of mapFromDevice, a line for each exposure of the device. KITTI's
   * lines are told apart by their number alone: a frame without a line would shift all behind it.
   *
   * @param device as of {@link #tum}
   * @throws SeqlocException when the device is not there, takes no images, or has none's pose
   */
  public static Written kitti(Kapture kapture, Optional<String> device, Path out) {
    String of = device(kapture, device);
    List<CameraRecord> frames = frames(kapture, of);
    CameraPoses poses = new CameraPoses(kapture);
    write(
        out,
        writer -> {
          for (int i = 0; i < frames.size(); i++) {
            CameraRecord frame = frames.get(i);
            Optional<Pose> pose = poses.cameraFromWorld(frame.stampNanos(), of);
            if (pose.isEmpty()) {
              throw new SeqlocException(
                  String.format(
                      Locale.ROOT,
                      "frame %d ('%s') has no pose, and KITTI's lines cannot leave one out:"
                          + " export tum, or a kapture without it",
                      i,
                      frame.imagePath()));
            }
            Pose mapFromDevice = pose.get().inverse();
            double[] r = mapFromDevice.rotation().toMatrix();
            Vector3 t = mapFromDevice.translation();
            numbers(
                writer, "", r[0], r[1], r[2], t.x(), r[3], r[4], r[5], t.y(), r[6], r[7], r[8],
                t.z());
          }
        });
    return new Written(frames.size(), 0);
  }

  /** Of each exposure of a camera, or of the rig that is or carries the device, the first image. */
  private static List<CameraRecord> frames(Kapture kapture, String device) {
    String top = kapture.deviceOf(device);
    boolean camera = kapture.sensors().containsKey(device);
    List<CameraRecord> frames =
        kapture.exposures().stream()
            .filter(e -> e.device().equals(top))
            .flatMap(
                e ->
                    e.images().stream()
                        .filter(image -> !camera || image.camera().equals(device))
                        .limit(1))
            .toList();
    if (frames.isEmpty()) {
      throw new SeqlocException(
          "'" + device + "' takes no images, of which KITTI's lines are one each: export tum");
    }
    return frames;
  }

  /**
   * The submission file of visuallocalization.net: name, then qw qx qy qz tx ty tz of
   * cameraFromWorld, for each image that has a pose.
   *
   * @throws SeqlocException when no image has a pose, or two would have one name
   */
  public static Written submission(Kapture kapture, Names names, Path out) {
    CameraPoses poses = new CameraPoses(kapture);
    List<CameraRecord> records = kapture.cameraRecords();
    Set<String> written = new HashSet<>();
    write(
        out,
        writer -> {
          for (CameraRecord record : records) {
            Optional<Pose> pose = poses.cameraFromWorld(record.stampNanos(), record.camera());
            if (pose.isEmpty()) {
              continue;
            }
            String name = names.of(record);
            if (!written.add(name)) {
              throw new SeqlocException("two images are named '" + name + "': give --full-names");
            }
            if (name.indexOf(' ') >= 0) {
              throw new SeqlocException(
                  "image '" + name + "' has a space in its name, which the benchmark cannot read");
            }
            Quaternion q = pose.get().rotation();
            Vector3 t = pose.get().translation();
            writer.write(name);
            numbers(writer, " ", q.w(), q.x(), q.y(), q.z(), t.x(), t.y(), t.z());
          }
          if (written.isEmpty()) {
            throw new SeqlocException("no image of the kapture has a pose");
          }
        });
    return new Written(written.size(), records.size() - written.size());
  }

  private static String device(Kapture kapture, Optional<String> wanted) {
    if (wanted.isPresent()) {
      String id = wanted.get();
      if (!kapture.sensors().containsKey(id) && !kapture.rigs().containsKey(id)) {
        throw new SeqlocException("the kapture has no sensor or rig '" + id + "'");
      }
      return id;
    }
    Trajectories poses = kapture.poses();
    SortedSet<String> devices =
        poses.devices().stream()
            .map(kapture::deviceOf)
            .collect(Collectors.toCollection(TreeSet::new));
    if (devices.size() != 1) {
      throw new SeqlocException(
          devices.isEmpty()
              ? "the kapture has no poses"
              : String.format(
                  Locale.ROOT,
                  "the kapture has poses of %d devices (%s ...): choose one with --device",
                  devices.size(),
                  devices.first()));
    }
    return devices.first();
  }

  /** When a device's pose is known, by itself or by what shares its rig. */
  private static SortedSet<Long> stamps(Kapture kapture, String device) {
    String top = kapture.deviceOf(device);
    Trajectories poses = kapture.poses();
    SortedSet<Long> stamps = new TreeSet<>();
    for (int i = 0; i < poses.size(); i++) {
      boolean full = poses.pose(i).deviceFromWorld().isPresent();
      if (full && kapture.deviceOf(poses.device(i)).equals(top)) {
        stamps.add(poses.stampNanos(i));
      }
    }
    if (stamps.isEmpty()) {
      throw new SeqlocException("the kapture has no pose of '" + device + "'");
    }
    return stamps;
  }

  private static void numbers(BufferedWriter out, String before, double... values)
      throws IOException {
    String separator = before;
    for (double value : values) {
      out.write(separator);
      out.write(Double.toString(value));
      separator = " ";
    }
    out.write('\n');
  }

  private static void write(Path out, Lines lines) {
    if (Files.isDirectory(out)) {
      throw new SeqlocException(out + " is a folder: name the file to write");
    }
    try {
      Path parent = out.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      WholeFile.write(
          out,
          partial -> {
            try (BufferedWriter writer = Files.newBufferedWriter(partial)) {
              lines.write(writer);
            }
          });
    } catch (IOException e) {
      throw new SeqlocException("cannot write " + out + ": " + e, e);
    }
  }
}
