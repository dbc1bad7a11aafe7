package org.seqloc.launch;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.kapture.exchange.ColmapImporter;
import org.seqloc.core.kapture.exchange.DdadImporter;
import org.seqloc.core.kapture.exchange.EurocImporter;
import org.seqloc.core.kapture.exchange.ImageListImporter;
import org.seqloc.core.kapture.exchange.ImportedDataset;
import org.seqloc.core.kapture.exchange.KittiOdometryImporter;
import org.seqloc.core.kapture.exchange.TumRgbdImporter;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Well-known datasets as kapture. */
@Command(
    name = "import",
    description = "Make a kapture of a dataset in another layout.",
    subcommands = {
      KaptureImportCommand.KittiOdometry.class,
      BenchmarkImports.SevenScenes.class,
      KaptureImportCommand.Ddad.class,
      KaptureImportCommand.Colmap.class,
      KaptureImportCommand.TumRgbd.class,
      KaptureImportCommand.Euroc.class,
      KaptureImportCommand.ImageFolder.class,
      StructureImports.ImageList.class,
      StructureImports.Nvm.class,
      StructureImports.Bundler.class,
      StructureImports.OpenSfm.class,
      StructureImports.OpenMvg.class,
      BenchmarkImports.RobotCar.class,
      BenchmarkImports.Cmu.class,
      BenchmarkImports.Silda.class,
      BenchmarkImports.Aachen.class,
      BenchmarkImports.VirtualGallery.class
    })
final class KaptureImportCommand extends GroupCommand {

  /** What all imports share. */
  @Command(mixinStandardHelpOptions = true)
  abstract static class Import implements Runnable {

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "DATASET", description = "The dataset's folder or file.")
    private Path source;

    @ArgGroup(exclusive = false, multiplicity = "1")
    private KaptureCommand.Output output;

    @ArgGroup private KaptureCommand.Files.Transfer transfer = new KaptureCommand.Files.Transfer();

    abstract ImportedDataset read(Path dataset);

    @Override
    public void run() {
      PrintWriter err = spec.commandLine().getErr();
      if (!Files.exists(source)) {
        throw new SeqlocException(source + ": no such file or folder; check the path");
      }
      ImportedDataset dataset = read(source);
      output.write(dataset, transfer.how(), err);
      dataset.report().forEach(spec.commandLine().getOut()::println);
    }
  }

  /** COLMAP's models and databases. */
  @Command(
      name = "colmap",
      description = {
        "Import what COLMAP made: a sparse model (text or binary), database, rigs.",
        "Looks in DATASET for *.db, images, sparse/0 (or sparse, reconstruction, or itself) and",
        "rig_config.json; the options name other places."
      })
  static final class Colmap extends Import {

    @Option(
        names = "--model",
        paramLabel = "DIR",
        description = "The folder of images.bin or .txt.")
    private Optional<Path> model = Optional.empty();

    @Option(names = "--database", paramLabel = "FILE", description = "The database.")
    private Optional<Path> database = Optional.empty();

    @Option(names = "--no-database", description = "Take the model only.")
    private boolean noDatabase;

    @Option(names = "--images", paramLabel = "DIR", description = "The folder of the images.")
    private Optional<Path> images = Optional.empty();

    @Option(
        names = "--rig-config",
        paramLabel = "FILE",
        description = "Rigs: rig_config.json, or the file of the older rig bundle adjuster.")
    private Optional<Path> rigs = Optional.empty();

    @Option(
        names = "--keypoints",
        paramLabel = "TYPE",
        defaultValue = "SIFT",
        description = "What the keypoints and descriptors are called (default: SIFT).")
    private String type;

    @Option(
        names = "--all-matches",
        description = "Take matches too that do not agree with their pair's geometry.")
    private boolean allMatches;

    @Mixin private PixelOrigin origin;

    @Override
    ImportedDataset read(Path dataset) {
      ColmapImporter.Source found = ColmapImporter.Source.find(dataset);
      return ColmapImporter.read(
          new ColmapImporter.Source(
              model.or(found::model),
              noDatabase ? Optional.empty() : database.or(found::database),
              images.orElse(found.images()),
              rigs.or(found::rigs)),
          new ColmapImporter.Options(type, type, allMatches, origin.isCorner()));
    }
  }

  /** Where pixels are counted from. */
  static final class PixelOrigin {
    @Option(
        names = "--pixel-corner",
        description = {
          "Take the pixels of the other format to count from the image's corner, as COLMAP's do,",
          "and those of the kapture from the first pixel's centre: shift keypoints and principal",
          "points by half a pixel. Without it they stay as they are, as kapture's own converters do."
        })
    private boolean corner;

    boolean isCorner() {
      return corner;
    }
  }

  /** KITTI's odometry benchmark. */
  @Command(
      name = "kitti-odometry",
      description = "Import a sequence of KITTI odometry (image_0 ..., calib.txt, times.txt).")
  static final class KittiOdometry extends Import {
    @Override
    ImportedDataset read(Path dataset) {
      return KittiOdometryImporter.read(dataset);
    }
  }

  /** DDAD and others of TRI. */
  @Command(
      name = "ddad",
      description = "Import a scene of DDAD (scene_*.json with calibration/, rgb/).")
  static final class Ddad extends Import {
    @Override
    ImportedDataset read(Path dataset) {
      return DdadImporter.read(dataset);
    }
  }

  /** The TUM RGB-D benchmark. */
  @Command(
      name = "tum-rgbd",
      description = "Import a sequence of TUM RGB-D (rgb.txt, depth.txt, groundtruth.txt).")
  static final class TumRgbd extends Import {
    @Override
    ImportedDataset read(Path dataset) {
      return TumRgbdImporter.read(dataset);
    }
  }

  /** EuRoC MAV, and TUM VI. */
  @Command(
      name = "euroc",
      description = "Import a sequence in EuRoC MAV's layout (mav0/cam0, imu0, ...), with its IMU.")
  static final class Euroc extends Import {
    @Override
    ImportedDataset read(Path dataset) {
      return EurocImporter.read(dataset);
    }
  }

  /** Images and nothing else. */
  @Command(name = "image-folder", description = "Import the images of a folder and those below.")
  static final class ImageFolder extends Import {

    @Option(
        names = "--shared-cameras",
        description = "One camera for the images of one folder and size, not one for each image.")
    private boolean shared;

    @Override
    ImportedDataset read(Path dataset) {
      return ImageListImporter.folder(dataset, shared);
    }
  }
}
