package org.seqloc.core.kapture.exchange;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KapturePose;

/**
 * Where each camera of a dataset was, for formats that know no rigs: by its own pose, else by that
 * of the rig that carries it, else by that of another device on the same rig.
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
    String device = camera;
    Pose cameraFromDevice = Pose.IDENTITY;
    while (true) {
      Optional<Pose> deviceFromWorld = pose(stampNanos, device);
      if (deviceFromWorld.isPresent()) {
        return device.equals(camera)
            ? deviceFromWorld
            : Optional.of(cameraFromDevice.times(deviceFromWorld.get()));
      }
      Mount mount = mounts.get(device);
      if (mount == null) {
        return besides(stampNanos, device, cameraFromDevice);
      }
      cameraFromDevice = cameraFromDevice.times(mount.deviceFromRig());
      device = mount.rig();
    }
  }

  /** The rig's pose by the first device below it that has one, level by level. */
  private Optional<Pose> besides(long stampNanos, String rig, Pose cameraFromRig) {
    List<Mount> level = List.of(new Mount(rig, Pose.IDENTITY));
    while (!level.isEmpty()) {
      List<Mount> next = new ArrayList<>();
      for (Mount above : level) {
        SortedMap<String, Pose> members = kapture.rigs().get(above.rig());
        if (members == null) {
          continue;
        }
        for (Map.Entry<String, Pose> member : members.entrySet()) {
          Pose deviceFromRig = member.getValue().times(above.deviceFromRig());
          Optional<Pose> deviceFromWorld = pose(stampNanos, member.getKey());
          if (deviceFromWorld.isPresent()) {
            return Optional.of(
                cameraFromRig.times(deviceFromRig.inverse()).times(deviceFromWorld.get()));
          }
          next.add(new Mount(member.getKey(), deviceFromRig));
        }
      }
      level = next;
    }
    return Optional.empty();
  }

  /** Where a device sits on the rig at the top; the identity for what no rig carries. */
  Pose deviceFromTop(String device) {
    Pose deviceFromTop = Pose.IDENTITY;
    for (Mount m = mounts.get(device); m != null; m = mounts.get(m.rig())) {
      deviceFromTop = deviceFromTop.times(m.deviceFromRig());
    }
    return deviceFromTop;
  }

  private Optional<Pose> pose(long stampNanos, String device) {
    return kapture.poses().at(stampNanos, device).flatMap(KapturePose::deviceFromWorld);
  }
}
