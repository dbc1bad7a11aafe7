package org.seqloc.core.kapture.exchange;

import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
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

/** A dataset's poses in the text formats of benchmarks; each returns how many it wrote. */
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

  private interface Lines {
    void write(BufferedWriter out) throws IOException;
  }

  private interface PoseLine {
    void write(BufferedWriter out, long stampNanos, Pose mapFromDevice) throws IOException;
  }

  private PoseExporter() {}

  /**
   * TUM's: stamp in seconds, tx ty tz qx qy qz qw of mapFromDevice.
   *
   * @param device a camera or rig; empty for the only one that takes images
   * @throws SeqlocException when the device is not there or has no pose
   */
  public static int tum(Kapture kapture, Optional<String> device, Path out) {
    return devicePoses(
        kapture,
        device,
        out,
        (writer, stamp, mapFromDevice) -> {
          Vector3 t = mapFromDevice.translation();
          Quaternion q = mapFromDevice.rotation();
          writer.write(BigDecimal.valueOf(stamp, 9).toPlainString());
          numbers(writer, " ", t.x(), t.y(), t.z(), q.x(), q.y(), q.z(), q.w());
        });
  }

  /** KITTI's: the upper three rows of mapFromDevice, a line for each stamp that has a pose. */
  public static int kitti(Kapture kapture, Optional<String> device, Path out) {
    return devicePoses(
        kapture,
        device,
        out,
        (writer, stamp, mapFromDevice) -> {
          double[] r = mapFromDevice.rotation().toMatrix();
          Vector3 t = mapFromDevice.translation();
          numbers(
              writer, "", r[0], r[1], r[2], t.x(), r[3], r[4], r[5], t.y(), r[6], r[7], r[8],
              t.z());
        });
  }

  private static int devicePoses(
      Kapture kapture, Optional<String> device, Path out, PoseLine line) {
    String of = device(kapture, device);
    SortedSet<Long> stamps = stamps(kapture, of);
    CameraPoses poses = new CameraPoses(kapture);
    write(
        out,
        writer -> {
          for (long stamp : stamps) {
            line.write(writer, stamp, poses.cameraFromWorld(stamp, of).orElseThrow().inverse());
          }
        });
    return stamps.size();
  }

  /**
   * The submission file of visuallocalization.net: name, then qw qx qy qz tx ty tz of
   * cameraFromWorld, for each image that has a pose.
   *
   * @throws SeqlocException when two images would have one name
   */
  public static int submission(Kapture kapture, Names names, Path out) {
    CameraPoses poses = new CameraPoses(kapture);
    Set<String> written = new HashSet<>();
    write(
        out,
        writer -> {
          for (CameraRecord record : kapture.cameraRecords()) {
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
        });
    return written.size();
  }

  /** How many exposures of the device that is exported have no pose, so that they are left out. */
  public static int withoutPose(Kapture kapture, Optional<String> device) {
    String of = device(kapture, device);
    SortedSet<Long> stamps = stamps(kapture, of);
    String top = kapture.deviceOf(of);
    return (int)
        kapture.exposures().stream()
            .filter(e -> e.device().equals(top) && !stamps.contains(e.stampNanos()))
            .count();
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
