package org.seqloc.core.map;

import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Vector3;

/**
 * An image the map was made of.
 *
 * @param name the image's path in the dataset it came from
 * @param stampNanos capture time
 * @param exposure keyframes of one exposure of the mapping rig share this number
 * @param mapFromCamera the camera's pose in the map
 */
public record Keyframe(
    String name, long stampNanos, int exposure, Camera camera, Pose mapFromCamera) {

  /** The camera's centre in the map, metres. */
  public Vector3 position() {
    return mapFromCamera.translation();
  }

  /** The viewing direction in the map: the camera's z axis, unit length. */
  public Vector3 viewingDirection() {
    return mapFromCamera.rotation().rotate(new Vector3(0, 0, 1));
  }
}
