package org.seqloc.launch;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.seqloc.bags.Bag;
import org.seqloc.bags.convert.BagToKapture;
import org.seqloc.bags.convert.FromBagOptions;
import org.seqloc.bags.sensor.SensorStamps;
import org.seqloc.bags.tool.BagFormat;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.kapture.KaptureReader;
import org.seqloc.core.kapture.KaptureWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A recording as a kapture. */
@Command(
    name = "from-bag",
    mixinStandardHelpOptions = true,
    description = "Make a kapture of bags: images, calibration, mounting, poses, other sensors.")
final class KaptureFromBagCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "The bag, or several of one recording: rosbag, rosbag2, MCAP.")
  private List<Path> files;

  @Option(
      names = "--out",
      paramLabel = "K",
      description = "The new kapture (default: NAME_kapture beside the first bag).")
  private Path out;

  @Option(names = "--replace", description = "Replace the kapture that is there already.")
  private boolean replace;

  @Option(
      names = "--rig",
      paramLabel = "KAPTURE",
      description =
          "Take sensors and rigs from this kapture instead of camera_info and tf_static; its"
              + " cameras are matched with the image topics by name, else in order, its other sensors"
              + " with the topics that give their ids: imu_data_gyroscope with /imu/data.")
  private Path rig;

  @Option(
      names = "--urdf",
      paramLabel = "FILE",
      description =
          "Mount sensors by the fixed joints of this description, where no transform does; one on a"
              + " topic robot_description is taken by itself.")
  private Path urdf;

  @Option(
      names = "--uncalibrated",
      description = "Take a bag in which no camera has a calibration: UNKNOWN_CAMERA.")
  private boolean uncalibrated;

  @Option(
      names = "--kapture-axes",
      description =
          "Turn world and rig to a camera's axes (z forward) and take the nearest poses, as"
              + " kapture's own converter does; without it the world keeps its z axis up and poses"
              + " are interpolated.")
  private boolean kaptureAxes;

  @Option(
      names = "--cameras",
      split = ",",
      paramLabel = "NAME",
      description = "Take these cameras only: names, namespaces or image topics.")
  private List<String> cameras = new ArrayList<>();

  @Option(
      names = "--poses",
      paramLabel = "TOPIC",
      description =
          "Where poses come from: Odometry, PoseStamped, PoseWithCovarianceStamped,"
              + " TransformStamped, or /tf (default: /ground_truth/pose, else the best there is).")
  private String poses;

  @Option(
      names = "--world-frame",
      paramLabel = "FRAME",
      description = "The frame of poses from /tf (default: map, else odom or world).")
  private String worldFrame;

  @Option(
      names = "--base-frame",
      paramLabel = "FRAME",
      description = "The vehicle's frame (default: base_link, else what holds all cameras).")
  private String baseFrame;

  @Option(
      names = "--max-pose-gap",
      paramLabel = "SEC",
      defaultValue = "" + FromBagOptions.Poses.DEFAULT_GAP_SECONDS,
      description =
          "Make no poses up between recorded ones further apart (default: ${DEFAULT-VALUE}).")
  private double maxPoseGap;

  @Option(
      names = "--stamps",
      paramLabel = "header|receipt",
      defaultValue = "header",
      description = "The time of a measurement: its header's, or when the recorder got it.")
  private SensorStamps stamps;

  @Option(
      names = "--video-step",
      paramLabel = "N",
      defaultValue = "1",
      description = "Take each N-th frame.")
  private int videoStep;

  @Option(
      names = "--min-distance",
      paramLabel = "M",
      defaultValue = "0",
      description = "Take frames at least so far from the last one that was taken, m.")
  private double minDistance;

  @Option(
      names = "--jpeg",
      paramLabel = "Q",
      description = "Write raw images as JPEG of this quality, 1 to 100, instead of PNG.")
  private Integer jpegQuality;

  @Override
  public void run() {
    Path target = out == null ? besideBag() : out;
    try (Bag bag = Recordings.openAsRos1(files, spec)) {
      BagToKapture conversion = new BagToKapture(bag, options());
      if (!replace && conversion.isDone(target)) {
        KaptureWriter.tidy(target);
        spec.commandLine()
            .getOut()
            .println(target + ": made like this before; --replace makes it anew");
        return;
      }
      BagToKapture.Summary summary =
          conversion.write(target, replace, TerminalProgress.on(spec.commandLine().getErr()));
      PrintWriter err = spec.commandLine().getErr();
      summary.report().lines().forEach(line -> err.println("  " + line));
      summary.remarks().forEach(err::println);
      spec.commandLine()
          .getOut()
          .println(
              target
                  + ": "
                  + summary.images()
                  + " images in "
                  + summary.exposures()
                  + " exposures, "
                  + summary.poses()
                  + " poses");
    }
  }

  private Path besideBag() {
    Path first = files.get(0).toAbsolutePath().normalize();
    String name = first.getFileName() == null ? "bag" : BagFormat.stem(first);
    return first.resolveSibling(name + "_kapture");
  }

  private FromBagOptions options() {
    try {
      return new FromBagOptions(
          cameras,
          new FromBagOptions.Images(
              videoStep,
              minDistance,
              jpegQuality == null ? OptionalInt.empty() : OptionalInt.of(jpegQuality)),
          new FromBagOptions.Poses(
              Optional.ofNullable(poses), Optional.ofNullable(worldFrame), maxPoseGap),
          Optional.ofNullable(baseFrame),
          Optional.ofNullable(rig).map(KaptureReader::read),
          Optional.ofNullable(urdf),
          uncalibrated,
          kaptureAxes,
          stamps);
    } catch (IllegalArgumentException e) {
      throw new SeqlocException(e.getMessage(), e);
    }
  }
}
