package org.seqloc.bags.convert;

import geometry_msgs.PoseStamped;
import geometry_msgs.PoseWithCovarianceStamped;
import geometry_msgs.TransformStamped;
import java.util.Comparator;
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
  private static final String TRANSFORMS = "/tf";
  static final Set<String> TYPES =
      Set.of(
          ODOMETRY,
          "geometry_msgs/PoseStamped",
          "geometry_msgs/PoseWithCovarianceStamped",
          "geometry_msgs/TransformStamped");

  /** Where several topics have poses: what is true first, then what is in one world. */
  private static final List<String> PREFERRED =
      List.of(
          "geometry_msgs/PoseStamped",
          "geometry_msgs/PoseWithCovarianceStamped",
          ODOMETRY,
          "geometry_msgs/TransformStamped");

  /** Frames that stand still, where none is named: REP-105's, and what simulators have. */
  private static final List<String> WORLD_FRAMES = List.of("map", "odom", "world");

  private final PoseTrack worldFromBase = new PoseTrack();
  private final Bag bag;
  private final String topic;
  private final String type;
  private final FrameTree frames;
  private final String baseFrame;
  private final long maxGapNanos;
  private final boolean receiptTime;
  private final ConversionReport.Row row;

  private RecordedPoses(
      Bag bag,
      String topic,
      String type,
      FrameTree frames,
      FromBagOptions options,
      String baseFrame,
      ConversionReport.Row row) {
    this.bag = bag;
    this.topic = topic;
    this.type = type;
    this.frames = frames;
    this.baseFrame = baseFrame;
    this.maxGapNanos = Math.round(1e9 * options.poses().maxGapSeconds());
    this.receiptTime = options.receiptTime();
    this.row = row;
  }

  /**
   * Reads all poses of the chosen source, or of the best there is; empty when there is none.
   *
   * @param baseFrame the frame whose poses are wanted
   * @param remark told what the user should know
   * @throws SeqlocException when the chosen source is not in the bag, or its frames are not joined
   */
  static Optional<RecordedPoses> read(
      Bag bag,
      Map<String, String> types,
      FrameTree frames,
      FromBagOptions options,
      String baseFrame,
      ConversionReport report,
      Consumer<String> remark) {
    Optional<String> topic = choose(bag, types, options, remark);
    if (topic.isEmpty()) {
      remark.accept("no topic of poses: the kapture has no trajectory");
      return Optional.empty();
    }
    ConversionReport.Row row = report.row(topic.get());
    RecordedPoses poses =
        new RecordedPoses(
            bag, topic.get(), types.get(topic.get()), frames, options, baseFrame, row);
    if (!types.get(topic.get()).equals(TFMessage._TYPE)) {
      poses.readTopic(remark);
    } else if (!poses.readTransforms(options, remark)) {
      return Optional.empty();
    }
    row.becomes(row.became().isEmpty() ? "the trajectory" : row.became() + ", the trajectory");
    remark.accept(poses.worldFromBase.size() + " poses from " + topic.get());
    return Optional.of(poses);
  }

  private static Optional<String> choose(
      Bag bag, Map<String, String> types, FromBagOptions options, Consumer<String> remark) {
    Optional<String> wanted = options.poses().topic();
    Map<String, Long> counts = bag.messageCounts();
    List<String> topics =
        types.entrySet().stream()
            .filter(e -> TYPES.contains(e.getValue()))
            .map(Map.Entry::getKey)
            .filter(topic -> counts.getOrDefault(topic, 0L) > 0)
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
    List<String> vehicles = topics.stream().filter(RecordedPoses::isVehicle).toList();
    if (vehicles.isEmpty() && TFMessage._TYPE.equals(types.get(TRANSFORMS))) {
      return Optional.of(TRANSFORMS);
    }
    Optional<String> best =
        vehicles.stream()
            .min(
                Comparator.comparing((String t) -> counts.get(t) == 1)
                    .thenComparingInt(t -> PREFERRED.indexOf(types.get(t)))
                    .thenComparingLong(t -> -counts.get(t))
                    .thenComparing(t -> t));
    if (topics.size() > 1 && best.isPresent()) {
      remark.accept(
          "of the topics of poses "
              + topics
              + " "
              + best.get()
              + " is taken; --poses TOPIC chooses another");
    }
    return best;
  }

  /** Not where the vehicle is to go, or where a user says that it starts. */
  private static boolean isVehicle(String topic) {
    return !topic.contains("goal") && !topic.endsWith("initialpose");
  }

  /**
   * @return false when no world frame was asked for and none is there
   */
  private boolean readTransforms(FromBagOptions options, Consumer<String> remark) {
    List<String> worlds = options.poses().worldFrame().map(List::of).orElse(WORLD_FRAMES);
    Optional<SeqlocException> failure = Optional.empty();
    for (String world : worlds) {
      try {
        PoseTrack track =
            new TransformPoses(bag, topic, frames, world, baseFrame, receiptTime).read();
        for (long stamp : track.stampsNanos()) {
          track.at(stamp, 0).ifPresent(pose -> worldFromBase.put(stamp, pose));
        }
        row.take(row.messages() - row.taken());
        remark.accept("the poses are those in " + world + "; --world-frame names another frame");
        return true;
      } catch (SeqlocException e) {
        failure = failure.isPresent() ? failure : Optional.of(e);
      }
    }
    if (options.poses().topic().isPresent() || options.poses().worldFrame().isPresent()) {
      throw failure.orElseThrow();
    }
    remark.accept("no poses: " + failure.orElseThrow().getMessage());
    return false;
  }

  private void readTopic(Consumer<String> remark) {
    Set<String> unknown = new TreeSet<>();
    try (BagCursor messages = bag.messages(Set.of(topic))) {
      while (messages.hasNext()) {
        BagMessage message = messages.next();
        try {
          read(message, unknown);
        } catch (SeqlocException e) {
          row.leave("damaged", e.getMessage());
        } catch (MalformedMessageException e) {
          // Trackers that have not started yet send such.
          row.leave("no pose", e.getMessage());
        }
      }
    }
    for (String frame : unknown) {
      remark.accept(
          topic + " is of " + frame + ", which is taken as the rig's frame: no transform joins it");
    }
  }

  private void read(BagMessage message, Set<String> unknown) {
    long receipt = message.receiptNanos();
    switch (type) {
      case ODOMETRY -> {
        Odometry odometry = message.decode(Odometry.TYPE);
        add(
            odometry.getHeader(),
            receipt,
            PoseMessages.fromPose(odometry.getPose().getPose()),
            odometry.getChildFrameId(),
            unknown);
      }
      case "geometry_msgs/TransformStamped" -> {
        TransformStamped transform = message.decode(TransformStamped.TYPE);
        add(
            transform.getHeader(),
            receipt,
            PoseMessages.fromTransform(transform.getTransform()),
            transform.getChildFrameId(),
            unknown);
      }
      case "geometry_msgs/PoseStamped" -> {
        PoseStamped pose = message.decode(PoseStamped.TYPE);
        put(pose.getHeader(), receipt, PoseMessages.fromPose(pose.getPose()));
      }
      default -> {
        PoseWithCovarianceStamped pose = message.decode(PoseWithCovarianceStamped.TYPE);
        put(pose.getHeader(), receipt, PoseMessages.fromPose(pose.getPose().getPose()));
      }
    }
  }

  /** The pose of another frame of the vehicle is brought to its base where the way is known. */
  private void add(
      Header header, long receiptNanos, Pose worldFromChild, String child, Set<String> unknown) {
    Optional<Pose> childFromBase =
        child.isEmpty() ? Optional.of(Pose.IDENTITY) : frames.find(child, baseFrame);
    if (childFromBase.isEmpty()) {
      unknown.add(child);
    }
    put(header, receiptNanos, worldFromChild.times(childFromBase.orElse(Pose.IDENTITY)));
  }

  private void put(Header header, long receiptNanos, Pose pose) {
    long stamp = header.getStamp().totalNsecs();
    if (!receiptTime && stamp == 0 && receiptNanos > ImageCopier.MAX_START_NANOS) {
      row.leave("without stamp (--stamps receipt takes the time of receipt)");
      return;
    }
    worldFromBase.put(receiptTime ? receiptNanos : stamp, pose);
    row.take(1);
  }

  /**
   * The pose at a moment, interpolated between the two nearest; empty before the first, after the
   * last and in larger gaps.
   */
  Optional<Pose> at(long stampNanos) {
    return worldFromBase.at(stampNanos, maxGapNanos);
  }

  /** The pose nearest in time, the earlier of two; empty when it is too far away. */
  Optional<Pose> nearest(long stampNanos) {
    return worldFromBase.nearest(stampNanos, maxGapNanos);
  }
}
