package org.seqloc.nodes.simulator;

import java.util.List;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Rig;
import org.seqloc.core.geometry.Rig.RigCamera;
import org.seqloc.core.geometry.Vector3;

/** Four pinhole cameras on a car's roof that look ahead, left, back and right. */
final class SurroundRig {

  /** Turns x forward, y left, z up into an optical frame's x right, y down, z forward. */
  private static final Quaternion OPTICAL_FROM_FORWARD = new Quaternion(0.5, 0.5, -0.5, 0.5);

  private SurroundRig() {}

  static Rig of(int width, int height) {
    return new Rig(
        List.of(
            mount("cam_front", width, height, 96, new Vector3(0.62, 0.03, 1.62), 0.8, 2.0),
            mount("cam_left", width, height, 94, new Vector3(0.08, 0.56, 1.71), 91.2, 1.0),
            mount("cam_rear", width, height, 97, new Vector3(-0.74, -0.04, 1.66), 179.1, 3.0),
            mount("cam_right", width, height, 95, new Vector3(0.05, -0.57, 1.70), -89.4, 0.5)));
  }

  /**
   * @param yawDegrees where it looks, from ahead to the left
   * @param downDegrees how far it is tilted down
   */
  private static RigCamera mount(
      String name,
      int width,
      int height,
      double fieldOfViewDegrees,
      Vector3 position,
      double yawDegrees,
      double downDegrees) {
    double focal = width / 2.0 / Math.tan(Math.toRadians(fieldOfViewDegrees / 2));
    // A calibrated principal point is never quite the middle.
    double cx = (width - 1) / 2.0 + 0.004 * width * Math.sin(yawDegrees);
    double cy = (height - 1) / 2.0 - 0.003 * height * Math.cos(yawDegrees);
    Camera camera = new Camera(CameraModel.PINHOLE, width, height, focal, focal * 1.001, cx, cy);
    Quaternion bodyFromForward =
        Quaternion.ofRollPitchYaw(0, Math.toRadians(downDegrees), Math.toRadians(yawDegrees));
    Pose bodyFromCamera = new Pose(bodyFromForward.times(OPTICAL_FROM_FORWARD.inverse()), position);
    return new RigCamera(name, camera, bodyFromCamera.inverse());
  }
}
