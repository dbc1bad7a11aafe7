package org.seqloc.core.kapture.exchange;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.kapture.FeatureArray;
import org.seqloc.core.kapture.ImagePair;
import org.seqloc.core.kapture.KaptureWriter;
import org.seqloc.core.kapture.MatchWriter;

/**
 * A file of matches of OpenMVG: pairs of views, each with pairs of features. As text a line of two
 * views, one of the number of matches, then a line of two features for each; as binary the same
 * order in cereal's portable archive: a byte that is 1 for little endian, counts of 64 bits, views
 * and features of 32.
 *
 * <p>It is gone through once when it is opened, so that damage shows before anything is written,
 * and once when it is written, pair by pair.
 */
final class OpenMvgMatches {

  /** Those that agree with the pair's geometry come first. */
  private static final List<String> NAMES =
      List.of("matches.f", "matches.e", "matches.h", "matches.putative");

  private static final int LITTLE_ENDIAN = 1;
  private static final long MAX_VIEW = 0xffff_ffffL;

  /** Far beyond any two images, and what an array holds. */
  private static final int MAX_MATCHES = 1 << 24;

  /** Hears of a pair: rows of feature in the first, feature in the second, score 1. */
  private interface PairSink {
    void pair(long first, long second, double[] rows);
  }

  private final Path file;
  private final Map<Long, String> images;
  private final int pairs;
  private final int others;

  private OpenMvgMatches(Path file, Map<Long, String> images) {
    this.file = file;
    this.images = Map.copyOf(images);
    int[] left = new int[1];
    Set<ImagePair> seen = new HashSet<>();
    read(
        (first, second, rows) -> {
          Optional<ImagePair> pair = pair(first, second);
          if (pair.isEmpty()) {
            left[0]++;
            return;
          }
          if (pair.get().first().equals(pair.get().second())) {
            throw fault(first, second, "an image is matched with itself");
          }
          if (seen.contains(pair.get().swapped()) || !seen.add(pair.get())) {
            throw fault(first, second, "matched a second time");
          }
        });
    pairs = seen.size();
    others = left[0];
  }

  /**
   * The best file of a folder.
   *
   * @param images the images that have features, by the numbers of their views
   * @throws SeqlocException when the file does not fit
   */
  static Optional<OpenMvgMatches> find(Path folder, Map<Long, String> images) {
    return NAMES.stream()
        .flatMap(name -> List.of(name + ".bin", name + ".txt").stream())
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst()
        .map(file -> new OpenMvgMatches(file, images));
  }

  /** What the user should know. */
  List<String> notes() {
    String taken = "matches of " + pairs + " pairs of images are from " + file;
    return others == 0
        ? List.of(taken)
        : List.of(
            taken,
            "those of "
                + others
                + " pairs are left out: of views that are not there or have no"
                + " features");
  }

  /**
   * Writes the matches.
   *
   * @param counts the number of keypoints of each image
   * @throws SeqlocException when the file has a match of a feature that is not there
   */
  void write(
      String keypointsType, Map<String, Integer> counts, KaptureWriter writer, Progress progress) {
    if (pairs == 0) {
      return;
    }
    progress.begin("importing matches", pairs);
    try (MatchWriter out = writer.matches(keypointsType, false)) {
      read(
          (first, second, rows) ->
              pair(first, second)
                  .ifPresent(
                      pair -> {
                        for (int i = 0; i < rows.length; i += 3) {
                          check(first, second, pair.first(), rows[i], counts);
                          check(first, second, pair.second(), rows[i + 1], counts);
                        }
                        out.add(pair, FeatureArray.ofDoubles(3, rows));
                        progress.advance(1);
                      }));
    }
    progress.end();
  }

  private Optional<ImagePair> pair(long first, long second) {
    return images.containsKey(first) && images.containsKey(second)
        ? Optional.of(new ImagePair(images.get(first), images.get(second)))
        : Optional.empty();
  }

  private void check(
      long first, long second, String image, double feature, Map<String, Integer> counts) {
    int count = counts.get(image);
    if (feature >= count) {
      throw fault(
          first,
          second,
          String.format(
              "a match of feature %d of %s, which has %d, from 0", (long) feature, image, count));
    }
  }

  private SeqlocException fault(long first, long second, String message) {
    return new SeqlocException(file + ", views " + first + " and " + second + ": " + message);
  }

  private void read(PairSink sink) {
    if (file.toString().endsWith(".bin")) {
      readBinary(sink);
    } else {
      readText(sink);
    }
  }

  private void readBinary(PairSink sink) {
    try (BinaryInput in = new BinaryInput(file, "matches of OpenMVG")) {
      if (in.uint8() != LITTLE_ENDIAN) {
        throw in.fault("not a little-endian archive of matches: save them as text");
      }
      long count = in.count("pairs", 16);
      for (long pair = 0; pair < count; pair++) {
        long first = Integer.toUnsignedLong(in.int32());
        long second = Integer.toUnsignedLong(in.int32());
        long matches = in.count("matches of views " + first + " and " + second, 8);
        if (matches > MAX_MATCHES) {
          throw in.fault(matches + " matches, more than " + MAX_MATCHES);
        }
        DoubleStream.Builder rows = DoubleStream.builder();
        for (long i = 0; i < matches; i++) {
          rows.add(in.index("a feature", Integer.MAX_VALUE))
              .add(in.index("a feature", Integer.MAX_VALUE))
              .add(1);
        }
        sink.pair(first, second, rows.build().toArray());
      }
      in.requireEnd();
    }
  }

  private void readText(PairSink sink) {
    try (TextLines in = new TextLines(file, "matches of OpenMVG")) {
      while (in.nextRow()) {
        long first = in.whole("a view", 0, MAX_VIEW);
        long second = in.whole("a view", 0, MAX_VIEW);
        in.requireEnd("two views");
        in.requireRow("the number of matches");
        int matches = in.index("the number of matches", MAX_MATCHES);
        in.requireEnd("the number of matches");
        // Whether so many come is not known before: the rows grow.
        DoubleStream.Builder rows = DoubleStream.builder();
        for (int i = 0; i < matches; i++) {
          in.requireRow("match " + (i + 1) + " of " + matches);
          rows.add(in.index("a feature", Integer.MAX_VALUE))
              .add(in.index("a feature", Integer.MAX_VALUE))
              .add(1);
          in.requireEnd("two features");
        }
        sink.pair(first, second, rows.build().toArray());
      }
    }
  }
}
