package org.seqloc.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.evaluate.StampedPose;
import org.seqloc.core.evaluate.Trajectory;
import org.seqloc.core.evaluate.TumFile;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.kapture.Exposure;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KaptureReader;

/** Poses of the body from whatever a user names: a TUM file, a kapture, a folder of results. */
final class PoseSource {

  private PoseSource() {}

  /**
   * @throws SeqlocException when there are no poses, or those of several bodies at once
   */
  static Trajectory read(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return TumFile.read(path);
    }
    Path results = path.resolve("poses.tum");
    if (Files.isRegularFile(results)) {
      return TumFile.read(results);
    }
    if (!Files.isDirectory(path.resolve("sensors"))) {
      throw new SeqlocException(
          path + ": holds no poses; name a TUM file, a folder with poses.tum, or a kapture");
    }
    return ofKapture(path, KaptureReader.read(path));
  }

  /** One pose of a device. */
  private record DevicePose(long stampNanos, String device, Pose mapFromDevice) {}

  private static Trajectory ofKapture(Path path, Kapture kapture) {
    List<StampedPose> poses = new ArrayList<>();
    String last = "";
    for (DevicePose pose : kapture.cameraRecords().isEmpty() ? all(kapture) : exposed(kapture)) {
      if (!poses.isEmpty() && poses.get(poses.size() - 1).stampNanos() == pose.stampNanos) {
        throw new SeqlocException(
            path
                + ": '"
                + last
                + "' and '"
                + pose.device
                + "' both have a pose at "
                + pose.stampNanos
                + ", but belong to no common rig; mount them in sensors/rigs.txt or keep one");
      }
      poses.add(new StampedPose(pose.stampNanos, pose.mapFromDevice));
      last = pose.device;
    }
    if (poses.isEmpty()) {
      throw new SeqlocException(
          path + ": no exposure has a pose in sensors/trajectories.txt at its very timestamp");
    }
    return new Trajectory(poses);
  }

  private static List<DevicePose> exposed(Kapture kapture) {
    List<DevicePose> poses = new ArrayList<>();
    for (Exposure exposure : kapture.exposures()) {
      kapture
          .mapFromBody(exposure)
          .ifPresent(
              pose -> poses.add(new DevicePose(exposure.stampNanos(), exposure.device(), pose)));
    }
    return poses;
  }

  /** Of a dataset without images, as results are. */
  private static List<DevicePose> all(Kapture kapture) {
    List<DevicePose> poses = new ArrayList<>();
    kapture
        .trajectories()
        .forEach(
            (stamp, devices) ->
                devices
                    .keySet()
                    .forEach(
                        device ->
                            kapture
                                .mapFromDevice(stamp, device)
                                .ifPresent(
                                    pose -> poses.add(new DevicePose(stamp, device, pose)))));
    return poses;
  }
}
