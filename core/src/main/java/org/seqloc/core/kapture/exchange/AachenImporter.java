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
 * aachen_v_1_1, with its database), else v1's 3D-models/aachen_cvpr2018_db.nvm. Queries are those
 * of queries/*_with_intrinsics.txt, each with a camera of its own, sensor0 and so on; stamps count
 * them.
 *
 * @see <a href="https://www.visuallocalization.net/datasets/">Long-term visual localization</a>
 */
public final class AachenImporter {

  private AachenImporter() {}

  /**
   * @throws SeqlocException in one line when a file is missing or does not fit
   */
  public static ImportedDataset read(Path dir, Split split) {
    Path images = dir.resolve("images_upright");
    if (split == Split.QUERY) {
      return queries(dir.resolve("queries"), images);
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
          ColmapImporter.Options.DEFAULT);
    }
    return NvmImporter.read(models.resolve("aachen_cvpr2018_db.nvm"), images);
  }

  private static ImportedDataset queries(Path folder, Path images) {
    return DatasetCollector.collect(
        folder,
        collector -> {
          int count = 0;
          for (Path list : lists(folder)) {
            for (Map.Entry<String, Camera> entry : ImageIntrinsics.read(list).entrySet()) {
              String id = "sensor" + count;
              collector.camera(id, entry.getValue());
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
