package org.seqloc.launch;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KaptureReader;
import org.seqloc.core.kapture.exchange.ColmapExporter;
import org.seqloc.core.kapture.exchange.PoseExporter;
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
    subcommands = {
      KaptureExportCommand.Colmap.class,
      KaptureExportCommand.Tum.class,
      KaptureExportCommand.Kitti.class,
      KaptureExportCommand.Submission.class
    })
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
        "Write a dataset for COLMAP.",
        "The folder gets database.db, images/, sparse/0/ and, of rigs, rig_config.json."
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
              files.open(source()),
              out,
              new ColmapExporter.Options(
                  text, !noDatabase, true, keypoints, descriptors, verified, origin.isCorner()),
              files.transfer(),
              TerminalProgress.on(spec().commandLine().getErr()))
          .forEach(spec().commandLine().getOut()::println);
    }
  }

  /** Poses, as text. */
  abstract static class Poses extends Export {

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The new file.")
    private Path out;

    /** What a pose is of. */
    private final String subject;

    Poses(String subject) {
      this.subject = subject;
    }

    abstract PoseExporter.Written write(Kapture kapture, Path file);

    @Override
    public void run() {
      PoseExporter.Written written = write(KaptureReader.read(source()), out);
      PrintWriter told = spec().commandLine().getOut();
      told.println(out + ": " + written.poses() + " poses");
      if (written.without() > 0) {
        told.println(written.without() + " " + subject + " without a pose are left out");
      }
    }
  }

  /** Poses of one device. */
  abstract static class DevicePoses extends Poses {

    @Option(
        names = "--device",
        paramLabel = "ID",
        description = "The rig or camera, when there are several.")
    private Optional<String> device = Optional.empty();

    Optional<String> device() {
      return device;
    }

    DevicePoses() {
      super("exposures");
    }
  }

  /** TUM's poses. */
  @Command(
      name = "tum",
      description = "Write the trajectory as TUM's: stamp in seconds, tx ty tz qx qy qz qw.")
  static final class Tum extends DevicePoses {
    @Override
    PoseExporter.Written write(Kapture kapture, Path file) {
      return PoseExporter.tum(kapture, device(), file);
    }
  }

  /** KITTI's poses. */
  @Command(
      name = "kitti",
      description =
          "Write the trajectory as KITTI's: for each frame the 12 numbers of mapFromDevice.")
  static final class Kitti extends DevicePoses {
    @Override
    PoseExporter.Written write(Kapture kapture, Path file) {
      return PoseExporter.kitti(kapture, device(), file);
    }
  }

  /** The long-term visual localization benchmark's submission. */
  @Command(
      name = "ltvl",
      description = {
        "Write the submission file of visuallocalization.net.",
        "Each image with a pose is a line: name qw qx qy qz tx ty tz, of cameraFromWorld."
      })
  static final class Submission extends Poses {

    @Option(
        names = "--full-names",
        description = "Write whole image paths, not only their last part.")
    private boolean fullNames;

    @Option(
        names = "--camera-names",
        description = "Write the camera before the name, as RobotCar Seasons wants it.")
    private boolean cameraNames;

    Submission() {
      super("images");
    }

    @Override
    PoseExporter.Written write(Kapture kapture, Path file) {
      return PoseExporter.submission(kapture, new PoseExporter.Names(fullNames, cameraNames), file);
    }
  }
}
