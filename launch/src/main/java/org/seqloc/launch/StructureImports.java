package org.seqloc.launch;

import java.nio.file.Path;
import java.util.Optional;
import org.seqloc.core.kapture.exchange.BundlerImporter;
import org.seqloc.core.kapture.exchange.ImageListImporter;
import org.seqloc.core.kapture.exchange.ImportedDataset;
import org.seqloc.core.kapture.exchange.NvmImporter;
import org.seqloc.core.kapture.exchange.OpenMvgImporter;
import org.seqloc.core.kapture.exchange.OpenSfmImporter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Imports of what other structure-from-motion tools make, and of lists. */
final class StructureImports {

  private StructureImports() {}

  /** A file that names images in a folder. */
  abstract static class OfFile extends KaptureImportCommand.Import {

    @Option(
        names = "--images",
        paramLabel = "DIR",
        description = "The folder of the images (default: that of the file).")
    private Optional<Path> images = Optional.empty();

    Path images(Path file) {
      return images.orElseGet(() -> file.toAbsolutePath().getParent());
    }

    Optional<Path> images() {
      return images;
    }
  }

  /** A list of images, with poses or without. */
  @Command(
      name = "image-list",
      description = {
        "Import a list of images, with poses or without.",
        "Each line: timestamp, camera, image[, qw, qx, qy, qz, tx, ty, tz], of cameraFromWorld."
      })
  static final class ImageList extends OfFile {
    @Override
    ImportedDataset read(Path file) {
      return ImageListImporter.list(file, images(file));
    }
  }

  /** VisualSFM's. */
  @Command(name = "nvm", description = "Import the first model of an NVM file of VisualSFM.")
  static final class Nvm extends OfFile {

    @Mixin private KaptureImportCommand.PixelOrigin origin;

    @Override
    ImportedDataset read(Path file) {
      return NvmImporter.read(file, images(file), origin.isCorner());
    }
  }

  /** Bundler's. */
  @Command(name = "bundler", description = "Import a bundle file of Bundler.")
  static final class Bundler extends OfFile {

    @Option(
        names = "--list",
        required = true,
        paramLabel = "FILE",
        description = "The images in the order of the bundle file, one a line.")
    private Path list;

    @Option(
        names = "--turn-world",
        description = {
          "Turn the world half about x, as kapture's own converter does: for bundle files that",
          "VisualSFM wrote."
        })
    private boolean turnWorld;

    @Mixin private KaptureImportCommand.PixelOrigin origin;

    @Override
    ImportedDataset read(Path file) {
      return BundlerImporter.read(file, list, images(file), turnWorld, origin.isCorner());
    }
  }

  /** OpenSfM's. */
  @Command(
      name = "opensfm",
      description = {
        "Import a project of OpenSfM (reconstruction.json, images, features, ...).",
        "Takes reconstruction.json, tracks.csv, exif, images, features (npz) and matches",
        "(pkl.gz, of which nothing is run)."
      })
  static final class OpenSfm extends KaptureImportCommand.Import {
    @Override
    ImportedDataset read(Path dataset) {
      return OpenSfmImporter.read(dataset);
    }
  }

  /** OpenMVG's. */
  @Command(
      name = "openmvg",
      description = {
        "Import an sfm_data.json of OpenMVG.",
        "Takes the features and matches that lie beside it, or in its matches/ or ../matches, too."
      })
  static final class OpenMvg extends OfFile {
    @Override
    ImportedDataset read(Path file) {
      return OpenMvgImporter.read(file, images());
    }
  }
}
