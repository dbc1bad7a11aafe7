package org.seqloc.core.kapture.exchange;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.seqloc.core.Progress;
import org.seqloc.core.kapture.DType;
import org.seqloc.core.kapture.FeatureArray;
import org.seqloc.core.kapture.FeatureConfig;
import org.seqloc.core.kapture.FeatureWriter;
import org.seqloc.core.kapture.KaptureWriter;
import org.seqloc.core.kapture.Observations;
import org.seqloc.core.kapture.Points3d;

/**
 * Points with what sees them. Where the source tells of a keypoint only where a point is seen,
 * keypoints are numbered anew in each image, in the order in which they come; where it has files of
 * keypoints, which are written beside this, they keep their numbers.
 */
final class TrackCollector implements ImportedDataset.Reconstructed {

  /** A number alone does not make a keypoint: there are files in which all have the same. */
  private record Feature(long number, float x, float y) {}

  private static final class Keypoints {
    private final Map<Feature, Integer> rows = new HashMap<>();
    private float[] xy = new float[32];

    int row(Feature feature) {
      Integer known = rows.putIfAbsent(feature, rows.size());
      if (known != null) {
        return known;
      }
      int row = rows.size() - 1;
      if (2 * row == xy.length) {
        xy = Arrays.copyOf(xy, 2 * xy.length);
      }
      xy[2 * row] = feature.x();
      xy[2 * row + 1] = feature.y();
      return row;
    }
  }

  private final String type;
  private final boolean numbered;
  private final Points3d.Builder points;
  private final Observations.Builder tracks = new Observations.Builder();
  private final SortedMap<String, Keypoints> keypoints = new TreeMap<>();
  private List<Observations.Sighting> open = new ArrayList<>();
  private int count;
  private boolean hasTracks;

  /**
   * @param type the type of the keypoints
   * @param colors whether points have colours
   */
  TrackCollector(String type, boolean colors) {
    this(type, colors, false);
  }

  private TrackCollector(String type, boolean colors, boolean numbered) {
    this.type = type;
    this.numbered = numbered;
    this.points = new Points3d.Builder(colors);
  }

  /** The number of a keypoint in the source is its row in the kapture's files. */
  static TrackCollector numbered(String type, boolean colors) {
    return new TrackCollector(type, colors, true);
  }

  /**
   * An observation of the point that is added next.
   *
   * @param feature the keypoint's number in the source
   * @param x in pixels of the kapture, as y
   */
  void seen(String image, long feature, double x, double y) {
    int row =
        numbered
            ? Math.toIntExact(feature)
            : keypoints
                .computeIfAbsent(image, name -> new Keypoints())
                .row(new Feature(feature, (float) x, (float) y));
    open.add(new Observations.Sighting(image, row));
  }

  /** Adds a point with the observations since the last. */
  void point(double... values) {
    points.add(values);
    if (!open.isEmpty()) {
      tracks.add(new Observations.Track(count, type, open));
      open = new ArrayList<>();
      hasTracks = true;
    }
    count++;
  }

  @Override
  public void write(KaptureWriter writer, Progress progress) {
    if (!keypoints.isEmpty()) {
      try (FeatureWriter out =
          writer.features(FeatureConfig.keypoints(type, DType.FLOAT32, 2), false)) {
        keypoints.forEach(
            (image, k) ->
                out.add(image, FeatureArray.ofFloats(2, Arrays.copyOf(k.xy, 2 * k.rows.size()))));
      }
    }
    if (count > 0) {
      writer.points3d(points.build());
    }
    if (hasTracks) {
      writer.observations(tracks.build());
    }
  }
}
