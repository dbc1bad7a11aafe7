package org.seqloc.bags.convert;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.seqloc.bags.Bag;
import org.seqloc.bags.pose.FrameTree;
import org.seqloc.bags.sensor.SensorStamps;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.PoseTrack;

/**
 * Poses from a chain of transforms, of which several may change, each in its own rhythm: {@code map
 * -> odom -> base_link}. There is a pose at each stamp of the changing transform nearest to the
 * base; the others are interpolated to that stamp, as tf2 does.
 */
final class TransformPoses {

  /**
   * What the transforms give.
   *
   * @param moments when the transform nearest to the base was sent: as many poses there could be
   */
  record Joined(PoseTrack worldFromBase, int moments) {

    /** Whether the frames were joined for most of the time. */
    boolean mostly() {
      return 2L * worldFromBase.size() >= moments;
    }
  }

  private final Bag bag;
  private final String topic;
  private final String world;
  private final String base;
  private final long maxGapNanos;
  private final SensorStamps stamps;
  private final FrameTree fixed;
  private final FrameTree frames;

  /**
   * @param fixed the transforms that do not change
   * @param options say between which transforms nothing is made up, and which times count
   */
  TransformPoses(
      Bag bag, String topic, FrameTree fixed, String world, String base, FromBagOptions options) {
    this.bag = bag;
    this.topic = topic;
    this.world = world;
    this.base = base;
    this.maxGapNanos = options.poses().maxGapNanos();
    this.stamps = options.stamps();
    this.fixed = fixed;
    frames = fixed.copy();
  }

  /**
   * @throws SeqlocException when the transforms do not join the two frames
   */
  Joined read() {
    TransformTopic.read(
        bag,
        topic,
        (kind, example) -> {}, // Counted where the fixed ones are looked for.
        (transform, parentFromChild, receiptNanos) ->
            frames.put(
                transform.getHeader().getFrameId(), transform.getChildFrameId(), parentFromChild));
    List<String> path = frames.path(world, base);
    Map<String, PoseTrack> all = readTracks(path);
    Map<String, PoseTrack> moving = new HashMap<>(all);
    // What only repeats a fixed transform sets no time; but a vehicle may stand all the while.
    moving.keySet().removeIf(child -> fixed.parent(child).equals(frames.parent(child)));
    if (moving.isEmpty()) {
      moving.putAll(all);
    }
    Optional<String> nearest = path.stream().filter(moving::containsKey).findFirst();
    if (nearest.isEmpty()) {
      throw new SeqlocException(
          String.format(
              "%s: %s does not join %s and %s; frames there are: %s",
              bag.path(), topic, world, base, frames.names()));
    }
    PoseTrack poses = new PoseTrack();
    long[] moments = moving.get(nearest.get()).stampsNanos();
    for (long stamp : moments) {
      if (moveTo(stamp, moving)) {
        frames.find(world, base).ifPresent(pose -> poses.put(stamp, pose));
      }
    }
    return new Joined(poses, moments.length);
  }

  /** Of each frame of the path that is on the topic, the transforms to its parent. */
  private Map<String, PoseTrack> readTracks(List<String> path) {
    Map<String, PoseTrack> tracks = new HashMap<>();
    TransformTopic.read(
        bag,
        topic,
        (kind, example) -> {}, // Counted where the fixed ones are looked for.
        (transform, parentFromChild, receiptNanos) -> {
          String child = FrameTree.bare(transform.getChildFrameId());
          String parent = FrameTree.bare(transform.getHeader().getFrameId());
          if (path.contains(child) && frames.parent(child).equals(Optional.of(parent))) {
            PoseTrack track = tracks.computeIfAbsent(child, c -> new PoseTrack());
            stamps
                .of(transform.getHeader().getStamp().totalNsecs(), receiptNanos)
                .ifPresent(stamp -> track.put(stamp, parentFromChild));
          }
        });
    return tracks;
  }

  /** Brings the frames to where they were; false when one is not known then. */
  private boolean moveTo(long stampNanos, Map<String, PoseTrack> moving) {
    for (Map.Entry<String, PoseTrack> frame : moving.entrySet()) {
      Optional<Pose> parentFromChild = frame.getValue().at(stampNanos, maxGapNanos);
      if (parentFromChild.isEmpty()) {
        return false;
      }
      String parent = frames.parent(frame.getKey()).orElseThrow();
      frames.put(parent, frame.getKey(), parentFromChild.get());
    }
    return true;
  }
}
