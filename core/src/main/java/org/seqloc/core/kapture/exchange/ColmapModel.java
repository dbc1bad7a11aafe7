package org.seqloc.core.kapture.exchange;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;

/**
 * A sparse model of COLMAP in its folder: cameras, images and points3D, as text or binary. Nothing
 * but the cameras is held in memory; images and points are told one by one, as often as asked.
 *
 * @see <a href="https://colmap.github.io/format.html">COLMAP: output format</a>
 */
interface ColmapModel {

  /** COLMAP's limit: ids of pairs are made of two of them. */
  int MAX_IMAGE_ID = Integer.MAX_VALUE - 1;

  /** In the order of COLMAP's numbers for them, from 0. */
  List<CameraModel> CAMERA_MODELS = List.of(CameraModel.values());

  /** By id. */
  SortedMap<Integer, Camera> cameras();

  void images(Consumer<ColmapImage> sink);

  /** The points in the file's order. */
  void points(Consumer<ColmapPoint> sink);

  /**
   * @throws SeqlocException when the folder holds no model
   */
  static ColmapModel open(Path dir) {
    if (Files.isRegularFile(dir.resolve("images.bin"))) {
      return new ColmapBinaryModel(dir);
    }
    if (Files.isRegularFile(dir.resolve("images.txt"))) {
      return new ColmapTextModel(dir);
    }
    throw new SeqlocException(dir + " holds no COLMAP model: neither images.bin nor images.txt");
  }

  static boolean isIn(Path dir) {
    return Files.isRegularFile(dir.resolve("images.bin"))
        || Files.isRegularFile(dir.resolve("images.txt"));
  }
}
