package org.seqloc.launch;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.kapture.exchange.AachenImporter;
import org.seqloc.core.kapture.exchange.CmuSeasonsImporter;
import org.seqloc.core.kapture.exchange.ImportedDataset;
import org.seqloc.core.kapture.exchange.RobotCarSeasonsImporter;
import org.seqloc.core.kapture.exchange.SevenScenesImporter;
import org.seqloc.core.kapture.exchange.SildaImporter;
import org.seqloc.core.kapture.exchange.Split;
import org.seqloc.core.kapture.exchange.VirtualGalleryImporter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Imports of the datasets of the long-term visual localization benchmark. */
final class BenchmarkImports {

  private BenchmarkImports() {}

  /** A dataset of which the map and the queries are apart. */
  abstract static class OfSplit extends KaptureImportCommand.Import {

    @Option(
        names = "--split",
        required = true,
        paramLabel = "SPLIT",
        description = "The part to import: ${COMPLETION-CANDIDATES}.")
    private Split split;

    Split split() {
      return split;
    }
  }

  /** RobotCar Seasons. */
  @Command(
      name = "robotcar-seasons",
      description = "Import a location of RobotCar Seasons (3D-models, extrinsics, images, ...).")
  static final class RobotCar extends OfSplit {

    @Option(
        names = "--location",
        required = true,
        paramLabel = "N",
        description = "The location, 1 to 49.")
    private int location;

    @Mixin private KaptureImportCommand.PixelOrigin origin;

    @Override
    ImportedDataset read(Path dataset) {
      return RobotCarSeasonsImporter.read(dataset, location, split(), origin.isCorner());
    }
  }

  /** Extended CMU Seasons. */
  @Command(
      name = "cmu-seasons",
      description = "Import a slice of Extended CMU Seasons (intrinsics.txt, slice2, ...).")
  static final class Cmu extends OfSplit {

    @Option(names = "--slice", required = true, paramLabel = "N", description = "The slice.")
    private int slice;

    @Override
    ImportedDataset read(Path dataset) {
      return CmuSeasonsImporter.read(dataset, slice, split());
    }
  }

  /** SILDa. */
  @Command(
      name = "silda",
      description = "Import SILDa (silda-images, camera-intrinsics, train_imgs.txt, ...).")
  static final class Silda extends OfSplit {
    @Override
    ImportedDataset read(Path dataset) {
      return SildaImporter.read(dataset, split());
    }
  }

  /** Aachen Day-Night. */
  @Command(
      name = "aachen",
      description = "Import Aachen Day-Night, v1 or v1.1 (3D-models, images_upright, queries).")
  static final class Aachen extends OfSplit {

    @Mixin private KaptureImportCommand.PixelOrigin origin;

    @Override
    ImportedDataset read(Path dataset) {
      return AachenImporter.read(dataset, split(), origin.isCorner());
    }
  }

  /** Of which all is imported unless a part is asked for. */
  abstract static class OfAnySplit extends KaptureImportCommand.Import {

    @Option(
        names = "--split",
        paramLabel = "SPLIT",
        description = "The part to import: ${COMPLETION-CANDIDATES} (default: both).")
    private Optional<Split> split = Optional.empty();

    Set<Split> splits() {
      return split.map(EnumSet::of).orElseGet(() -> EnumSet.allOf(Split.class));
    }
  }

  /** Virtual Gallery. */
  @Command(name = "virtual-gallery", description = "Import Virtual Gallery (training, testing).")
  static final class VirtualGallery extends OfAnySplit {
    @Override
    ImportedDataset read(Path dataset) {
      return VirtualGalleryImporter.read(dataset, splits());
    }
  }

  /** Microsoft's 7-Scenes. */
  @Command(
      name = "7scenes",
      description =
          "Import a scene of 7-Scenes (seq-01, ..., TrainSplit.txt) or one of its sequences.")
  static final class SevenScenes extends OfAnySplit {

    @Option(
        names = "--focal-length",
        paramLabel = "PX",
        description =
            "Focal length of the colour camera, pixels (default: "
                + SevenScenesImporter.DEFAULT_FOCAL_LENGTH
                + ").")
    private double focalLength = SevenScenesImporter.DEFAULT_FOCAL_LENGTH;

    @Override
    ImportedDataset read(Path dataset) {
      if (!(focalLength > 0 && focalLength < 1e6)) {
        throw new SeqlocException("--focal-length " + focalLength + ": must be above 0 px");
      }
      return SevenScenesImporter.read(dataset, focalLength, splits());
    }
  }
}
