package org.seqloc.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.seqloc.bags.Bag;
import org.seqloc.bags.convert.BagToKapture;
import org.seqloc.core.kapture.KaptureReader;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A recording as a kapture. */
@Command(
    name = "from-bag",
    mixinStandardHelpOptions = true,
    description = "Make a kapture of a bag: images, calibration, mounting, poses.")
final class KaptureFromBagCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The bag.")
  private Path file;

  @ArgGroup(exclusive = false, multiplicity = "1")
  private KaptureCommand.Output output;

  @Option(
      names = "--rig",
      paramLabel = "KAPTURE",
      description =
          "Take sensors and rigs from this kapture instead of camera_info and tf_static; its"
              + " cameras are matched with the image topics by name, else in order.")
  private Path rig;

  @Option(
      names = "--kapture-axes",
      description =
          "Turn world and rig to a camera's axes (z forward) and take the nearest poses, as kapture's"
              + " own converter does; without it the world keeps its z axis up and poses are"
              + " interpolated.")
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
              + " TransformStamped, or /tf (default: /ground_truth/pose, else the only one).")
  private String poses;

  @Option(
      names = "--world-frame",
      paramLabel = "FRAME",
      defaultValue = "map",
      description = "The frame of poses from /tf (default: ${DEFAULT-VALUE}).")
  private String worldFrame;

  @Option(
      names = "--base-frame",
      paramLabel = "FRAME",
      defaultValue = "base_link",
      description = "The vehicle's frame (default: ${DEFAULT-VALUE}).")
  private String baseFrame;

  @Override
  public void run() {
    try (Bag bag = Recordings.open(file, spec)) {
      BagToKapture.Options options =
          new BagToKapture.Options(
              cameras,
              Optional.ofNullable(poses),
              worldFrame,
              baseFrame,
              Optional.ofNullable(rig).map(KaptureReader::read),
              kaptureAxes);
      BagToKapture.Summary summary =
          new BagToKapture(bag, options)
              .write(
                  output.out(), output.replace(), TerminalProgress.on(spec.commandLine().getErr()));
      summary.remarks().forEach(remark -> spec.commandLine().getErr().println(remark));
      spec.commandLine()
          .getOut()
          .println(
              output.out()
                  + ": "
                  + summary.images()
                  + " images in "
                  + summary.exposures()
                  + " exposures, "
                  + summary.poses()
                  + " poses");
    }
  }
}
