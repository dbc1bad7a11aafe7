package org.seqloc.bags.pose;

import geometry_msgs.TransformStamped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.seqloc.core.geometry.Pose;
import org.seqloc.msgs.MalformedMessageException;
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

  /**
   * Joins the frames of all transforms.
   *
   * @throws MalformedMessageException when one is none; those before it are joined
   */
  public void add(TFMessage message) {
    message.getTransforms().forEach(this::add);
  }

  /**
   * @throws MalformedMessageException when the numbers are no transform
   */
  public void add(TransformStamped transform) {
    put(
        transform.getHeader().getFrameId(),
        transform.getChildFrameId(),
        PoseMessages.fromTransform(transform.getTransform()));
  }

  /** Joins two frames, in place of what joined the child to another before. */
  public void put(String parent, String child, Pose parentFromChild) {
    if (parentOf.size() < MAX_FRAMES || parentOf.containsKey(bare(child))) {
      parentOf.put(bare(child), new Edge(bare(parent), parentFromChild));
    }
  }

  /**
   * Joins two frames where the child is joined to none yet.
   *
   * @return whether it did
   */
  public boolean putIfAbsent(String parent, String child, Pose parentFromChild) {
    if (parentOf.containsKey(bare(child))) {
      return false;
    }
    put(parent, child, parentFromChild);
    return parentOf.containsKey(bare(child));
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

  /**
   * The frames whose transforms to their parents join the two: those from b upwards, then those
   * from a upwards. Empty where nothing joins them, or they are the same.
   */
  public List<String> path(String a, String b) {
    List<String> aboveA = List.copyOf(ancestors(bare(a)).keySet());
    List<String> aboveB = List.copyOf(ancestors(bare(b)).keySet());
    for (int i = 0; i < aboveB.size(); i++) {
      int common = aboveA.indexOf(aboveB.get(i));
      if (common >= 0) {
        List<String> path = new ArrayList<>(aboveB.subList(0, i));
        path.addAll(aboveA.subList(0, common));
        return path;
      }
    }
    return List.of();
  }

  /** The frame that a frame's transform goes to; empty for the top of a tree. */
  public Optional<String> parent(String frame) {
    return Optional.ofNullable(parentOf.get(bare(frame))).map(Edge::parent);
  }

  /** The frame above all others that a frame is on; itself where it is on none. */
  public String top(String frame) {
    return List.copyOf(ancestors(bare(frame)).keySet()).get(ancestors(bare(frame)).size() - 1);
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
  public static String bare(String frame) {
    return frame.startsWith("/") ? frame.substring(1) : frame;
  }
}
