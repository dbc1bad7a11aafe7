package org.seqloc.bags.pose;

import geometry_msgs.TransformStamped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.seqloc.core.geometry.Pose;
import tf2_msgs.TFMessage;

/**
 * Frames joined by transforms that do not change. A later transform between the same frames
 * replaces the earlier one.
 */
public final class FrameTree {

  /** Frames of a vehicle; more than this many come from no vehicle. */
  private static final int MAX_FRAMES = 10_000;

  private record Edge(String parent, Pose parentFromChild) {}

  /** By child frame. */
  private final Map<String, Edge> parentOf = new TreeMap<>();

  public void add(TFMessage message) {
    for (TransformStamped transform : message.getTransforms()) {
      if (parentOf.size() < MAX_FRAMES || parentOf.containsKey(bare(transform.getChildFrameId()))) {
        parentOf.put(
            bare(transform.getChildFrameId()),
            new Edge(
                bare(transform.getHeader().getFrameId()),
                PoseMessages.fromTransform(transform.getTransform())));
      }
    }
  }

  /** The same transforms, to be added to apart. */
  public FrameTree copy() {
    FrameTree copy = new FrameTree();
    copy.parentOf.putAll(parentOf);
    return copy;
  }

  public boolean isEmpty() {
    return parentOf.isEmpty();
  }

  public Set<String> names() {
    Set<String> names = new TreeSet<>(parentOf.keySet());
    parentOf.values().forEach(edge -> names.add(edge.parent()));
    return names;
  }

  /** aFromB, where the transforms join the two. */
  public Optional<Pose> find(String a, String b) {
    Map<String, Pose> ancestorFromA = ancestors(bare(a));
    Map<String, Pose> ancestorFromB = ancestors(bare(b));
    for (Map.Entry<String, Pose> common : ancestorFromB.entrySet()) {
      Pose fromA = ancestorFromA.get(common.getKey());
      if (fromA != null) {
        return Optional.of(fromA.inverse().times(common.getValue()));
      }
    }
    return Optional.empty();
  }

  /** The frame itself and all above it, nearest first, each with ancestorFromFrame. */
  private Map<String, Pose> ancestors(String frame) {
    Map<String, Pose> ancestors = new LinkedHashMap<>();
    String at = frame;
    Pose atFromFrame = Pose.IDENTITY;
    // A cycle, which a sender can make, ends where it began.
    while (ancestors.putIfAbsent(at, atFromFrame) == null && parentOf.containsKey(at)) {
      Edge edge = parentOf.get(at);
      atFromFrame = edge.parentFromChild().times(atFromFrame);
      at = edge.parent();
    }
    return ancestors;
  }

  /** Frame names of ROS before 2013 begin with a slash; tf2's do not. */
  private static String bare(String frame) {
    return frame.startsWith("/") ? frame.substring(1) : frame;
  }
}
