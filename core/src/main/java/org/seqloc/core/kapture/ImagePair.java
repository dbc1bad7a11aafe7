package org.seqloc.core.kapture;

import java.util.Optional;

/**
 * Two images with matches.
 *
 * @param first of kapture's files the lesser one by code points
 */
public record ImagePair(String first, String second) {

  static final String SEPARATOR = ".overlapping/";

  /** The pair of a path FIRST.overlapping/SECOND; empty when it is none. */
  static Optional<ImagePair> ofPath(String path) {
    int at = path.indexOf(SEPARATOR);
    return at <= 0 || at + SEPARATOR.length() == path.length()
        ? Optional.empty()
        : Optional.of(
            new ImagePair(path.substring(0, at), path.substring(at + SEPARATOR.length())));
  }

  String path() {
    return first + SEPARATOR + second;
  }

  ImagePair withPrefix(String prefix) {
    return new ImagePair(prefix + first, prefix + second);
  }

  /** The other way round. */
  public ImagePair swapped() {
    return new ImagePair(second, first);
  }

  /** The order of the format. */
  boolean isOrdered() {
    return KaptureText.compareCodePoints(first, second) < 0;
  }
}
