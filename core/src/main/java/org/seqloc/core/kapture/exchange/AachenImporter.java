package org.seqloc.core.kapture.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;

/**
 * Aachen Day-Night, v1 and v1.1. The map is v1.1's COLMAP model where it is there (3D-models/
 * aachen_v_1_1, with its database), else v1's 3D-models/aachen_cvpr2018_db.nvm with the cameras of
 * 3D-models/database_intrinsics.txt, which the dataset says to take instead of the NVM's. Queries
 * are those of queries/*_with_intrinsics.txt, each with a camera of its own, sensor0 and so on;
 * stamps count them.
 *
 * @see <a href="https://www.visuallocalization.net/datasets/">Long-term visual localization</a>
 */
public final class AachenImporter {

  private AachenImporter() {}

  /**
   * @param cornerOrigin whether pixels are moved by half a pixel, to count from the first one's
   *     centre
   * @throws SeqlocException in one line when a file is missing or does not fit
   */
  public static ImportedDataset read(Path dir, Split split, boolean cornerOrigin) {
    Path images = dir.resolve("images_upright");
    if (split == Split.QUERY) {
      return queries(dir.resolve("queries"), images, PixelOrigin.shift(cornerOrigin));
    }
    Path models = dir.resolve("3D-models");
    Path colmap = models.resolve("aachen_v_1_1");
    if (ColmapModel.isIn(colmap)) {
      Optional<Path> database =
          Stream.of(models.resolve("aachen_v_1_1/database_v1_1.db"), dir.resolve("aachen_v_1_1.db"))
              .filter(Files::isRegularFile)
              .findFirst();
      return ColmapImporter.read(
          new ColmapImporter.Source(Optional.of(colmap), database, images, Optional.empty()),
          ColmapImporter.Options.DEFAULT.withCornerOrigin(cornerOrigin));
    }
    Path nvm = models.resolve("aachen_cvpr2018_db.nvm");
    Path intrinsics = models.resolve("database_intrinsics.txt");
    return DatasetCollector.collect(
        nvm,
        collector -> {
          boolean known = Files.isRegularFile(intrinsics);
          if (!known) {
            collector.note(
                intrinsics
                    + " is missing: cameras are the NVM's, which the dataset advises against");
          }
          Map<String, Camera> cameras = known ? ImageIntrinsics.read(intrinsics) : Map.of();
          return NvmImporter.read(nvm, images, cameras, cornerOrigin, collector);
        });
  }

  private static ImportedDataset queries(Path folder, Path images, double shift) {
    return DatasetCollector.collect(
        folder,
        collector -> {
          int count = 0;
          for (Path list : lists(folder)) {
            for (Map.Entry<String, Camera> entry : ImageIntrinsics.read(list).entrySet()) {
              String id = "sensor" + count;
              collector.camera(id, PixelOrigin.shift(entry.getValue(), -shift));
              collector.image(count, id, entry.getKey(), images);
              count++;
            }
          }
          return ImportedDataset.Reconstructed.NONE;
        });
  }

  private static List<Path> lists(Path folder) {
    List<Path> lists;
    try (Stream<Path> files = Files.list(folder)) {
      lists = files.filter(f -> f.toString().endsWith("_with_intrinsics.txt")).sorted().toList();
    } catch (IOException e) {
      throw ImportFiles.unreadable(folder, e);
    }
    if (lists.isEmpty()) {
      throw new SeqlocException(folder + " has no lists *_with_intrinsics.txt");
    }
    return lists;
  }
}
