package org.seqloc.core.kapture.exchange;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  private record Mount(String rig, Pose deviceFromRig) {}

  private final Kapture kapture;
  private final Map<String, Mount> mounts = new HashMap<>();

  CameraPoses(Kapture kapture) {
    this.kapture = kapture;
    kapture
        .rigs()
        .forEach(
            (rig, members) ->
                members.forEach((member, pose) -> mounts.put(member, new Mount(rig, pose))));
  }

  /** The camera's full pose at exactly this timestamp. */
  Optional<Pose> cameraFromWorld(long stampNanos, String camera) {
    return kapture
        .poses()
        .at(stampNanos, camera)
        .flatMap(KapturePose::deviceFromWorld)
        .or(
            () ->
                kapture
                    .mapFromBody(new Exposure(stampNanos, kapture.deviceOf(camera), List.of()))
                    .map(mapFromTop -> deviceFromTop(camera).times(mapFromTop.inverse())));
  }

  /** Where a device sits on the rig at the top; the identity for what no rig carries. */
  Pose deviceFromTop(String device) {
    Pose deviceFromTop = Pose.IDENTITY;
    for (Mount m = mounts.get(device); m != null; m = mounts.get(m.rig())) {
      deviceFromTop = deviceFromTop.times(m.deviceFromRig());
    }
    return deviceFromTop;
  }
}
