package org.seqloc.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  private static Trajectory ofKapture(Path path, Kapture kapture) {
    List<StampedPose> poses = new ArrayList<>();
    String last = "";
    for (Exposure exposure : kapture.exposures()) {
      Optional<Pose> mapFromBody = kapture.mapFromBody(exposure);
      if (mapFromBody.isEmpty()) {
        continue;
      }
      if (!poses.isEmpty() && poses.get(poses.size() - 1).stampNanos() == exposure.stampNanos()) {
        throw new SeqlocException(
            path
                + ": '"
                + last
                + "' and '"
                + exposure.device()
                + "' both have images and a pose at "
                + exposure.stampNanos()
                + ", but belong to no common rig; mount them in sensors/rigs.txt or keep one");
      }
      poses.add(new StampedPose(exposure.stampNanos(), mapFromBody.get()));
      last = exposure.device();
    }
    if (poses.isEmpty()) {
      throw new SeqlocException(
          path + ": no exposure has a pose in sensors/trajectories.txt at its very timestamp");
    }
    return new Trajectory(poses);
  }
}
