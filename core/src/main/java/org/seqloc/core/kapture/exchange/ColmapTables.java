package org.seqloc.core.kapture.exchange;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.seqloc.core.Progress;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.kapture.DType;
import org.seqloc.core.kapture.FeatureArray;
import org.seqloc.core.kapture.FeatureKind;
import org.seqloc.core.kapture.FeatureSet;
import org.seqloc.core.kapture.ImagePair;
import org.seqloc.core.kapture.MatchSet;
import org.seqloc.core.kapture.Reconstruction;

/** Fills COLMAP's database from a kapture. */
final class ColmapTables {

  private final Reconstruction reconstruction;
  private final Map<String, Integer> ids;
  private final ColmapExporter.Options options;
  private final Progress progress;
  private final List<String> notes;

  /**
   * @param ids of the images by path
   * @param notes hears what is left out
   */
  ColmapTables(
      Reconstruction reconstruction,
      Map<String, Integer> ids,
      ColmapExporter.Options options,
      Progress progress,
      List<String> notes) {
    this.reconstruction = reconstruction;
    this.ids = ids;
    this.options = options;
    this.progress = progress;
    this.notes = notes;
  }

  /**
   * @param guessed the cameras whose calibration is a guess
   */
  void write(
      Path file,
      SortedMap<Integer, Camera> cameras,
      Set<Integer> guessed,
      List<ColmapSparse.Entry> images,
      Optional<String> keypoints,
      Optional<String> descriptors) {
    try (ColmapDatabaseWriter out = new ColmapDatabaseWriter(file)) {
      cameras.forEach((id, camera) -> out.camera(id, camera, !guessed.contains(id)));
      images.forEach(
          image -> out.image(image.id(), image.name(), image.camera(), image.cameraFromWorld()));
      keypoints.ifPresent(
          type -> keypoints(out, reconstruction.features(FeatureKind.KEYPOINTS).get(type)));
      descriptors.ifPresent(
          type ->
              descriptors(
                  out,
                  reconstruction.features(FeatureKind.DESCRIPTORS).get(type),
                  reconstruction.features(FeatureKind.KEYPOINTS).get(keypoints.orElseThrow())));
      keypoints
          .map(type -> reconstruction.matches().get(type))
          .ifPresent(matches -> matches(out, matches));
      out.finish();
    }
  }

  private void keypoints(ColmapDatabaseWriter out, FeatureSet set) {
    List<String> images = set.images().stream().filter(ids::containsKey).sorted().toList();
    progress.begin("exporting keypoints", images.size());
    for (String image : images) {
      FeatureArray keypoints = set.read(image).orElseThrow();
      int columns = columns(keypoints);
      byte[] bytes = floats(keypoints, columns, options.shift());
      out.keypoints(ids.get(image), keypoints.rows(), columns, bytes);
      progress.advance(1);
    }
    progress.end();
  }

  /** COLMAP's keypoints are x, y; or these with scale and orientation, or with an affine shape. */
  private static int columns(FeatureArray keypoints) {
    int columns = keypoints.columns();
    if (columns < 2) {
      throw new IllegalArgumentException("keypoints of " + columns + " columns have no x and y");
    }
    return columns == 4 || columns == 6 ? columns : 2;
  }

  static byte[] floats(FeatureArray array, int columns, double shift) {
    float[] values = array.toFloats();
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(4, Math.multiplyExact(array.rows(), columns)))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < array.rows(); row++) {
      for (int column = 0; column < columns; column++) {
        float value = values[row * array.columns() + column];
        bytes.putFloat(column < 2 && shift != 0 ? (float) (value + shift) : value);
      }
    }
    return bytes.array();
  }

  private void descriptors(ColmapDatabaseWriter out, FeatureSet set, FeatureSet keypoints) {
    if (set.config().dtype() != DType.UINT8) {
      notes.add(
          "the descriptors '"
              + set.config().type()
              + "' are "
              + set.config().dtype().label()
              + ": left out of the database, which holds bytes");
      return;
    }
    List<String> images = set.images().stream().filter(ids::containsKey).sorted().toList();
    progress.begin("exporting descriptors", images.size());
    for (String image : images) {
      FeatureArray array = set.read(image).orElseThrow();
      int rows = keypoints.rows(image).orElse(0);
      if (array.rows() != rows) {
        throw new IllegalArgumentException(
            String.format(
                "%s has %d descriptors, but the image has %d keypoints '%s'",
                set.describe(image), array.rows(), rows, keypoints.config().type()));
      }
      out.descriptors(ids.get(image), array.rows(), array.columns(), array.toBytes());
      progress.advance(1);
    }
    progress.end();
  }

  private void matches(ColmapDatabaseWriter out, MatchSet set) {
    List<ImagePair> pairs =
        set.pairs().stream()
            .filter(p -> ids.containsKey(p.first()) && ids.containsKey(p.second()))
            .toList();
    progress.begin("exporting matches", pairs.size());
    for (ImagePair pair : pairs) {
      int first = ids.get(pair.first());
      int second = ids.get(pair.second());
      byte[] rows = pairs(set.read(pair).orElseThrow(), first > second, set.describe(pair));
      out.matches(
          Math.min(first, second),
          Math.max(first, second),
          rows.length / 8,
          rows,
          options.verified());
      progress.advance(1);
    }
    progress.end();
  }

  private static byte[] pairs(FeatureArray matches, boolean swap, String file) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(8, matches.rows())).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < matches.rows(); row++) {
      bytes.putInt(index(matches.get(row, swap ? 1 : 0), file));
      bytes.putInt(index(matches.get(row, swap ? 0 : 1), file));
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private static int index(double value, String file) {
    if (!(value >= 0 && value <= Integer.MAX_VALUE && value == Math.rint(value))) {
      throw new IllegalArgumentException(file + ": " + value + " is no keypoint's number");
    }
    return (int) value;
  }
}
