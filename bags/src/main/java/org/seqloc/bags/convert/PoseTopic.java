package org.seqloc.bags.convert;

import geometry_msgs.PoseStamped;
import geometry_msgs.PoseWithCovarianceStamped;
import geometry_msgs.TransformStamped;
import java.util.List;
import java.util.Optional;
import nav_msgs.Odometry;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.pose.FrameTree;
import org.seqloc.bags.pose.PoseMessages;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Pose;
import org.seqloc.msgs.MalformedMessageException;
import std_msgs.Header;

/** Reads the messages of a topic as poses of a vehicle's base. */
final class PoseTopic {

  private static final String ODOMETRY = "nav_msgs/Odometry";
  private static final String TRANSFORM = "geometry_msgs/TransformStamped";
  private static final String POSE = "geometry_msgs/PoseStamped";
  private static final String POSE_WITH_COVARIANCE = "geometry_msgs/PoseWithCovarianceStamped";

  /**
   * Types that have poses; where topics tell as much, what is true comes before what is in one
   * world.
   */
  static final List<String> TYPES = List.of(POSE, POSE_WITH_COVARIANCE, ODOMETRY, TRANSFORM);

  /** A pose at a moment. */
  record StampedPose(long stampNanos, Pose worldFromBase) {}

  private final String topic;
  private final String type;
  private final FrameTree frames;
  private final String baseFrame;
  private final FromBagOptions options;
  private String looseFrame = "";

  /**
   * @param type one of {@link #TYPES}
   * @param frames the transforms that do not change
   */
  PoseTopic(String topic, String type, FrameTree frames, String baseFrame, FromBagOptions options) {
    this.topic = topic;
    this.type = type;
    this.frames = frames;
    this.baseFrame = baseFrame;
    this.options = options;
  }

  /** What the user should know of the messages that were read; empty for nothing. */
  Optional<String> remark() {
    if (looseFrame.isEmpty()) {
      return Optional.empty();
    }
    String of = topic + " is of " + looseFrame + ", ";
    return Optional.of(
        assumesBase()
            ? of + "which is taken as the rig's frame: no transform joins it"
            : of
                + "which no transform joins to "
                + (baseFrame.isEmpty() ? "the camera, which names no frame" : baseFrame)
                + ": its poses are left out; record that on /tf_static, or give it by --urdf, or"
                + " a rig by --rig KAPTURE");
  }

  /** A rig made by hand, and kapture's axes, have a frame of their own that nothing joins. */
  private boolean assumesBase() {
    return options.calibration().isPresent() || options.kaptureAxes();
  }

  /**
   * The pose of a message.
   *
   * @param row told why there is none
   */
  Optional<StampedPose> read(BagMessage message, ConversionReport.Row row) {
    try {
      return switch (type) {
        case ODOMETRY -> {
          Odometry odometry = message.decode(Odometry.TYPE);
          Pose pose = PoseMessages.fromPose(odometry.getPose().getPose());
          yield base(pose, odometry.getChildFrameId(), row)
              .flatMap(p -> stamped(odometry.getHeader(), message, p, row));
        }
        case TRANSFORM -> {
          TransformStamped transform = message.decode(TransformStamped.TYPE);
          Pose pose = PoseMessages.fromTransform(transform.getTransform());
          yield base(pose, transform.getChildFrameId(), row)
              .flatMap(p -> stamped(transform.getHeader(), message, p, row));
        }
        case POSE -> {
          PoseStamped pose = message.decode(PoseStamped.TYPE);
          yield stamped(pose.getHeader(), message, PoseMessages.fromPose(pose.getPose()), row);
        }
        default -> {
          PoseWithCovarianceStamped pose = message.decode(PoseWithCovarianceStamped.TYPE);
          yield stamped(
              pose.getHeader(), message, PoseMessages.fromPose(pose.getPose().getPose()), row);
        }
      };
    } catch (SeqlocException e) {
      row.leave("damaged", e.getMessage());
    } catch (MalformedMessageException e) {
      // Trackers that have not started yet send such.
      row.leave("no pose", e.getMessage());
    }
    return Optional.empty();
  }

  /** The pose of another frame of the vehicle is brought to its base where the way is known. */
  private Optional<Pose> base(Pose worldFromChild, String child, ConversionReport.Row row) {
    if (child.isEmpty()) {
      return Optional.of(worldFromChild);
    }
    Optional<Pose> childFromBase = frames.find(child, baseFrame);
    if (childFromBase.isPresent()) {
      return Optional.of(worldFromChild.times(childFromBase.get()));
    }
    looseFrame = looseFrame.isEmpty() ? child : looseFrame;
    if (assumesBase()) {
      return Optional.of(worldFromChild);
    }
    row.leave("of a frame that no transform joins to the rig", child);
    return Optional.empty();
  }

  private Optional<StampedPose> stamped(
      Header header, BagMessage message, Pose pose, ConversionReport.Row row) {
    Optional<Long> stamp =
        options.stamps().of(header.getStamp().totalNsecs(), message.receiptNanos());
    if (stamp.isEmpty()) {
      row.leave("without stamp (--stamps receipt takes the time of receipt)");
    }
    return stamp.map(nanos -> new StampedPose(nanos, pose));
  }
}
