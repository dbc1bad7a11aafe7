package org.seqloc.bags.convert;

import geometry_msgs.PoseStamped;
import geometry_msgs.PoseWithCovarianceStamped;
import geometry_msgs.TransformStamped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import nav_msgs.Odometry;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.pose.FrameTree;
import org.seqloc.bags.pose.PoseMessages;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.PoseTrack;
import org.seqloc.msgs.MalformedMessageException;
import std_msgs.Header;
import tf2_msgs.TFMessage;

/** The poses of a vehicle in a bag, to be asked for at a moment. */
final class RecordedPoses {

  private static final String ODOMETRY = "nav_msgs/Odometry";
  private static final Set<String> TYPES =
      Set.of(
          ODOMETRY,
          "geometry_msgs/PoseStamped",
          "geometry_msgs/PoseWithCovarianceStamped",
          "geometry_msgs/TransformStamped");

  /** Between poses further apart than this nothing is made up. */
  private static final long MAX_GAP_NANOS = 500_000_000L;

  private final PoseTrack worldFromBase;

  private RecordedPoses(PoseTrack worldFromBase) {
    this.worldFromBase = worldFromBase;
  }

  /**
   * Reads all poses of the chosen source, of the only one there is, or of the ground truth; empty
   * when there is none.
   *
   * @param remark told what the user should know
   * @throws SeqlocException when the chosen source is not in the bag or there are several
   */
  static Optional<RecordedPoses> read(
      Bag bag,
      Map<String, String> types,
      FrameTree frames,
      BagToKapture.Options options,
      Consumer<String> remark) {
    Optional<String> topic = choose(bag, types, options.poseTopic());
    if (topic.isEmpty()) {
      remark.accept("no topic of poses: the kapture has no trajectory");
      return Optional.empty();
    }
    RecordedPoses poses;
    try {
      if (types.get(topic.get()).equals(TFMessage._TYPE)) {
        poses =
            new RecordedPoses(
                new TransformPoses(
                        bag, topic.get(), frames, options.worldFrame(), options.baseFrame())
                    .read());
      } else {
        poses = new RecordedPoses(new PoseTrack());
        poses.readTopic(bag, topic.get(), frames, options, remark);
      }
    } catch (MalformedMessageException e) {
      throw new SeqlocException(bag.path() + ": " + topic.get() + ": " + e.getMessage(), e);
    }
    remark.accept(poses.worldFromBase.size() + " poses from " + topic.get());
    return Optional.of(poses);
  }

  private static Optional<String> choose(
      Bag bag, Map<String, String> types, Optional<String> wanted) {
    List<String> topics =
        types.entrySet().stream()
            .filter(e -> TYPES.contains(e.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    if (wanted.isPresent()) {
      boolean tf = TFMessage._TYPE.equals(types.get(wanted.get()));
      if (!topics.contains(wanted.get()) && !tf) {
        throw new SeqlocException(
            bag.path() + ": no poses on " + wanted.get() + "; topics of poses: " + topics);
      }
      return wanted;
    }
    if (topics.contains(RigBagWriter.GROUND_TRUTH_TOPIC)) {
      return Optional.of(RigBagWriter.GROUND_TRUTH_TOPIC);
    }
    if (topics.size() > 1) {
      throw new SeqlocException(
          bag.path() + ": several topics of poses, " + topics + "; choose one by --poses TOPIC");
    }
    return topics.stream().findFirst();
  }

  private void readTopic(
      Bag bag,
      String topic,
      FrameTree frames,
      BagToKapture.Options options,
      Consumer<String> remark) {
    Set<String> unknown = new TreeSet<>();
    long broken = 0;
    String why = "";
    try (BagCursor messages = bag.messages(Set.of(topic))) {
      while (messages.hasNext()) {
        BagMessage message = messages.next();
        try {
          read(message, frames, options, unknown);
        } catch (MalformedMessageException e) {
          // Trackers that have not started yet send such.
          broken++;
          why = e.getMessage();
        }
      }
    }
    if (broken > 0) {
      remark.accept(topic + ": left out " + broken + " poses that are none (" + why + ")");
    }
    for (String frame : unknown) {
      remark.accept(
          topic + " is of " + frame + ", which is taken as the rig's frame: no transform joins it");
    }
  }

  private void read(
      BagMessage message, FrameTree frames, BagToKapture.Options options, Set<String> unknown) {
    switch (message.connection().type()) {
      case ODOMETRY -> {
        Odometry odometry = message.decode(Odometry.TYPE);
        add(
            odometry.getHeader(),
            PoseMessages.fromPose(odometry.getPose().getPose()),
            odometry.getChildFrameId(),
            frames,
            options,
            unknown);
      }
      case "geometry_msgs/TransformStamped" -> {
        TransformStamped transform = message.decode(TransformStamped.TYPE);
        add(
            transform.getHeader(),
            PoseMessages.fromTransform(transform.getTransform()),
            transform.getChildFrameId(),
            frames,
            options,
            unknown);
      }
      case "geometry_msgs/PoseStamped" -> {
        PoseStamped pose = message.decode(PoseStamped.TYPE);
        put(pose.getHeader(), PoseMessages.fromPose(pose.getPose()));
      }
      default -> {
        PoseWithCovarianceStamped pose = message.decode(PoseWithCovarianceStamped.TYPE);
        put(pose.getHeader(), PoseMessages.fromPose(pose.getPose().getPose()));
      }
    }
  }

  /** The pose of another frame of the vehicle is brought to its base where the way is known. */
  private void add(
      Header header,
      Pose worldFromChild,
      String child,
      FrameTree frames,
      BagToKapture.Options options,
      Set<String> unknown) {
    Optional<Pose> childFromBase =
        child.isEmpty() ? Optional.of(Pose.IDENTITY) : frames.find(child, options.baseFrame());
    if (childFromBase.isEmpty()) {
      unknown.add(child);
    }
    put(header, worldFromChild.times(childFromBase.orElse(Pose.IDENTITY)));
  }

  private void put(Header header, Pose pose) {
    worldFromBase.put(header.getStamp().totalNsecs(), pose);
  }

  /**
   * The pose at a moment, interpolated between the two nearest; empty before the first, after the
   * last and in gaps of over half a second.
   */
  Optional<Pose> at(long stampNanos) {
    return worldFromBase.at(stampNanos, MAX_GAP_NANOS);
  }

  /** The pose nearest in time, the earlier of two; empty when it is over half a second away. */
  Optional<Pose> nearest(long stampNanos) {
    return worldFromBase.nearest(stampNanos, MAX_GAP_NANOS);
  }
}
