package org.seqloc.core.kapture.exchange;

import java.util.List;
import org.seqloc.core.geometry.Vector3;

/** A point of VisualSFM or Bundler, and where images see it. */
record MeasuredPoint(
    Vector3 position, int red, int green, int blue, List<Measurement> measurements) {

  /**
   * A keypoint that sees a point.
   *
   * @param image counted from 0
   * @param feature the keypoint's number in its image
   * @param x in pixels, right of the image's middle; from its corner in some files
   * @param y in pixels, below it
   */
  record Measurement(int image, long feature, double x, double y) {}

  /**
   * The points with what sees them. Files that count from the corner show when nothing is left of
   * the middle or above it; the collector is told then.
   *
   * @param names of the images
   * @param sizes of the images
   */
  static TrackCollector tracks(
      List<MeasuredPoint> points,
      List<String> names,
      List<ImportFiles.Size> sizes,
      DatasetCollector collector) {
    boolean centred =
        points.stream()
            .anyMatch(p -> p.measurements().stream().anyMatch(m -> m.x() < 0 || m.y() < 0));
    if (!centred && !points.isEmpty()) {
      collector.note("keypoints are taken to count from the image's corner: none is left or above");
    }
    TrackCollector tracks = new TrackCollector(NvmImporter.KEYPOINTS, true);
    for (MeasuredPoint point : points) {
      for (Measurement m : point.measurements()) {
        ImportFiles.Size size = sizes.get(m.image());
        tracks.seen(
            names.get(m.image()),
            m.feature(),
            m.x() + (centred ? size.width() / 2.0 : 0),
            m.y() + (centred ? size.height() / 2.0 : 0));
      }
      Vector3 p = point.position();
      tracks.point(p.x(), p.y(), p.z(), point.red(), point.green(), point.blue());
    }
    return tracks;
  }
}
