package org.ros.rosjava_geometry;

import java.util.Objects;
import org.ros.message.Time;
import org.ros.namespace.GraphName;

/**
 * A transform of coordinates in the source frame to coordinates in the target frame. On /tf the
 * source is the child and the target its parent.
 *
 * @param getTransform target from source
 * @param getSourceFrame without a leading slash, as tf2 has it
 * @param getTargetFrame without a leading slash, as tf2 has it
 * @param getTime when it holds; null, as in rosjava, when there is no such time
 */
public record FrameTransform(
    Transform getTransform, GraphName getSourceFrame, GraphName getTargetFrame, Time getTime) {

  public FrameTransform {
    Objects.requireNonNull(getTransform, "transform");
    getSourceFrame = getSourceFrame.toRelative();
    getTargetFrame = getTargetFrame.toRelative();
  }

  /**
   * @throws org.ros.exception.RosRuntimeException when a frame's name is no {@link GraphName}
   */
  public static FrameTransform fromTransformStampedMessage(
      geometry_msgs.TransformStamped transformStamped) {
    return new FrameTransform(
        Transform.fromTransformMessage(transformStamped.getTransform()),
        GraphName.of(transformStamped.getChildFrameId()),
        GraphName.of(transformStamped.getHeader().getFrameId()),
        transformStamped.getHeader().getStamp());
  }

  /** From target to source. */
  public FrameTransform invert() {
    return new FrameTransform(getTransform.invert(), getTargetFrame, getSourceFrame, getTime);
  }

  /**
   * @param result is filled; the number of its header stays
   * @return the result
   * @throws NullPointerException when this transform has no time
   */
  public geometry_msgs.TransformStamped toTransformStampedMessage(
      geometry_msgs.TransformStamped result) {
    result.getHeader().setStamp(Objects.requireNonNull(getTime, "time"));
    result.getHeader().setFrameId(getTargetFrame.toString());
    result.setChildFrameId(getSourceFrame.toString());
    result.setTransform(getTransform.toTransformMessage(result.getTransform()));
    return result;
  }

  @Override
  public String toString() {
    return "FrameTransform<Source: %s, Target: %s, %s, Time: %s>"
        .formatted(getSourceFrame, getTargetFrame, getTransform, getTime);
  }
}
