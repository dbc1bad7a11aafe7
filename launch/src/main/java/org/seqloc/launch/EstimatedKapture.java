package org.seqloc.launch;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Rig;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KaptureWriter;
import org.seqloc.core.kapture.Sensor;

/** The poses of a run as a kapture: sensors, rigs and the estimated trajectory; no images. */
final class EstimatedKapture {

  private final Kapture.Builder kapture = Kapture.builder();
  private final Set<String> devices = new HashSet<>();

  /** Adds the pose of a device; its sensors when it is the first. */
  void add(String device, Rig rig, long stampNanos, Pose mapFromBody) {
    if (devices.add(device)) {
      describe(device, rig);
    }
    kapture.mapFromDevice(stampNanos, device, mapFromBody);
  }

  private void describe(String device, Rig rig) {
    boolean loneCamera = rig.size() == 1 && rig.camera(0).name().equals(device);
    if (!loneCamera) {
      kapture.rig(device);
    }
    for (Rig.RigCamera camera : rig.cameras()) {
      kapture.sensor(Sensor.ofCamera(camera.name(), camera.name(), camera.camera()));
      if (!loneCamera) {
        kapture.mount(device, camera.name(), camera.cameraFromBody());
      }
    }
  }

  /** Writes the kapture; one that is there is replaced. */
  void write(Path folder) {
    try (KaptureWriter writer = KaptureWriter.create(folder, true)) {
      writer.finish(kapture.build());
    }
  }
}
