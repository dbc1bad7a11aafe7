package org.seqloc.launch;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.seqloc.bags.Bag;
import org.seqloc.bags.convert.BagToKapture;
import org.seqloc.bags.convert.FromBagOptions;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.evaluate.EvaluationSummary.Row;
import org.seqloc.core.evaluate.FrameResult;
import org.seqloc.core.evaluate.RunSummary;
import org.seqloc.core.feature.Device;
import org.seqloc.core.feature.FeatureExtractors;
import org.seqloc.core.feature.FeatureSpecs;
import org.seqloc.core.feature.LocalFeatureExtractor;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Rig;
import org.seqloc.core.map.LocalizationMap;
import org.seqloc.core.map.MapBuilder;
import org.seqloc.core.map.MapOptions;
import org.seqloc.core.map.MapSummary;
import org.seqloc.nodes.localizer.LocalizerSettings;
import org.seqloc.nodes.localizer.RecordedDrive;
import org.seqloc.nodes.simulator.SimOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** All of it once, on a simulated drive. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Simulate, record, map, localize live on a ROS graph, and report how it went.")
final class DemoCommand implements Callable<Integer> {

  private static final int FRAMES = 100;

  /** So slow and small that two cores do the live part without a GPU, and with time to spare. */
  private static final double RATE_HZ = 2;

  private static final int WIDTH = 480;
  private static final int HEIGHT = 300;
  private static final int KEYPOINTS = 1000;
  private static final String TRUTH = "/ground_truth/pose";

  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "seqloc-demo",
      description = "Folder for everything that is made (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Another street, other traffic, other noise (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path mapFile = out.resolve("demo.seqmap");
    if (Files.exists(out) && !Files.exists(out.resolve(SimCommand.MAP_BAG)) && !isEmpty(out)) {
      throw new SeqlocException(out + " holds something else: choose another folder by --out");
    }
    PrintWriter err = spec.commandLine().getErr();
    Progress progress = TerminalProgress.on(err);
    err.println("1. two simulated drives, recorded as bags");
    SimCommand.write(
        SimOptions.DEFAULT
            .withSeed(seed)
            .withFrames(FRAMES)
            .withRate(RATE_HZ)
            .withSize(WIDTH, HEIGHT),
        out,
        progress);
    err.println("2. the first drive as a kapture");
    Path kapture = out.resolve("map_kapture");
    convert(out.resolve(SimCommand.MAP_BAG), kapture, progress);
    err.println("3. a map of it");
    try (LocalFeatureExtractor extractor =
        FeatureExtractors.open(FeatureSpecs.sift(KEYPOINTS), Device.CPU)) {
      MapSummary map =
          new MapBuilder(extractor, MapOptions.DEFAULT, progress)
              .build(MapCommand.Build.images(kapture), mapFile);
      err.println(MapCommand.Build.describe(mapFile, map).strip());
    }
    err.println("4. the second drive, played in real time to the localizer on a ROS graph");
    try (LocalizationMap map = LocalizationMap.open(mapFile);
        LocalFeatureExtractor extractor = FeatureExtractors.open(map.featureSpec(), Device.CPU);
        Bag bag = Bag.open(out.resolve(SimCommand.QUERY_BAG))) {
      report(bag, map, new LiveRun(bag, map, extractor).run(progress));
    }
    return 0;
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  private static void convert(Path bagFile, Path kapture, Progress progress) {
    try (Bag bag = Bag.open(bagFile)) {
      new BagToKapture(bag, FromBagOptions.DEFAULT).write(kapture, true, progress);
    }
  }

  private void report(Bag bag, LocalizationMap map, LiveRun.Result live) throws IOException {
    RecordedDrive drive = new RecordedDrive(bag, LocalizerSettings.DEFAULT, TRUTH);
    Rig rig = drive.rig();
    EstimatedKapture poses = new EstimatedKapture();
    List<FrameResult> frames = new ArrayList<>();
    drive.forEachFrame(
        frame -> {
          Optional<LiveRun.Heard> heard = live.at(frame.stampNanos());
          Optional<Pose> pose = heard.map(LiveRun.Heard::mapFromBody);
          pose.ifPresent(p -> poses.add("rig", rig, frame.stampNanos(), p));
          frames.add(
              new FrameResult(
                  frame.stampNanos(),
                  pose,
                  drive.mapFromBody(frame.stampNanos()),
                  pose.isPresent(),
                  "",
                  pose.isPresent() ? "" : "no pose on /seqloc/pose",
                  OptionalInt.empty(),
                  OptionalInt.empty(),
                  heard.map(h -> OptionalDouble.of(h.latencyMs())).orElse(OptionalDouble.empty())));
        });
    List<Row> facts =
        List.of(
            new Row("map", map.file().toString()),
            new Row("input", bag.path() + ", played in real time on a ROS graph"),
            new Row("poses", "/seqloc/pose"),
            new Row("seqloc", Version.number()),
            new Row("machine", Version.machine()));
    RunSummary summary = RunOutput.write(out, frames, poses, facts, map);
    spec.commandLine().getOut().print(Row.table(summary.rows()));
    spec.commandLine().getOut().println("report: " + out.resolve("report.html"));
  }
}
