package org.seqloc.nodes.localizer;

import diagnostic_msgs.DiagnosticArray;
import geometry_msgs.PoseStamped;
import geometry_msgs.PoseWithCovarianceStamped;
import geometry_msgs.TransformStamped;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import nav_msgs.Path;
import org.ros.message.Time;
import org.ros.node.ConnectedNode;
import org.ros.node.topic.Publisher;
import org.seqloc.bags.pose.PoseMessages;
import org.seqloc.core.geometry.Covariance6;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.localize.Localization;
import tf2_msgs.TFMessage;

/**
 * Publishes poses and health: {@code ~pose}, {@code ~path}, {@code /tf}, {@code /diagnostics}. Safe
 * for use by several threads.
 */
final class LocalizationPublisher {

  /** The newest poses that the path keeps; RViz draws them all at each message. */
  private static final int PATH_LENGTH = 5000;

  private final LocalizerSettings settings;
  private final Publisher<PoseWithCovarianceStamped> poses;
  private final Publisher<Path> paths;
  private final Publisher<TFMessage> transforms;
  private final Publisher<DiagnosticArray> diagnostics;
  private final Deque<PoseStamped> path = new ArrayDeque<>(); // guarded by this
  private boolean pathChanged; // guarded by this

  LocalizationPublisher(ConnectedNode node, LocalizerSettings settings) {
    this.settings = settings;
    poses = node.newPublisher("~pose", PoseWithCovarianceStamped._TYPE);
    paths = node.newPublisher("~path", Path._TYPE);
    paths.setLatchMode(true);
    transforms = node.newPublisher("/tf", TFMessage._TYPE);
    diagnostics = node.newPublisher("/diagnostics", DiagnosticArray._TYPE);
  }

  /**
   * @param hasOdometry whether somebody sends odometry: then the vehicle has its place in the
   *     odometry's frame, and must not be given another one in the map (tf allows one parent)
   * @param odometry the odometry's frame and its pose at the frame's stamp, where there is one
   */
  void publish(Localization localization, boolean hasOdometry, Optional<OdometryFrame> odometry) {
    if (localization.mapFromBody().isEmpty()) {
      return;
    }
    Pose mapFromBody = localization.mapFromBody().get();
    long stampNanos = localization.stampNanos();
    poses.publish(pose(stampNanos, mapFromBody, localization.covariance().orElseThrow()));
    if (settings.broadcastTf() && (!hasOdometry || odometry.isPresent())) {
      transforms.publish(transform(stampNanos, mapFromBody, odometry));
    }
    extendPath(stampNanos, mapFromBody);
  }

  /**
   * Where the vehicle is in the odometry's frame.
   *
   * @param name of the frame, by custom odom
   */
  record OdometryFrame(String name, Pose odomFromBody) {}

  private PoseWithCovarianceStamped pose(
      long stampNanos, Pose mapFromBody, Covariance6 covariance) {
    PoseWithCovarianceStamped message = new PoseWithCovarianceStamped();
    message.setHeader(PoseMessages.header(stampNanos, settings.mapFrame()));
    message.getPose().setPose(PoseMessages.toPose(mapFromBody));
    message.getPose().setCovariance(covariance.toArray());
    return message;
  }

  /** With odometry, map to odom (REP-105): the odometry's own sender places the vehicle in odom. */
  private TFMessage transform(long stampNanos, Pose mapFromBody, Optional<OdometryFrame> odometry) {
    String child = odometry.map(OdometryFrame::name).orElse(settings.baseFrame());
    Pose mapFromChild =
        odometry.map(o -> mapFromBody.times(o.odomFromBody().inverse())).orElse(mapFromBody);
    TransformStamped transform = new TransformStamped();
    transform.setHeader(PoseMessages.header(stampNanos, settings.mapFrame()));
    transform.setChildFrameId(child);
    transform.setTransform(PoseMessages.toTransform(mapFromChild));
    TFMessage message = new TFMessage();
    message.setTransforms(List.of(transform));
    return message;
  }

  private synchronized void extendPath(long stampNanos, Pose mapFromBody) {
    PoseStamped stamped = new PoseStamped();
    stamped.setHeader(PoseMessages.header(stampNanos, settings.mapFrame()));
    stamped.setPose(PoseMessages.toPose(mapFromBody));
    path.addLast(stamped);
    pathChanged = true;
    if (path.size() > PATH_LENGTH) {
      path.removeFirst();
    }
  }

  /** Forgets the path: the clock of the stamps has begun anew. */
  synchronized void clearPath() {
    path.clear();
  }

  synchronized void publishPath() {
    if (!pathChanged || path.isEmpty()) {
      return;
    }
    pathChanged = false;
    Path message = new Path();
    message.setHeader(path.getLast().getHeader());
    message.setPoses(new ArrayList<>(path));
    paths.publish(message);
  }

  void publishHealth(Time now, HealthCounters health) {
    DiagnosticArray message = new DiagnosticArray();
    message.getHeader().setStamp(now);
    message.setStatus(List.of(health.status()));
    diagnostics.publish(message);
  }
}
