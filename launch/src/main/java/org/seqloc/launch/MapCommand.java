package org.seqloc.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.feature.LocalFeatureExtractor;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Rig;
import org.seqloc.core.kapture.CameraRecord;
import org.seqloc.core.kapture.Exposure;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KaptureImages;
import org.seqloc.core.kapture.KaptureReader;
import org.seqloc.core.map.LocalizationMap;
import org.seqloc.core.map.MapBuilder;
import org.seqloc.core.map.MapImage;
import org.seqloc.core.map.MapOptions;
import org.seqloc.core.map.MapSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Maps to localize against. */
@Command(
    name = "map",
    description = "Maps to localize against.",
    subcommands = {MapCommand.Build.class, MapCommand.Info.class})
final class MapCommand extends GroupCommand {

  /** Makes a map of a kapture whose poses are known. */
  @Command(
      name = "build",
      mixinStandardHelpOptions = true,
      description = "Make a map of a kapture with poses: features, places, triangulated points.")
  static final class Build implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(
        names = "--kapture",
        required = true,
        paramLabel = "DIR",
        description = "The mapping drive, with its trajectory.")
    private Path kapturePath;

    @Option(
        names = "--out",
        required = true,
        paramLabel = "FILE",
        description = "The map file to write, by custom *.seqmap.")
    private Path out;

    @Mixin private FeatureOptions features;

    @Override
    public Integer call() throws IOException {
      List<MapImage> images = images(kapturePath);
      MapSummary summary;
      try (LocalFeatureExtractor extractor = features.open()) {
        summary =
            new MapBuilder(
                    extractor, MapOptions.DEFAULT, TerminalProgress.on(spec.commandLine().getErr()))
                .build(images, out);
      } catch (SeqlocException e) {
        throw new SeqlocException(
            e.getMessage().contains(kapturePath.toString())
                ? e.getMessage()
                : kapturePath + ": " + e.getMessage(),
            e);
      }
      spec.commandLine().getOut().print(describe(out, summary));
      return 0;
    }

    static String describe(Path out, MapSummary summary) {
      return String.format(
          Locale.ROOT,
          "%s: %d keyframes, %d points, %d observations (%.1f a point), %.2f px mean reprojection"
              + " error%n",
          out,
          summary.keyframes(),
          summary.points(),
          summary.observations(),
          summary.meanTrackLength(),
          summary.meanReprojectionErrorPx());
    }

    /** The images of a kapture that have a pose. */
    static List<MapImage> images(Path path) {
      Kapture kapture = KaptureReader.read(path);
      KaptureImages files = KaptureImages.followingLinks(path);
      List<MapImage> images = new ArrayList<>();
      List<Exposure> exposures = kapture.exposures();
      for (int e = 0; e < exposures.size(); e++) {
        Exposure exposure = exposures.get(e);
        if (kapture.mapFromBody(exposure).isEmpty()) {
          continue;
        }
        Pose mapFromBody = kapture.mapFromBody(exposure).orElseThrow();
        Rig rig = kapture.rigOf(exposure.device());
        for (CameraRecord record : exposure.images()) {
          Rig.RigCamera camera = rig.camera(rig.indexOf(record.camera()));
          images.add(
              new MapImage(
                  record.imagePath(),
                  exposure.stampNanos(),
                  e,
                  camera.camera(),
                  mapFromBody.times(camera.cameraFromBody().inverse()),
                  () -> RigImageFiles.decode(files.file(record), camera.camera())));
        }
      }
      if (images.isEmpty()) {
        throw new SeqlocException(
            path
                + ": none of its "
                + exposures.size()
                + " exposures has a pose in sensors/trajectories.txt; a map needs poses");
      }
      return images;
    }
  }

  /** Tells what a map holds. */
  @Command(
      name = "info",
      mixinStandardHelpOptions = true,
      description = "Show what a map holds, and check it for damage.")
  static final class Info implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The map.")
    private Path file;

    @Override
    public Integer call() throws IOException {
      try (LocalizationMap map = LocalizationMap.open(file)) {
        long observations =
            IntStream.range(0, map.keyframes().size()).mapToLong(map::landmarkCount).sum();
        spec.commandLine()
            .getOut()
            .printf(
                Locale.ROOT,
                "features:     %s%nkeyframes:    %d%npoints:       %d%nobservations: %d%n",
                map.featureSpec(),
                map.keyframes().size(),
                map.pointCount(),
                observations);
      }
      return 0;
    }
  }
}
