package org.seqloc.core.kapture.exchange;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.ToIntFunction;
import org.seqloc.core.kapture.Observations;

/**
 * Observations by image: in COLMAP a keypoint sees one point, and both sides tell of it. Eight
 * bytes each.
 */
final class ColmapSightings {

  /** keypoint << 32 | point, sorted when complete. */
  private static final class Row {
    private long[] packed = new long[16];
    private int size;

    void add(int keypoint, int point) {
      if (size == packed.length) {
        packed = Arrays.copyOf(packed, size + (size >> 1));
      }
      packed[size++] = (long) keypoint << 32 | point;
    }

    /** The first point of a keypoint. */
    long find(int keypoint) {
      int at = Arrays.binarySearch(packed, 0, size, (long) keypoint << 32);
      at = at < 0 ? -at - 1 : at;
      return at < size && packed[at] >>> 32 == keypoint
          ? packed[at] & 0xffff_ffffL
          : ColmapKeypoints.NO_POINT;
    }
  }

  private final Map<String, Row> rows = new HashMap<>();

  /**
   * @param rowsOf the number of keypoints of an image, 0 of one that is not in the model
   * @param points those in the model: observations of others are left out
   */
  ColmapSightings(
      Observations observations,
      String keypointsType,
      ToIntFunction<String> rowsOf,
      IntPredicate points) {
    Map<String, Integer> sizes = new HashMap<>();
    for (Observations.Track track : observations.tracks()) {
      if (!track.keypointsType().equals(keypointsType) || !points.test(track.point())) {
        continue;
      }
      for (Observations.Sighting sighting : track.sightings()) {
        int size = sizes.computeIfAbsent(sighting.image(), rowsOf::applyAsInt);
        if (sighting.keypoint() < size) {
          rows.computeIfAbsent(sighting.image(), name -> new Row())
              .add(sighting.keypoint(), track.point());
        }
      }
    }
    rows.values().forEach(row -> Arrays.sort(row.packed, 0, row.size));
  }

  /** The point that a keypoint sees; {@link ColmapKeypoints#NO_POINT} for none. */
  long point(String image, int keypoint) {
    Row row = rows.get(image);
    return row == null ? ColmapKeypoints.NO_POINT : row.find(keypoint);
  }
}
