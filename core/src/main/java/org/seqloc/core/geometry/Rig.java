package org.seqloc.core.geometry;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Calibrated cameras fixed to one body. A lone camera is a rig of one whose body frame is the
 * camera's.
 *
 * @param cameras at least one; their order gives the camera indices used with this rig
 */
public record Rig(List<RigCamera> cameras) {

  /**
   * One camera of a rig.
   *
   * @param name unique within the rig: the kapture sensor id, the frame of a ROS camera
   * @param cameraFromBody takes points of the body frame to the camera's optical frame
   */
  public record RigCamera(String name, Camera camera, Pose cameraFromBody) {}

  /**
   * @throws IllegalArgumentException when there is no camera or a name occurs twice
   */
  public Rig {
    cameras = List.copyOf(cameras);
    if (cameras.isEmpty()) {
      throw new IllegalArgumentException("a rig needs at least one camera");
    }
    Set<String> names = new HashSet<>();
    for (RigCamera camera : cameras) {
      if (!names.add(camera.name())) {
        throw new IllegalArgumentException("the rig names camera " + camera.name() + " twice");
      }
    }
  }

  /** The rig of a single camera, which is its own body frame. */
  public static Rig ofSingle(String name, Camera camera) {
    return new Rig(List.of(new RigCamera(name, camera, Pose.IDENTITY)));
  }

  public RigCamera camera(int index) {
    return cameras.get(index);
  }

  public int size() {
    return cameras.size();
  }

  /** The index of the camera of this name, -1 where there is none. */
  public int indexOf(String name) {
    for (int i = 0; i < cameras.size(); i++) {
      if (cameras.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
