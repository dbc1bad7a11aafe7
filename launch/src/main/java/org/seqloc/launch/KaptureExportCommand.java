package org.seqloc.launch;

import java.nio.file.Path;
import java.util.Optional;
import org.seqloc.core.kapture.KaptureDataset;
import org.seqloc.core.kapture.exchange.ColmapExporter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A kapture in the layouts of others. */
@Command(
    name = "export",
    description = "Write a kapture, or its poses, in another layout.",
    subcommands = {KaptureExportCommand.Colmap.class})
final class KaptureExportCommand extends GroupCommand {

  /** What all exports share. */
  @Command(mixinStandardHelpOptions = true)
  abstract static class Export implements Runnable {

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "KAPTURE", description = "The dataset.")
    private Path source;

    CommandSpec spec() {
      return spec;
    }

    Path source() {
      return source;
    }
  }

  /** For COLMAP. */
  @Command(
      name = "colmap",
      description = {
        "Write a dataset for COLMAP: database.db, images/, sparse/0/ and, of rigs, rig_config.json."
      })
  static final class Colmap extends Export {

    @Option(
        names = "--out",
        required = true,
        paramLabel = "DIR",
        description = "A new or empty folder.")
    private Path out;

    @Option(names = "--text", description = "Write the model as text, not binary.")
    private boolean text;

    @Option(names = "--no-database", description = "Write no database.")
    private boolean noDatabase;

    @Option(names = "--no-images", description = "Leave the image files where they are.")
    private boolean noImages;

    @Option(
        names = "--keypoints",
        paramLabel = "TYPE",
        description = "The keypoints to take, when there are several.")
    private Optional<String> keypoints = Optional.empty();

    @Option(
        names = "--descriptors",
        paramLabel = "TYPE",
        description = "The descriptors to take, when there are several.")
    private Optional<String> descriptors = Optional.empty();

    @Option(
        names = "--verified",
        description = "Let matches count as verified, so that COLMAP maps without matching anew.")
    private boolean verified;

    @Mixin private KaptureImportCommand.PixelOrigin origin;

    @Mixin private KaptureCommand.Files files;

    @Override
    public void run() {
      ColmapExporter.write(
              KaptureDataset.open(source(), files.followLinks()),
              out,
              new ColmapExporter.Options(
                  text,
                  !noDatabase,
                  !noImages,
                  keypoints,
                  descriptors,
                  verified,
                  origin.isCorner()),
              files.transfer(),
              TerminalProgress.on(spec().commandLine().getErr()))
          .forEach(spec().commandLine().getOut()::println);
    }
  }
}
