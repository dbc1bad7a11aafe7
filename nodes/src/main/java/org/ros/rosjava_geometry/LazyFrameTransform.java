package org.ros.rosjava_geometry;

import java.util.Objects;

/**
 * The transform of a message, which is converted when it is asked for first; until then nobody
 * changes the message. Safe for use by several threads.
 */
public class LazyFrameTransform {

  private geometry_msgs.TransformStamped message; // guarded by this; null once converted
  private FrameTransform transform; // guarded by this; null until converted

  public LazyFrameTransform(geometry_msgs.TransformStamped message) {
    this.message = Objects.requireNonNull(message, "message");
  }

  /**
   * @throws org.ros.exception.RosRuntimeException when a frame's name is no GraphName
   */
  public synchronized FrameTransform get() {
    if (transform == null) {
      transform = FrameTransform.fromTransformStampedMessage(message);
      message = null;
    }
    return transform;
  }
}
