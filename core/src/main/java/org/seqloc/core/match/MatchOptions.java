package org.seqloc.core.match;

/**
 * Which nearest neighbours are matches.
 *
 * @param ratio the nearest descriptor must be closer than this times the second nearest (Lowe, IJCV
 *     2004); 1 takes all
 * @param minSimilarity least dot product
 */
public record MatchOptions(double ratio, double minSimilarity) {

  public static final MatchOptions DEFAULT = new MatchOptions(0.85, 0.7);

  public MatchOptions {
    if (!(ratio > 0 && ratio <= 1)) {
      throw new IllegalArgumentException("ratio must be in (0, 1], got " + ratio);
    }
  }
}
