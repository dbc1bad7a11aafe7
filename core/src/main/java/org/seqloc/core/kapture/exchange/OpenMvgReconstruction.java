package org.seqloc.core.kapture.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.kapture.KaptureWriter;

/**
 * The structure of OpenMVG: points, ordered by their keys, and what sees them. With regions these
 * become the keypoints; without, keypoints are where points are seen.
 */
final class OpenMvgReconstruction implements ImportedDataset.Reconstructed {

  private static final String KEYPOINTS = "openmvg";

  /** The highest feature of an image that a point refers to, and that point. */
  private record Highest(long feature, long point) {}

  private final Path file;
  private final Optional<OpenMvgRegions> regions;
  private final Optional<OpenMvgMatches> matches;
  private final TrackCollector tracks;
  private final SortedMap<String, Highest> highest = new TreeMap<>();

  /**
   * @param file for messages
   * @param images by the numbers of the views
   */
  OpenMvgReconstruction(
      Path file,
      JsonNode structure,
      Map<Long, String> images,
      Optional<OpenMvgRegions> regions,
      Optional<OpenMvgMatches> matches) {
    this.file = file;
    this.regions = regions;
    this.matches = matches;
    tracks =
        regions
            .map(r -> TrackCollector.numbered(r.keypointsType(), false))
            .orElseGet(() -> new TrackCollector(KEYPOINTS, false));
    SortedMap<Long, JsonNode> points = new TreeMap<>();
    for (JsonNode point : structure) {
      points.put(point.path("key").asLong(), point.path("value"));
    }
    points.forEach((key, value) -> point(key, value, images));
  }

  /** Why the structure cannot refer to the regions, if so. */
  static Optional<String> misfit(
      JsonNode structure, Map<Long, String> images, OpenMvgRegions regions) {
    for (JsonNode point : structure) {
      for (JsonNode observation : point.path("value").path("observations")) {
        String image = images.get(observation.path("key").asLong());
        if (image != null && !regions.has(image)) {
          return Optional.of("points are seen by " + image + ", which has no .feat file");
        }
        if (feature(observation.path("value")) == OpenMvgImporter.UNDEFINED) {
          return Optional.of("points do not tell by which features they are seen");
        }
      }
    }
    return Optional.empty();
  }

  private static long feature(JsonNode observation) {
    return observation.path("id_feat").asLong(OpenMvgImporter.UNDEFINED);
  }

  private void point(long key, JsonNode value, Map<Long, String> images) {
    String where = file + ", point " + key;
    for (JsonNode observation : value.path("observations")) {
      String image = images.get(observation.path("key").asLong());
      if (image == null) {
        throw new SeqlocException(where + ": it is seen by a view that is not there");
      }
      JsonNode seen = observation.path("value");
      double[] xy = ImportFiles.numbers(seen.path("x"), 2, where + ", x");
      long feature = feature(seen);
      if (regions.isPresent()) {
        if (feature < 0 || feature > Integer.MAX_VALUE) {
          throw new SeqlocException(where + ": no number of a feature: " + feature);
        }
        highest.merge(
            image, new Highest(feature, key), (a, b) -> b.feature() > a.feature() ? b : a);
      }
      tracks.seen(image, feature, xy[0], xy[1]);
    }
    double[] xyz = ImportFiles.numbers(value.path("X"), 3, where + ", X");
    tracks.point(xyz[0], xyz[1], xyz[2]);
  }

  @Override
  public void write(KaptureWriter writer, Progress progress) {
    regions.ifPresent(
        from -> {
          Map<String, Integer> counts = from.write(writer, progress);
          highest.forEach((image, h) -> check(image, h, counts.get(image), from));
          matches.ifPresent(m -> m.write(from.keypointsType(), counts, writer, progress));
        });
    tracks.write(writer, progress);
  }

  private void check(String image, Highest highest, int count, OpenMvgRegions from) {
    if (highest.feature() >= count) {
      throw new SeqlocException(
          String.format(
              "%s, point %d: it is seen by feature %d of %s, but %s has %d, from 0",
              file, highest.point(), highest.feature(), image, from.featuresOf(image), count));
    }
  }
}
