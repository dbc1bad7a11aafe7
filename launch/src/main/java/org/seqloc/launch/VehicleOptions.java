package org.seqloc.launch;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.seqloc.nodes.localizer.LocalizerSettings;
import picocli.CommandLine.Option;

/** Which topics and frames are the vehicle's. */
final class VehicleOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings as in config/localizer.yaml; the options below go before.")
  private Path config;

  @Option(
      names = "--cameras",
      split = ",",
      paramLabel = "NAME",
      description = "Use these cameras only (default: all that have a calibration).")
  private Set<String> cameras = new LinkedHashSet<>();

  @Option(
      names = "--odometry",
      paramLabel = "TOPIC",
      description =
          "Topic of nav_msgs/Odometry (default: the only one there is); none for no odometry.")
  private String odometry;

  @Option(
      names = "--base-frame",
      paramLabel = "FRAME",
      description = "The vehicle's frame (default: base_link).")
  private String baseFrame;

  /** As {@code --cameras} has them; empty for all. */
  Set<String> cameras() {
    return cameras;
  }

  LocalizerSettings settings() {
    LocalizerSettings settings =
        config == null ? LocalizerSettings.DEFAULT : LocalizerConfig.read(config);
    if (!cameras.isEmpty()) {
      settings = settings.withCameras(List.copyOf(cameras));
    }
    if (baseFrame != null) {
      settings = settings.withBaseFrame(baseFrame);
    }
    if (odometry != null) {
      settings = settings.withOdometryTopic(Optional.of(odometry.equals("none") ? "" : odometry));
    }
    return settings;
  }
}
