package org.seqloc.core.kapture;

import java.util.Optional;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;

/**
 * A pose of trajectories.txt as it stands there: deviceFromWorld, of which kapture lets the
 * rotation or the translation be blank.
 */
public record KapturePose(Optional<Quaternion> rotation, Optional<Vector3> translation) {

  public static KapturePose ofDeviceFromWorld(Pose deviceFromWorld) {
    return new KapturePose(
        Optional.of(deviceFromWorld.rotation()), Optional.of(deviceFromWorld.translation()));
  }

  /** deviceFromWorld, when neither part is blank. */
  public Optional<Pose> deviceFromWorld() {
    return rotation.flatMap(r -> translation.map(t -> new Pose(r, t)));
  }

  /** Blank parts taken as none. */
  Pose orIdentity() {
    return new Pose(rotation.orElse(Quaternion.IDENTITY), translation.orElse(new Vector3(0, 0, 0)));
  }
}
