package org.seqloc.launch;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.seqloc.bags.Bag;
import org.seqloc.core.Progress;
import org.seqloc.core.evaluate.EvaluationSummary.Row;
import org.seqloc.core.evaluate.FrameResult;
import org.seqloc.core.evaluate.RunSummary;
import org.seqloc.core.feature.LocalFeatureExtractor;
import org.seqloc.core.localize.Localization;
import org.seqloc.core.localize.Localizer;
import org.seqloc.core.localize.LocalizerOptions;
import org.seqloc.core.map.LocalizationMap;
import org.seqloc.nodes.localizer.RecordedDrive;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Localizes every frame of a recording. */
@Command(
    name = "localize",
    mixinStandardHelpOptions = true,
    description = "Localize a recording: poses, a kapture, summary and report page.")
final class LocalizeCommand implements Callable<Integer> {

  /** What is localized. */
  static final class Input {
    @Option(
        names = "--bag",
        required = true,
        paramLabel = "FILE",
        description = "A bag: images with camera_info and tf_static, odometry if there is one.")
    private Path bag;

    @Option(names = "--kapture", required = true, paramLabel = "DIR", description = "A kapture.")
    private Path kapture;

    private Path path() {
      return bag == null ? kapture : bag;
    }
  }

  @Spec private CommandSpec spec;

  @Option(names = "--map", required = true, paramLabel = "FILE", description = "The map.")
  private Path mapPath;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Input input;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for poses.tum, kapture, summary.json, report.html, trajectory.png.")
  private Path out;

  @Mixin private VehicleOptions vehicle;

  @Option(
      names = "--reference-topic",
      paramLabel = "TOPIC",
      defaultValue = "/ground_truth/pose",
      description =
          "Topic of a bag with true poses in the map, geometry_msgs/PoseStamped"
              + " (default: ${DEFAULT-VALUE}).")
  private String referenceTopic;

  @Option(
      names = "--no-sequence",
      description = "Localize every frame alone, whatever the poses before.")
  private boolean noSequence;

  @Option(names = "--each", description = "Print each frame: stamp, error, inliers, state.")
  private boolean each;

  @Mixin private DeviceOption device;

  @Override
  public Integer call() throws IOException {
    try (LocalizationMap map = LocalizationMap.open(mapPath);
        LocalFeatureExtractor extractor = device.open(map.featureSpec())) {
      if (input.bag != null) {
        try (Bag bag = Recordings.open(input.bag, spec)) {
          RecordedDrive drive = new RecordedDrive(bag, vehicle.settings(), referenceTopic);
          spec.commandLine().getErr().println(input.bag + ": " + drive.remark());
          localize(new BagFrames(drive), map, extractor, !noSequence);
        }
      } else {
        KaptureFrames frames = new KaptureFrames(input.kapture, vehicle.cameras());
        boolean sequence = !noSequence;
        if (sequence && !frames.hasTimes()) {
          spec.commandLine()
              .getErr()
              .println(
                  input.kapture
                      + ": its timestamps are not nanoseconds: every frame is localized alone");
          sequence = false;
        }
        localize(frames, map, extractor, sequence);
      }
    }
    return 0;
  }

  private void localize(
      RecordedFrame.Source frames,
      LocalizationMap map,
      LocalFeatureExtractor extractor,
      boolean sequence)
      throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    EstimatedKapture poses = new EstimatedKapture();
    List<FrameResult> results =
        run(frames, map, extractor, sequence, poses, TerminalProgress.on(err));
    List<Row> facts = new ArrayList<>();
    facts.add(new Row("map", mapPath.toString()));
    facts.add(new Row("input", input.path().toString()));
    facts.add(new Row("seqloc", Version.number()));
    facts.add(new Row("machine", Version.machine()));
    RunSummary summary = RunOutput.write(out, results, poses, facts, map);
    PrintWriter print = spec.commandLine().getOut();
    if (each) {
      FrameTable.print(results, print);
    }
    print.print(Row.table(summary.rows()));
    err.println("report: " + out.resolve("report.html"));
  }

  private static List<FrameResult> run(
      RecordedFrame.Source frames,
      LocalizationMap map,
      LocalFeatureExtractor extractor,
      boolean sequence,
      EstimatedKapture poses,
      Progress progress) {
    LocalizerOptions options =
        sequence ? LocalizerOptions.DEFAULT : LocalizerOptions.DEFAULT.withoutSequence();
    Map<String, Localizer> localizers = new HashMap<>();
    List<FrameResult> results = new ArrayList<>();
    progress.begin("localizing", frames.count());
    frames.forEach(
        frame -> {
          Localizer localizer =
              localizers.computeIfAbsent(
                  frame.device(),
                  device -> new Localizer(map, frame.rig(), extractor, options, System::nanoTime));
          if (frame.afterJump()) {
            localizer.reset();
          }
          Localization localization =
              localizer.localize(frame.images().get(), frame.odomFromBody());
          results.add(result(frame, localization));
          localization
              .mapFromBody()
              .ifPresent(p -> poses.add(frame.device(), frame.rig(), frame.stampNanos(), p));
          progress.advance(1);
        });
    progress.end();
    return results;
  }

  private static FrameResult result(RecordedFrame frame, Localization localization) {
    return new FrameResult(
        localization.stampNanos(),
        localization.mapFromBody(),
        frame.reference(),
        localization.status() == Localization.Status.LOCALIZED,
        localization.status().name(),
        localization.reason(),
        OptionalInt.of(localization.correspondences()),
        OptionalInt.of(localization.inliers()),
        OptionalDouble.of(localization.timings().totalMs()));
  }
}
