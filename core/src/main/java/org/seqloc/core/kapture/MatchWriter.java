package org.seqloc.core.kapture;

import java.io.IOException;
import org.seqloc.core.SeqlocException;

/** Takes the matches between keypoints of one type, pair by pair. */
public final class MatchWriter implements AutoCloseable {

  private final MemberSink sink;
  private final Runnable closed;

  MatchWriter(MemberSink sink, Runnable closed) {
    this.sink = sink;
    this.closed = closed;
  }

  /**
   * Adds the matches of a pair. The format wants the lesser image first: a pair the other way round
   * is turned, its matches with it.
   *
   * @param matches rows of float64: index in the first image, index in the second, score
   * @throws IllegalArgumentException when the matches have another shape, or an image is matched
   *     with itself
   */
  public void add(ImagePair pair, FeatureArray matches) {
    if (matches.dtype() != DType.FLOAT64 || matches.columns() != MatchSet.COLUMNS) {
      throw new IllegalArgumentException("matches are rows of 3 float64");
    }
    if (pair.first().equals(pair.second())) {
      throw new IllegalArgumentException("image '" + pair.first() + "' is matched with itself");
    }
    if (!pair.isOrdered()) {
      add(pair.swapped(), swapped(matches));
      return;
    }
    write(pair, matches);
  }

  /** Adds the matches of a pair as they are. */
  void write(ImagePair pair, FeatureArray matches) {
    String name = pair.path() + MatchSet.EXTENSION;
    try {
      sink.add(name, matches.bytes());
    } catch (IOException e) {
      throw new SeqlocException("cannot write " + name + ": " + e, e);
    }
  }

  private static FeatureArray swapped(FeatureArray matches) {
    double[] swapped = new double[matches.rows() * MatchSet.COLUMNS];
    for (int i = 0; i < matches.rows(); i++) {
      swapped[3 * i] = matches.get(i, 1);
      swapped[3 * i + 1] = matches.get(i, 0);
      swapped[3 * i + 2] = matches.get(i, 2);
    }
    return FeatureArray.ofDoubles(MatchSet.COLUMNS, swapped);
  }

  @Override
  public void close() {
    try {
      sink.close();
      closed.run();
    } catch (IOException e) {
      throw new SeqlocException("cannot write matches: " + e, e);
    }
  }
}
