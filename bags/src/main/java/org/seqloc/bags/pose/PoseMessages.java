package org.seqloc.bags.pose;

import geometry_msgs.Point;
import geometry_msgs.Transform;
import geometry_msgs.Vector3;
import org.ros.message.Time;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.msgs.MalformedMessageException;
import std_msgs.Header;

/** Poses, transforms and headers from and to messages. */
public final class PoseMessages {

  /** Rounded quaternions, as of float32, are this near to unit length. */
  private static final double MAX_NORM_ERROR = 0.01;

  private PoseMessages() {}

  /**
   * @throws MalformedMessageException when the numbers are no pose: not finite, or a quaternion
   *     that is not of unit length
   */
  public static Pose fromPose(geometry_msgs.Pose message) {
    Point p = message.getPosition();
    return new Pose(rotation(message.getOrientation()), translation(p.getX(), p.getY(), p.getZ()));
  }

  /**
   * @return frame from child frame
   * @throws MalformedMessageException when the numbers are no transform
   */
  public static Pose fromTransform(Transform message) {
    Vector3 t = message.getTranslation();
    return new Pose(rotation(message.getRotation()), translation(t.getX(), t.getY(), t.getZ()));
  }

  public static geometry_msgs.Pose toPose(Pose pose) {
    geometry_msgs.Pose message = new geometry_msgs.Pose();
    message.getPosition().setX(pose.translation().x());
    message.getPosition().setY(pose.translation().y());
    message.getPosition().setZ(pose.translation().z());
    message.setOrientation(toQuaternion(pose.rotation()));
    return message;
  }

  public static Transform toTransform(Pose frameFromChild) {
    Transform message = new Transform();
    message.getTranslation().setX(frameFromChild.translation().x());
    message.getTranslation().setY(frameFromChild.translation().y());
    message.getTranslation().setZ(frameFromChild.translation().z());
    message.setRotation(toQuaternion(frameFromChild.rotation()));
    return message;
  }

  public static Header header(long stampNanos, String frame) {
    Header header = new Header();
    header.setStamp(Time.fromNano(stampNanos));
    header.setFrameId(frame);
    return header;
  }

  private static geometry_msgs.Quaternion toQuaternion(Quaternion q) {
    geometry_msgs.Quaternion message = new geometry_msgs.Quaternion();
    message.setX(q.x());
    message.setY(q.y());
    message.setZ(q.z());
    message.setW(q.w());
    return message;
  }

  private static Quaternion rotation(geometry_msgs.Quaternion q) {
    double norm = Math.hypot(Math.hypot(q.getW(), q.getX()), Math.hypot(q.getY(), q.getZ()));
    if (!(Math.abs(norm - 1) < MAX_NORM_ERROR)) {
      throw new MalformedMessageException("a quaternion of length " + norm + " is no rotation");
    }
    return new Quaternion(q.getW(), q.getX(), q.getY(), q.getZ());
  }

  private static org.seqloc.core.geometry.Vector3 translation(double x, double y, double z) {
    if (!Double.isFinite(x) || !Double.isFinite(y) || !Double.isFinite(z)) {
      throw new MalformedMessageException("a position that is not finite");
    }
    return new org.seqloc.core.geometry.Vector3(x, y, z);
  }
}
