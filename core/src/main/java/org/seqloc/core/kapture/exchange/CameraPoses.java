package org.seqloc.core.kapture.exchange;

import java.util.List;
import java.util.Optional;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.kapture.Exposure;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KapturePose;

/**
 * Where each camera of a dataset was, for formats that know no rigs: by its own pose, else by that
 * of its top-level rig, which may be told by what else is mounted there.
 */
final class CameraPoses {

  private final Kapture kapture;

  CameraPoses(Kapture kapture) {
    this.kapture = kapture;
  }

  /** The camera's full pose at exactly this timestamp. */
  Optional<Pose> cameraFromWorld(long stampNanos, String camera) {
    return kapture
        .poses()
        .at(stampNanos, camera)
        .flatMap(KapturePose::deviceFromWorld)
        .or(() -> throughTheRig(stampNanos, camera));
  }

  private Optional<Pose> throughTheRig(long stampNanos, String camera) {
    String top = kapture.deviceOf(camera);
    return kapture
        .mapFromBody(new Exposure(stampNanos, top, List.of()))
        .map(mapFromTop -> kapture.deviceFromDevice(camera, top).times(mapFromTop.inverse()));
  }
}
