package org.seqloc.nodes.localizer;

import java.util.List;
import java.util.Optional;
import org.seqloc.core.SeqlocException;

/**
 * How messages become frames and poses become messages; {@code config/localizer.yaml} explains each
 * for its users.
 *
 * @param cameras names of the cameras to use, as {@link org.seqloc.bags.image.CameraTopics} finds
 *     them; empty for all
 * @param odometryTopic of nav_msgs/Odometry; empty for the one that is found, if any
 * @param mapFrame the frame of the map, in which poses are published
 * @param baseFrame the vehicle's frame, whose pose is published
 * @param syncToleranceSeconds stamps of one exposure of the rig differ by at most this
 * @param maxWaitSeconds how long a frame waits for its missing images and odometry
 * @param broadcastTf whether map to odom (without odometry: to the base frame) goes to /tf
 */
public record LocalizerSettings(
    List<String> cameras,
    Optional<String> odometryTopic,
    String mapFrame,
    String baseFrame,
    double syncToleranceSeconds,
    double maxWaitSeconds,
    boolean broadcastTf) {

  public static final LocalizerSettings DEFAULT =
      new LocalizerSettings(List.of(), Optional.empty(), "map", "base_link", 0.01, 0.25, true);

  /**
   * @throws SeqlocException when a frame has no name or a time is out of range
   */
  public LocalizerSettings {
    cameras = List.copyOf(cameras);
    if (mapFrame.isBlank() || baseFrame.isBlank()) {
      throw new SeqlocException("map_frame and base_frame must have names");
    }
    if (!(syncToleranceSeconds >= 0 && syncToleranceSeconds <= 1)
        || !(maxWaitSeconds >= 0 && maxWaitSeconds <= 10)) {
      throw new SeqlocException(
          "sync_tolerance must be 0 to 1 s and max_wait 0 to 10 s, got "
              + syncToleranceSeconds
              + " and "
              + maxWaitSeconds);
    }
  }

  public LocalizerSettings withCameras(List<String> names) {
    return new LocalizerSettings(
        names,
        odometryTopic,
        mapFrame,
        baseFrame,
        syncToleranceSeconds,
        maxWaitSeconds,
        broadcastTf);
  }

  public LocalizerSettings withBaseFrame(String frame) {
    return new LocalizerSettings(
        cameras, odometryTopic, mapFrame, frame, syncToleranceSeconds, maxWaitSeconds, broadcastTf);
  }

  public LocalizerSettings withOdometryTopic(Optional<String> topic) {
    return new LocalizerSettings(
        cameras, topic, mapFrame, baseFrame, syncToleranceSeconds, maxWaitSeconds, broadcastTf);
  }

  FrameAssembler.Options assembly(boolean odometry) {
    return new FrameAssembler.Options(
        Math.round(syncToleranceSeconds * 1e9), Math.round(maxWaitSeconds * 1e9), odometry);
  }
}
