package org.seqloc.bags.convert;

import geometry_msgs.TransformStamped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.pose.FrameTree;
import org.seqloc.bags.pose.PoseMessages;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.PoseTrack;
import tf2_msgs.TFMessage;

/**
 * Poses from a chain of transforms, of which several may change, each in its own rhythm: {@code map
 * -> odom -> base_link}. There is a pose at each stamp of the changing transform nearest to the
 * base; the others are interpolated to that stamp, as tf2 does.
 */
final class TransformPoses {

  /** What tf2 keeps by default: between transforms further apart nothing is made up. */
  private static final long MAX_GAP_NANOS = 10_000_000_000L;

  private final Bag bag;
  private final String topic;
  private final String world;
  private final String base;
  private final FrameTree frames;

  /**
   * @param fixed the transforms that do not change
   */
  TransformPoses(Bag bag, String topic, FrameTree fixed, String world, String base) {
    this.bag = bag;
    this.topic = topic;
    this.world = world;
    this.base = base;
    frames = fixed.copy();
  }

  /**
   * @return worldFromBase
   * @throws SeqlocException when the transforms do not join the two frames
   */
  PoseTrack read() {
    try (BagCursor messages = bag.messages(Set.of(topic))) {
      messages.forEachRemaining(message -> frames.add(message.decode(TFMessage.TYPE)));
    }
    List<String> path = frames.path(world, base);
    Map<String, PoseTrack> moving = readMoving(path);
    Optional<String> nearest = path.stream().filter(moving::containsKey).findFirst();
    if (nearest.isEmpty()) {
      throw new SeqlocException(
          String.format(
              "%s: %s does not join %s and %s; frames there are: %s",
              bag.path(), topic, world, base, frames.names()));
    }
    PoseTrack poses = new PoseTrack();
    for (long stamp : moving.get(nearest.get()).stampsNanos()) {
      if (moveTo(stamp, moving)) {
        frames.find(world, base).ifPresent(pose -> poses.put(stamp, pose));
      }
    }
    return poses;
  }

  /** Of each frame of the path that is on the topic, the transforms to its parent. */
  private Map<String, PoseTrack> readMoving(List<String> path) {
    Map<String, PoseTrack> moving = new HashMap<>();
    try (BagCursor messages = bag.messages(Set.of(topic))) {
      while (messages.hasNext()) {
        for (TransformStamped t : messages.next().decode(TFMessage.TYPE).getTransforms()) {
          String child = FrameTree.bare(t.getChildFrameId());
          String parent = FrameTree.bare(t.getHeader().getFrameId());
          if (path.contains(child) && frames.parent(child).equals(Optional.of(parent))) {
            moving
                .computeIfAbsent(child, c -> new PoseTrack())
                .put(
                    t.getHeader().getStamp().totalNsecs(),
                    PoseMessages.fromTransform(t.getTransform()));
          }
        }
      }
    }
    return moving;
  }

  /** Brings the frames to where they were; false when one is not known then. */
  private boolean moveTo(long stampNanos, Map<String, PoseTrack> moving) {
    for (Map.Entry<String, PoseTrack> frame : moving.entrySet()) {
      Optional<Pose> parentFromChild = frame.getValue().at(stampNanos, MAX_GAP_NANOS);
      if (parentFromChild.isEmpty()) {
        return false;
      }
      String parent = frames.parent(frame.getKey()).orElseThrow();
      frames.put(parent, frame.getKey(), parentFromChild.get());
    }
    return true;
  }
}
