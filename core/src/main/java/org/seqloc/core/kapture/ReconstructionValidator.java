package org.seqloc.core.kapture;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.seqloc.core.SeqlocException;

/** The reconstruction part of {@link KaptureValidator}. */
final class ReconstructionValidator {

  private final Path folder;
  private final boolean followLinks;
  private final RecordPaths images;
  private final Consumer<Finding> sink;
  private Reconstruction reconstruction;

  ReconstructionValidator(
      Path folder, boolean followLinks, RecordPaths images, Consumer<Finding> sink) {
    this.followLinks = followLinks;
    this.folder = folder;
    this.images = images;
    this.sink = sink;
  }

  void run() {
    String root = folder.resolve("reconstruction").toString();
    reconstruction =
        Reconstruction.open(folder, followLinks, damage -> tell(root, damage.getMessage()));
    reconstruction.remarks().forEach(remark -> tell(root, remark));
    for (FeatureKind kind : FeatureKind.values()) {
      reconstruction.features(kind).values().forEach(this::features);
    }
    reconstruction.matches().values().forEach(this::matches);
    int points = reconstruction.points3dFile().map(this::points).orElse(0);
    reconstruction.observationsFile().ifPresent(file -> observations(file, points));
  }

  private void tell(String file, String message) {
    // Messages of the readers name their file already.
    String text = message;
    for (String own : List.of(file + ": ", file + " ")) {
      text = text.startsWith(own) ? text.substring(own.length()) : text;
    }
    sink.accept(new Finding(file, 0, text));
  }

  private void features(FeatureSet set) {
    FeatureConfig config = set.config();
    Optional<FeatureSet> keypoints = Optional.empty();
    if (config.kind() == FeatureKind.DESCRIPTORS) {
      keypoints = keypoints(config.keypointsType());
      if (keypoints.isEmpty()) {
        tell(
            table(config).toString(),
            "there are no keypoints '" + config.keypointsType() + "' for these descriptors");
      }
    }
    Counts counts = new Counts(keypoints);
    for (String image : set.images()) {
      String file = set.describe(image);
      if (!images.contains(image)) {
        tell(file, "image '" + image + "' is not in records_camera.txt");
      }
      try {
        int rows = set.rows(image).orElse(0);
        OptionalInt expected = counts.of(image);
        if (keypoints.isPresent() && expected.orElse(0) != rows) {
          tell(file, rows + " descriptors of " + text(expected) + " keypoints");
        }
      } catch (SeqlocException e) {
        tell(file, e.getMessage());
      }
    }
  }

  private Path table(FeatureConfig config) {
    String kind = config.kind().label();
    return folder
        .resolve("reconstruction")
        .resolve(kind)
        .resolve(config.type())
        .resolve(kind + ".txt");
  }

  private Optional<FeatureSet> keypoints(String type) {
    return Optional.ofNullable(reconstruction.features(FeatureKind.KEYPOINTS).get(type));
  }

  /** The number of keypoints of images, each looked up once. */
  private static final class Counts {
    private final Optional<FeatureSet> keypoints;
    private final Map<String, OptionalInt> counts = new HashMap<>();

    Counts(Optional<FeatureSet> keypoints) {
      this.keypoints = keypoints;
    }

    /** Empty when the image has none, or a file of a wrong size, which is told of elsewhere. */
    OptionalInt of(String image) {
      return counts.computeIfAbsent(
          image,
          i -> {
            try {
              return keypoints.map(set -> set.rows(i)).orElse(OptionalInt.empty());
            } catch (SeqlocException e) {
              return OptionalInt.empty();
            }
          });
    }
  }

  private void matches(MatchSet set) {
    Optional<FeatureSet> keypoints = keypoints(set.keypointsType());
    if (keypoints.isEmpty()) {
      tell(
          folder.resolve("reconstruction/matches").resolve(set.keypointsType()).toString(),
          "there are no keypoints '" + set.keypointsType() + "' for these matches");
    }
    Counts counts = new Counts(keypoints);
    for (ImagePair pair : set.pairs()) {
      String file = set.describe(pair);
      if (!pair.isOrdered()) {
        tell(
            file,
            pair.first().equals(pair.second())
                ? "the image is matched with itself"
                : "the images are in the wrong order: the format has the lesser one first");
        if (!pair.first().equals(pair.second()) && set.bytes(pair.swapped()).isPresent()) {
          tell(file, "the pair is there the other way round too");
        }
      }
      for (String image :
          pair.first().equals(pair.second())
              ? List.of(pair.first())
              : List.of(pair.first(), pair.second())) {
        if (!images.contains(image)) {
          tell(file, "image '" + image + "' is not in records_camera.txt");
        } else if (keypoints.isPresent() && counts.of(image).isEmpty()) {
          tell(file, "image '" + image + "' has no keypoints '" + set.keypointsType() + "'");
        }
      }
      try {
        set.read(pair)
            .ifPresent(
                matches ->
                    outOfRange(file, matches, counts.of(pair.first()), counts.of(pair.second())));
      } catch (SeqlocException e) {
        tell(file, e.getMessage());
      }
    }
  }

  /** Tells of the first row that is out of range, and how many are. */
  private void outOfRange(
      String file, FeatureArray matches, OptionalInt first, OptionalInt second) {
    int bad = 0;
    int firstBad = 0;
    for (int row = 0; row < matches.rows(); row++) {
      if (!isIndex(matches.get(row, 0), first) || !isIndex(matches.get(row, 1), second)) {
        firstBad = bad++ == 0 ? row : firstBad;
      }
    }
    if (bad > 0) {
      tell(
          file,
          String.format(
              "%d matches are out of range, the first in row %d: keypoints %s and %s of %s and %s",
              bad,
              firstBad,
              matches.get(firstBad, 0),
              matches.get(firstBad, 1),
              text(first),
              text(second)));
    }
  }

  private static String text(OptionalInt count) {
    return count.isPresent() ? Integer.toString(count.getAsInt()) : "unknown";
  }

  private static boolean isIndex(double value, OptionalInt count) {
    return value >= 0
        && value == Math.rint(value)
        && value < (count.isPresent() ? count.getAsInt() : Integer.MAX_VALUE);
  }

  /** Returns how many there are. */
  private int points(Path file) {
    int[] count = new int[1];
    int[] columns = new int[1];
    KaptureValidator.tolerantly(
        file,
        3,
        6,
        "X, Y, Z[, R, G, B]",
        (line, row) -> {
          count[0]++;
          columns[0] = columns[0] == 0 ? row.size() : columns[0];
          if (row.size() != columns[0] || row.size() == 4 || row.size() == 5) {
            throw new IllegalArgumentException("the row has " + row.size() + " columns");
          }
          for (double value : Points3d.parse(row)) {
            if (!Double.isFinite(value)) {
              throw new IllegalArgumentException("the point is not finite");
            }
          }
        },
        sink);
    return count[0];
  }

  private void observations(Path file, int points) {
    Map<String, Counts> counts = new HashMap<>();
    try {
      Observations.forEach(
          file,
          reconstruction.observationsType10(file),
          (line, track) -> {
            String type = track.keypointsType();
            if (track.point() >= points) {
              found(file, line, "point " + track.point() + " of " + points);
            }
            if (keypoints(type).isEmpty()) {
              found(file, line, "there are no keypoints '" + type + "'");
              return;
            }
            Counts of = counts.computeIfAbsent(type, t -> new Counts(keypoints(t)));
            for (Observations.Sighting sighting : track.sightings()) {
              sighting(file, line, sighting, of);
            }
          },
          e -> sink.accept(Finding.of(file, e.line(), e.getMessage())));
    } catch (SeqlocException e) {
      tell(file.toString(), e.getMessage());
    }
  }

  private void sighting(Path file, int line, Observations.Sighting sighting, Counts counts) {
    if (!images.contains(sighting.image())) {
      found(file, line, "image '" + sighting.image() + "' is not in records_camera.txt");
      return;
    }
    OptionalInt count = counts.of(sighting.image());
    if (count.isEmpty()) {
      found(file, line, "image '" + sighting.image() + "' has no keypoints");
    } else if (sighting.keypoint() >= count.getAsInt()) {
      found(
          file,
          line,
          "keypoint "
              + sighting.keypoint()
              + " of "
              + count.getAsInt()
              + " of image '"
              + sighting.image()
              + "'");
    }
  }

  private void found(Path file, int line, String message) {
    sink.accept(Finding.of(file, line, message));
  }
}
