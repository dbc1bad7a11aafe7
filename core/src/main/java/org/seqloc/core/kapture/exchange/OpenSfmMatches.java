package org.seqloc.core.kapture.exchange;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.seqloc.core.NpyArray;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.kapture.FeatureArray;
import org.seqloc.core.kapture.ImagePair;
import org.seqloc.core.kapture.KaptureWriter;
import org.seqloc.core.kapture.MatchWriter;

/**
 * The matches of an OpenSfM project: matches/IMAGE_matches.pkl.gz, a pickled dictionary from other
 * images to pairs of rows, in the image's features and in the other's. kapture's third column, the
 * score, is 1.
 */
final class OpenSfmMatches {

  private static final String EXTENSION = "_matches.pkl.gz";

  /** Far more than two images have; 24 bytes each. */
  private static final int MAX_PAIR_MATCHES = 1 << 22;

  private final Path folder;
  private final OpenSfmFeatures features;
  private final Set<ImagePair> taken = new HashSet<>();
  private int ofOthers;
  private int empty;
  private int twice;

  OpenSfmMatches(Path project, OpenSfmFeatures features) {
    this.folder = project.resolve("matches");
    this.features = features;
  }

  /**
   * Writes the matches of all pairs of images that have features.
   *
   * @throws SeqlocException in one line naming a file that does not fit
   */
  void write(KaptureWriter writer, Progress progress) {
    List<String> images =
        features.images().stream().filter(image -> Files.isRegularFile(file(image))).toList();
    if (images.isEmpty()) {
      return;
    }
    progress.begin("importing matches", images.size());
    try (MatchWriter out = writer.matches(features.type(), false)) {
      for (String image : images) {
        Path file = file(image);
        try {
          for (Map.Entry<String, Object> other : PickleReader.dictionary(file).entrySet()) {
            add(out, file, new ImagePair(image, other.getKey()), other.getValue());
          }
        } catch (IllegalArgumentException e) {
          throw new SeqlocException(file + ": " + e.getMessage(), e);
        }
        progress.advance(1);
      }
    }
    progress.end();
  }

  private void add(MatchWriter out, Path file, ImagePair pair, Object matches) {
    if (features.rows(pair.second()).isEmpty()) {
      ofOthers++;
      return;
    }
    Optional<double[]> rows = rows(matches);
    if (rows.isEmpty()) {
      throw new SeqlocException(
          String.format(
              "%s: the matches with '%s' are not rows of two whole numbers, %d at most",
              file, pair.second(), MAX_PAIR_MATCHES));
    }
    if (rows.get().length == 0) {
      empty++;
      return;
    }
    // OpenSfM, too, looks for a pair in the one file and only else in the other.
    if (taken.contains(pair.swapped())) {
      twice++;
      return;
    }
    check(file, pair, rows.get());
    out.add(pair, FeatureArray.ofDoubles(3, rows.get()));
    taken.add(pair);
  }

  /** kapture's rows; empty when it is something else. */
  private static Optional<double[]> rows(Object matches) {
    if (matches.equals(PickleReader.NONE)) {
      return Optional.of(new double[0]);
    }
    if (matches instanceof List<?> list) {
      return ofList(list);
    }
    if (!(matches instanceof NpyArray array)) {
      return Optional.empty();
    }
    if (array.length() == 0) {
      return Optional.of(new double[0]); // NumPy's empty array is one of floats
    }
    List<Integer> shape = array.header().shape();
    if (shape.size() != 2
        || shape.get(1) != 2
        || shape.get(0) > MAX_PAIR_MATCHES
        || !array.header().type().contains("int")) {
      return Optional.empty();
    }
    double[] rows = new double[3 * shape.get(0)];
    for (int i = 0; i < shape.get(0); i++) {
      rows[3 * i] = array.get(2 * i);
      rows[3 * i + 1] = array.get(2 * i + 1);
      rows[3 * i + 2] = 1;
    }
    return Optional.of(rows);
  }

  private static Optional<double[]> ofList(List<?> list) {
    double[] rows = new double[3 * list.size()];
    for (int i = 0; i < list.size(); i++) {
      if (!(list.get(i) instanceof List<?> pair)
          || pair.size() != 2
          || !(pair.get(0) instanceof Long first)
          || !(pair.get(1) instanceof Long second)) {
        return Optional.empty();
      }
      rows[3 * i] = first;
      rows[3 * i + 1] = second;
      rows[3 * i + 2] = 1;
    }
    return Optional.of(rows);
  }

  private void check(Path file, ImagePair pair, double[] rows) {
    int first = features.rows(pair.first()).orElseThrow();
    int second = features.rows(pair.second()).orElseThrow();
    for (int i = 0; i < rows.length; i += 3) {
      if (rows[i] < 0 || rows[i] >= first || rows[i + 1] < 0 || rows[i + 1] >= second) {
        throw new SeqlocException(
            String.format(
                "%s: feature %.0f is matched with %.0f of '%s', but there are %d and %d: they do"
                    + " not belong together",
                file, rows[i], rows[i + 1], pair.second(), first, second));
      }
    }
  }

  private Path file(String image) {
    return folder.resolve(image + EXTENSION);
  }

  /** What was left out. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    int files =
        Files.isDirectory(folder)
            ? OpenSfmFeatures.others(folder, EXTENSION, features.images())
            : 0;
    if (files > 0) {
      notes.add("the matches of " + files + " images without features are left out");
    }
    if (ofOthers > 0) {
      notes.add(
          "the matches of " + ofOthers + " pairs with an image without features are left out");
    }
    if (empty > 0) {
      notes.add(empty + " pairs of images without matches are left out");
    }
    if (twice > 0) {
      notes.add(twice + " pairs of images are matched from both sides: the first is taken");
    }
    return notes;
  }
}
