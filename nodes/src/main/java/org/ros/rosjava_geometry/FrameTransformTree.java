package org.ros.rosjava_geometry;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.ros.message.Time;
import org.ros.namespace.GraphName;

/**
 * The tree of frames, built from the messages of /tf and /tf_static. Of each frame the newest 16
 * transforms to its parent are kept. Names with and without a leading slash are the same frame.
 * Where no transform is known, methods return null, as rosjava's do. Safe for use by several
 * threads.
 */
public class FrameTransformTree {

  private static final int HISTORY = 16;

  /** By source frame; the one that came last is the first. */
  private final Map<GraphName, Deque<FrameTransform>> toParents =
      new HashMap<>(); // guarded by this

  /**
   * Adds a transform of a frame to its parent.
   *
   * @throws org.ros.exception.RosRuntimeException when a frame's name is no GraphName
   */
  public void update(geometry_msgs.TransformStamped transformStamped) {
    update(FrameTransform.fromTransformStampedMessage(transformStamped));
  }

  synchronized void update(FrameTransform transform) {
    Deque<FrameTransform> history =
        toParents.computeIfAbsent(
            transform.getSourceFrame(), frame -> new ArrayDeque<>(HISTORY + 1));
    history.addFirst(transform);
    if (history.size() > HISTORY) {
      history.removeLast();
    }
  }

  /** The transform to its parent that came last. */
  public synchronized FrameTransform lookUp(GraphName source) {
    Deque<FrameTransform> history = toParents.get(source.toRelative());
    return history == null ? null : history.getFirst();
  }

  public FrameTransform get(String source) {
    return lookUp(GraphName.of(source));
  }

  /** The transform to its parent whose time is nearest. Nothing is interpolated. */
  public synchronized FrameTransform lookUp(GraphName source, Time time) {
    Objects.requireNonNull(time, "time");
    Deque<FrameTransform> history = toParents.get(source.toRelative());
    return history == null
        ? null
        : history.stream().min(Comparator.comparing(each -> distance(each, time))).orElseThrow();
  }

  private static long distance(FrameTransform transform, Time time) {
    // Those that have no time hold at any.
    return transform.getTime() == null
        ? 0
        : Math.abs(time.subtract(transform.getTime()).totalNsecs());
  }

  public FrameTransform get(String source, Time time) {
    return lookUp(GraphName.of(source), time);
  }

  /**
   * The transform of coordinates in one frame to coordinates in another one, anywhere in the tree.
   * It starts with what came last for the source; on the way up, what is nearest in time to that.
   *
   * @return its time is that of the source, or of the target where the source is the root; none
   *     where both are the same frame
   */
  public synchronized FrameTransform transform(GraphName source, GraphName target) {
    if (source.toRelative().equals(target.toRelative())) {
      return new FrameTransform(Transform.identity(), source, target, null);
    }
    FrameTransform rootFromSource = toRoot(source.toRelative());
    FrameTransform rootFromTarget = toRoot(target.toRelative());
    if (rootFromSource == null
        || rootFromTarget == null
        || !rootFromSource.getTargetFrame().equals(rootFromTarget.getTargetFrame())) {
      return null;
    }
    Time time = rootFromSource.getTime();
    return new FrameTransform(
        rootFromTarget.getTransform().invert().multiply(rootFromSource.getTransform()),
        source,
        target,
        time == null ? rootFromTarget.getTime() : time);
  }

  public FrameTransform transform(String source, String target) {
    return transform(GraphName.of(source), GraphName.of(target));
  }

  /** Null for the root itself, for frames that nobody has told of, and within a ring of frames. */
  synchronized FrameTransform transformToRoot(GraphName source) {
    return lookUp(source) == null ? null : toRoot(source.toRelative());
  }

  /**
   * The identity for the root itself and for frames that nobody has told of. Null when the way up
   * comes by a frame again, as it does when publishers contradict each other.
   */
  private FrameTransform toRoot(GraphName source) {
    FrameTransform step = lookUp(source);
    Time time = step == null ? null : step.getTime();
    Transform path = Transform.identity();
    GraphName frame = source;
    Set<GraphName> passed = new HashSet<>();
    while (step != null) {
      if (!passed.add(frame)) {
        return null;
      }
      path = step.getTransform().multiply(path);
      frame = step.getTargetFrame();
      step = time == null ? lookUp(frame) : lookUp(frame, time);
    }
    return new FrameTransform(path, source, frame, time);
  }
}
