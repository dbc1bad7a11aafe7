package org.seqloc.nodes.localizer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.seqloc.bags.pose.PoseMessages;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.sequence.Odometry;

/** Odometry messages as poses of the vehicle's base frame. */
final class OdometryInput {

  private static final String ODOMETRY = "nav_msgs/Odometry";

  private final RigCalibration calibration;

  /**
   * @param calibration knows where other frames of the vehicle are
   */
  OdometryInput(RigCalibration calibration) {
    this.calibration = calibration;
  }

  /**
   * The topic of odometry: the one that is set, else the only one there is.
   *
   * @param where what is searched, for errors
   * @throws SeqlocException when the one that is set is not there, or there are several
   */
  static Optional<String> find(
      Map<String, String> typeOfTopic, LocalizerSettings settings, String where) {
    List<String> topics =
        typeOfTopic.entrySet().stream()
            .filter(e -> e.getValue().equals(ODOMETRY))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    if (settings.odometryTopic().isPresent()) {
      String wanted = settings.odometryTopic().get();
      if (wanted.isEmpty()) {
        return Optional.empty();
      }
      if (!topics.contains(wanted)) {
        throw new SeqlocException(
            where + ": no odometry on " + wanted + "; topics of " + ODOMETRY + ": " + topics);
      }
      return Optional.of(wanted);
    }
    // What is named after the truth is no odometry.
    List<String> usable = topics.stream().filter(t -> !t.contains("truth")).toList();
    if (usable.size() > 1) {
      throw new SeqlocException(
          where + ": several topics of odometry, " + usable + "; choose one by --odometry TOPIC");
    }
    return usable.stream().findFirst();
  }

  /**
   * The odometry of the base frame; empty when the message is of a frame that cannot be brought to
   * it.
   *
   * @throws org.seqloc.msgs.MalformedMessageException when the numbers are no pose
   */
  Optional<Odometry> convert(nav_msgs.Odometry message) {
    Pose odomFromChild = PoseMessages.fromPose(message.getPose().getPose());
    long stampNanos = message.getHeader().getStamp().totalNsecs();
    String child = message.getChildFrameId();
    if (child.isEmpty()) {
      return Optional.of(new Odometry(stampNanos, odomFromChild));
    }
    return calibration
        .baseFromFrame(child)
        .map(baseFromChild -> odomFromChild.times(baseFromChild.inverse()))
        .map(odomFromBase -> new Odometry(stampNanos, odomFromBase));
  }
}
